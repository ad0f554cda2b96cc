import type { Card } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";

/**
 * Says in a conversation of several people that a check-in waits, and nothing else: it is the same for every reader and
 * names nobody. Its button opens one's own.
 */
export function noticeCard(words: Words, what: "checkIn" | "introduction", partnership: string): Card {
  return {
    summary: words.say(`notice.${what}Summary`, { partnership }),
    nodes: [
      { kind: "text", text: words.say(`notice.${what}`, { partnership }) },
      {
        kind: "buttons",
        buttons: [
          { label: words.say("notice.open"), action: { name: "open-mine", args: {} }, style: "primary" },
        ],
      },
    ],
  };
}
