import type { Temporal } from "temporal-polyfill";
import type { InvitationDetail, InvitationStore } from "./invitation-store.ts";

/**
 * The open check-in that somebody means who names none: the one that closes first among those that still wait, else one
 * that is answered and may be changed (`isAnswered`). Null when none is open.
 */
export async function nextToAnswer(
  invitations: InvitationStore,
  contactIds: readonly string[],
  now: Temporal.Instant,
): Promise<{ readonly detail: InvitationDetail; readonly isAnswered: boolean } | null> {
  const open = await invitations.openOf(contactIds, now);
  const [next] = [...open.filter(({ state }) => state !== "answered"), ...open];
  const detail = next === undefined ? null : await invitations.detail(next.id);
  return detail === null ? null : { detail, isAnswered: detail.invitation.state === "answered" };
}
