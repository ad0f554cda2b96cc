import { checkInCard } from "../check-ins/check-in-card.ts";
import type { Card } from "../ports/card.ts";
import { isId } from "../ports/ids.ts";
import type { PageNeeds } from "./page-needs.ts";

/** The card of an invitation while it can be answered; null when it is closed or its person has left. */
export async function openCheckInCard(needs: PageNeeds, invitationId: string): Promise<Card | null> {
  if (!isId(invitationId)) return null;
  const detail = await needs.transact(({ invitations }) => invitations.detail(invitationId));
  if (detail === null || detail.contact.deactivatedAt !== null) return null;
  const { closesAt, state } = detail.invitation;
  if (state === "lapsed" || closesAt.epochMilliseconds <= needs.clock.now().epochMilliseconds) return null;
  return checkInCard({ bank: needs.bank, words: needs.wordsFor(detail.contact.language) }, detail);
}
