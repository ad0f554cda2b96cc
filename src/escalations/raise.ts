import type { NewMessage } from "../messages/message.ts";
import type { MessageStore } from "../messages/message-store.ts";
import { sendSoon } from "../messages/send-soon.ts";
import type { AuditLog, ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import { ownPlaces, type Place } from "../partnerships/own-places.ts";
import { type Side, sides } from "../partnerships/partnership.ts";
import { peopleText } from "../partnerships/people-text.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";
import { type Escalation, longestProblem, severities } from "./escalation.ts";
import type { EscalationStore } from "./escalation-store.ts";

interface RaiseStores {
  readonly contacts: Pick<ContactStore, "many" | "activeOf">;
  readonly partnerships: Pick<PartnershipStore, "many">;
  readonly escalations: Pick<EscalationStore, "add">;
  readonly messages: Pick<MessageStore, "add">;
  readonly audit: AuditLog;
  readonly jobs: JobQueue;
}

/** What came in; nothing in it is trusted but that the person is these contacts. */
export interface RaiseRequest {
  readonly eventId: string;
  readonly contactIds: readonly string[];
  readonly partnershipId: string;
  readonly severity: string;
  readonly text: string;
}

export type RaiseOutcome =
  | { readonly kind: "raised"; readonly escalation: Escalation; readonly place: Place }
  | { readonly kind: "refused"; readonly code: "empty" | "no-severity" | "no-partnership" };

/**
 * Raises a problem with its author's name: both sides' stewards are told at once (MEASUREMENT 4.9, E0). It is the
 * person's own act and needs no consent to check-ins. The same event raises once; its repetition changes nothing.
 */
export async function raise(
  needs: { readonly clock: Clock; readonly ids: Ids; readonly transact: Transact<RaiseStores> },
  request: RaiseRequest,
): Promise<RaiseOutcome> {
  const text = peopleText(request.text, longestProblem);
  const severity = severities.find((known) => known === request.severity);
  if (text === null) return { kind: "refused", code: "empty" };
  if (severity === undefined) return { kind: "refused", code: "no-severity" };
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const places = await ownPlaces(stores, { contactIds: request.contactIds, act: "raise", now });
    const place = places.find(({ partnership }) => partnership.id === request.partnershipId);
    if (place === undefined) return { kind: "refused", code: "no-partnership" };
    const { author, partnership } = place;
    const { escalation, isNew } = await stores.escalations.add({
      id: needs.ids.next(),
      partnershipId: partnership.id,
      side: author.side,
      raisedBy: author.id,
      severity,
      text,
      raisedAt: now,
      eventId: request.eventId,
    });
    // An event of somebody else, or of another partnership, tells nothing about what it raised.
    if (escalation.raisedBy !== author.id) return { kind: "refused", code: "no-partnership" };
    if (!isNew) return { kind: "raised", escalation, place };
    await stores.messages.add(sides.flatMap((side) => messagesTo(place, side, escalation)));
    const action = "escalation.raised";
    const entry = { partnershipId: partnership.id, actor: author.id, action, subject: escalation.id };
    await stores.audit.add({ ...entry, details: { severity } }, now);
    await sendSoon(stores.jobs);
    return { kind: "raised", escalation, place };
  });
}

function messagesTo({ stewards }: Place, side: Side, escalation: Escalation): readonly NewMessage[] {
  const { reach, steward } = stewards[side];
  if (reach !== "now" && reach !== "later") return [];
  return [messageAbout(escalation, `escalation:${escalation.id}:${side}`, steward.id, escalation.raisedAt)];
}

/** Key of the note to the author that the steward of a side could not be told. */
export function unreachedKey(escalationId: string, side: Side): string {
  return `escalation:${escalationId}:${side}:unreached`;
}

/** A message about an escalation to one of its people, due at once. */
export function messageAbout(
  { id, partnershipId }: Escalation,
  key: string,
  contactId: string,
  dueAt: NewMessage["dueAt"],
): NewMessage {
  const to = { contactId, post: null, subjectId: id };
  return { ...to, key, purpose: "escalation", partnershipId, dueAt, expiresAt: null };
}
