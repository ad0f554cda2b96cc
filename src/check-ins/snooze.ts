import type { Temporal } from "temporal-polyfill";
import type { MessageStore } from "../messages/message-store.ts";
import { atLocal, nextSendable } from "../partnerships/calendar.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import type { InvitationDetail, InvitationStore } from "./invitation-store.ts";
import { ownInvitation } from "./record-rating.ts";

interface SnoozeStores {
  readonly invitations: InvitationStore;
  readonly messages: MessageStore;
}

export type SnoozeOutcome =
  | { readonly kind: "snoozed"; readonly until: Temporal.Instant; readonly detail: InvitationDetail }
  | { readonly kind: "too-late"; readonly detail: InvitationDetail }
  | { readonly kind: "refused" };

/** Brings the card back later today (three hours on) or tomorrow at the usual time, in place of the reminder. */
export async function snooze(
  needs: { readonly clock: Clock; readonly transact: Transact<SnoozeStores> },
  request: {
    readonly contactIds: readonly string[];
    readonly invitationId: string;
    readonly until: "later-today" | "tomorrow";
  },
): Promise<SnoozeOutcome> {
  const now = needs.clock.now();
  return needs.transact(async ({ invitations, messages }) => {
    const detail = await ownInvitation(invitations, request);
    if (detail === null) return { kind: "refused" };
    const until = wakeTime(detail, request.until, now);
    if (until.epochMilliseconds >= detail.invitation.closesAt.epochMilliseconds)
      return { kind: "too-late", detail };
    const { invitation, contact } = detail;
    await messages.cancel(invitation.id, ["reminder"], "snoozed");
    await messages.add([
      {
        key: `snooze:${invitation.id}:${until.epochMilliseconds}`,
        purpose: "reminder",
        partnershipId: contact.partnershipId,
        contactId: contact.id,
        post: null,
        subjectId: invitation.id,
        dueAt: until,
        expiresAt: invitation.closesAt,
      },
    ]);
    return { kind: "snoozed", until, detail };
  });
}

function wakeTime(
  { contact, partnership }: InvitationDetail,
  until: "later-today" | "tomorrow",
  now: Temporal.Instant,
): Temporal.Instant {
  const region = contact.holidays ?? partnership.holidays;
  if (until === "later-today") return nextSendable(now.add({ hours: 3 }), contact.timeZone, region);
  const tomorrow = now.toZonedDateTimeISO(contact.timeZone).toPlainDate().add({ days: 1 });
  return nextSendable(atLocal(tomorrow, partnership.checkIn.at, contact.timeZone), contact.timeZone, region);
}
