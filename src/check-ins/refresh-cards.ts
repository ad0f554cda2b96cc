import type { ChatAdapter, Conversation, Platform } from "../ports/chat-adapter.ts";
import type { Transact } from "../ports/transaction.ts";
import type { WordsFor } from "../ports/words.ts";
import { checkInCard } from "./check-in-card.ts";
import type { InvitationStore } from "./invitation-store.ts";
import type { QuestionBank } from "./question-bank.ts";

/**
 * Draws an invitation's own cards anew wherever they stand, best effort: a card that cannot be replaced keeps
 * working, because what it shows is never trusted. Returns how many were replaced.
 */
export async function refreshCards(
  needs: {
    readonly transact: Transact<{ readonly invitations: InvitationStore }>;
    readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
    readonly bank: QuestionBank;
    readonly wordsFor: WordsFor;
  },
  { invitationId }: { readonly invitationId: string },
): Promise<{ readonly replaced: number }> {
  const detail = await needs.transact(({ invitations }) => invitations.detail(invitationId));
  if (detail === null) return { replaced: 0 };
  const card = checkInCard({ bank: needs.bank, words: needs.wordsFor(detail.contact.language) }, detail);
  let replaced = 0;
  for (const { platform, conversation, messageId } of detail.places) {
    const adapter = needs.adapters.get(platform);
    if (adapter === undefined || !adapter.capabilities.updates) continue;
    // What stands in a channel names nobody and stays as it is.
    if (adapter.surface(conversation) !== "private") continue;
    if (await adapter.update({ conversation: conversation as Conversation, messageId, card })) replaced += 1;
  }
  return { replaced };
}
