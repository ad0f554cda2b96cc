import { Temporal } from "temporal-polyfill";
import { answeredSince } from "../check-ins/answered-since.ts";
import { checkInCard } from "../check-ins/check-in-card.ts";
import type { Action, Card } from "../ports/card.ts";
import { isId } from "../ports/ids.ts";
import type { PageNeeds } from "./page-needs.ts";

/**
 * The card of an invitation while it can be answered; null when it is closed, its person has left or it is not theirs.
 * `since` and `after` are those of `WebHost.checkInCard`.
 */
export async function openCheckInCard(
  needs: PageNeeds,
  invitationId: string,
  since?: string,
  after?: { readonly action: Action; readonly contactIds: readonly string[] },
): Promise<Card | null> {
  if (!isId(invitationId)) return null;
  const detail = await needs.transact(({ invitations }) => invitations.detail(invitationId));
  if (detail === null || detail.contact.deactivatedAt !== null) return null;
  const { closesAt, state } = detail.invitation;
  if (state === "lapsed" || closesAt.epochMilliseconds <= needs.clock.now().epochMilliseconds) return null;
  if (after !== undefined && !after.contactIds.includes(detail.contact.id)) return null;
  const shown = since === undefined ? detail : answeredSince(detail, Temporal.Instant.from(since));
  const editing =
    after?.action.name === "edit" || (after?.action.name === "rate" && after.action.args.editing === "yes");
  return checkInCard({ bank: needs.bank, words: needs.wordsFor(detail.contact.language) }, shown, {
    editing,
  });
}
