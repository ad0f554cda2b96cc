import type { Card } from "../ports/card.ts";
import type { ChatAdapter } from "../ports/chat-adapter.ts";

/** A card that has been posted into a browser conversation, as the person finds it. */
interface Arrival {
  readonly conversation: string;
  readonly messageId: string;
  readonly card: Card;
}

/** Notes what the browser's adapter posts, so that the simulated contacts can look at it. */
export interface Arrivals {
  /** The same adapter, with what it sends noted. */
  watch(adapter: ChatAdapter): ChatAdapter;
  /** What has arrived since it was last asked, in an order that does not hang on how fast each send was. */
  take(): readonly Arrival[];
  /** How many messages have been sent in all. */
  count(): number;
}

export function createArrivals(): Arrivals {
  let fresh: Arrival[] = [];
  let count = 0;
  return {
    watch: (adapter) => ({
      ...adapter,
      async send(outgoing) {
        const outcome = await adapter.send(outgoing);
        if (outcome.kind === "sent") {
          const { conversation, messageId } = outcome;
          fresh.push({ conversation, messageId, card: outgoing.card });
          count += 1;
        }
        return outcome;
      },
    }),
    take: () => {
      const taken = fresh.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
      fresh = [];
      return taken;
    },
    count: () => count,
  };
}
