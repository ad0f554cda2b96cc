import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Escalation, EscalationSeen } from "./escalation.ts";
import type { EscalationStore } from "./escalation-store.ts";

/** An escalation with everything that its card shows. */
export interface EscalationView {
  readonly escalation: Escalation;
  readonly partnership: Partnership;
  readonly author: Contact;
  readonly seen: readonly (EscalationSeen & { readonly steward: Contact })[];
}

export interface EscalationViewStores {
  readonly escalations: Pick<EscalationStore, "get" | "seenOf">;
  readonly contacts: Pick<ContactStore, "get" | "many">;
  readonly partnerships: Pick<PartnershipStore, "get">;
}

/** Reads it as it stands; null when there is none. */
export async function viewEscalation(
  { escalations, contacts, partnerships }: EscalationViewStores,
  escalationId: string,
): Promise<EscalationView | null> {
  const escalation = await escalations.get(escalationId);
  if (escalation === null) return null;
  const partnership = await partnerships.get(escalation.partnershipId);
  const author = await contacts.get(escalation.raisedBy);
  if (partnership === null || author === null) return null;
  const rows = await escalations.seenOf(escalation.id);
  const people = new Map((await contacts.many(rows.map(({ seenBy }) => seenBy))).map((one) => [one.id, one]));
  const seen = rows.flatMap((row) => {
    const steward = people.get(row.seenBy);
    return steward === undefined ? [] : [{ ...row, steward }];
  });
  return { escalation, partnership, author, seen };
}
