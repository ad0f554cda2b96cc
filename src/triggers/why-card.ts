import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Card } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";

/** Why a person is asked, who sees what, and how to stop. */
export function whyCard(words: Words, contact: Contact, partnership: Partnership): Card {
  const values = {
    partnership: partnership.name,
    host: partnership.host,
    side: partnership.sides[contact.side].label,
  };
  return {
    summary: words.say("why.title"),
    nodes: [
      { kind: "heading", text: words.say("why.title") },
      {
        kind: "list",
        items: [
          words.say("why.who", values),
          words.say("why.taps"),
          words.say("why.texts"),
          words.say("why.figures"),
          words.say("why.host", values),
          words.say("why.not"),
          words.say("why.stop"),
        ],
      },
      { kind: "link", label: words.say("why.more"), path: "/help" },
    ],
  };
}
