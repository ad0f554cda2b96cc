import type { Partnership } from "../partnerships/partnership.ts";
import type { Card } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";

/**
 * Says in a conversation of several people that a check-in waits, and nothing else: it is the same for every reader and
 * names nobody. Its button opens one's own.
 */
export function noticeCard(
  words: Words,
  what: "checkIn" | "introduction",
  { id, name }: Pick<Partnership, "id" | "name">,
): Card {
  const values = { partnership: name };
  return {
    summary: words.say(`notice.${what}Summary`, values),
    nodes: [
      { kind: "text", text: words.say(`notice.${what}`, values) },
      {
        kind: "buttons",
        buttons: [
          {
            label: words.say("notice.open"),
            action: { name: "open-mine", args: { partnership: id } },
            style: "primary",
          },
        ],
      },
    ],
  };
}
