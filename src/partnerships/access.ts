import type { Contact } from "./contact.ts";
import type { Side } from "./partnership.ts";

/** What somebody may want to see or do within one partnership (DESIGN, "Who is who, and who may see what"). */
export type Act =
  | "see released figures"
  | "see joint digest"
  | "see side digest"
  | "see reach of side"
  | "hand over link"
  | "issue code"
  | "confirm identity"
  | "raise"
  | "acknowledge escalation"
  | "share win"
  | "confirm win";

/** Who asks, as far as access is concerned. */
export type AccessHolder = Pick<Contact, "id" | "partnershipId" | "side" | "duties" | "deactivatedAt">;

/** What it is about: a partnership and, where it belongs to one side, that side. */
export interface AccessSubject {
  readonly partnershipId: string;
  readonly side: Side | null;
}

type Rule = (holder: AccessHolder, subject: AccessSubject) => boolean;

const anyContact: Rule = () => true;
const ownSteward: Rule = (holder, subject) =>
  holder.side === subject.side && holder.duties.includes("steward");
const eitherSteward: Rule = (holder) => holder.duties.includes("steward");
const otherSteward: Rule = (holder, subject) =>
  holder.side !== subject.side && holder.duties.includes("steward");
const ownLeadership: Rule = (holder, subject) => holder.side === subject.side && holder.duties.length > 0;

/** The one table of access. A person may do what any of their contacts in the partnership may do. */
const rules: Readonly<Record<Act, Rule>> = {
  "see released figures": anyContact,
  "see joint digest": anyContact,
  "see side digest": ownLeadership,
  "see reach of side": ownSteward,
  "hand over link": ownSteward,
  "issue code": ownSteward,
  "confirm identity": ownSteward,
  raise: anyContact,
  "acknowledge escalation": eitherSteward,
  "share win": anyContact,
  "confirm win": otherSteward,
};

/** The first of a person's contacts that entitles them to the act; null when none does. */
export function entitled<Holder extends AccessHolder>(
  holders: readonly Holder[],
  act: Act,
  subject: AccessSubject,
): Holder | null {
  const entitling = holders.find(
    (holder) =>
      holder.partnershipId === subject.partnershipId &&
      holder.deactivatedAt === null &&
      rules[act](holder, subject),
  );
  return entitling ?? null;
}
