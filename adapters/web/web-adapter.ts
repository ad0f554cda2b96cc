import { RapportError } from "../../src/errors.ts";
import type { ChatAdapter, Conversation } from "../../src/ports/chat-adapter.ts";
import type { MessageBoard } from "../../src/ports/page.ts";

/**
 * The browser as a chat platform: `to` is a conversation's id on the message board. Sending twice with one key
 * gives one message; nothing leaves the machine.
 */
export function createWebAdapter({ board }: { readonly board: MessageBoard }): ChatAdapter {
  return {
    platform: "web",
    capabilities: { duplicates: "key", updates: true },
    surface: () => "private",
    lane: () => "web",
    async send({ to, card, key }) {
      try {
        const messageId = await board.post(to, key, card);
        return { kind: "sent", conversation: to as Conversation, messageId };
      } catch (error) {
        // The board is the database: the commit may have happened before the connection broke.
        return { kind: "unknown", code: error instanceof RapportError ? error.code : "web.board" };
      }
    },
    async find({ to, key }) {
      try {
        const messageId = await board.find(to, key);
        if (messageId === null) return { kind: "absent" };
        return { kind: "found", conversation: to as Conversation, messageId };
      } catch {
        return { kind: "cannot-tell" };
      }
    },
    async update({ conversation, messageId, card }) {
      return board.replace(conversation, messageId, card).catch(() => false);
    },
  };
}
