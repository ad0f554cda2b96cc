import type { Card } from "../../src/ports/card.ts";
import type {
  ChatAdapter,
  Conversation,
  Outgoing,
  SendOutcome,
  Surface,
} from "../../src/ports/chat-adapter.ts";

/** A post as a chat platform got it, with its later replacements. */
interface Posted extends Outgoing {
  readonly messageId: string;
  readonly cards: Card[];
}

/** A chat platform of many workspaces in memory, whose answers a test chooses. */
export function createChatPlatform(answer: (outgoing: Outgoing) => SendOutcome | null = () => null) {
  const posted: Posted[] = [];
  const surface = (to: string): Surface =>
    to.includes("/prompt/") ? "prompt" : to.includes("/card/") || /\/C/.test(to) ? "notice" : "private";
  const adapter: ChatAdapter = {
    platform: "slack",
    capabilities: { duplicates: "history", updates: true },
    surface,
    lane: (to) => to.split("/")[0] ?? "",
    async send(outgoing) {
      const answered = answer(outgoing);
      if (answered !== null) return answered;
      const messageId = `ts-${posted.length + 1}`;
      posted.push({ ...outgoing, messageId, cards: [outgoing.card] });
      return { kind: "sent", conversation: outgoing.to as Conversation, messageId };
    },
    find: async ({ key }) => {
      const found = posted.find((one) => one.key === key);
      if (found === undefined) return { kind: "absent" };
      return { kind: "found", conversation: found.to as Conversation, messageId: found.messageId };
    },
    async update({ messageId, card }) {
      posted.find((one) => one.messageId === messageId)?.cards.push(card);
      return true;
    },
  };
  return { adapter, posted };
}
