import { sayMoment } from "../../partnerships/say-date.ts";
import type { Card } from "../../ports/card.ts";
import type { Words } from "../../ports/words.ts";
import type { ChatCommand } from "./chat-command.ts";

const linkLife = { hours: 24 };

/** A one-time link to the person's own pages; in the browser, where they are already, a plain one. */
export const pagesCommand: ChatCommand = {
  name: "pages",
  usage: "pages",
  help: "command.help.pages",
  needsContact: true,
  run: async (needs, person, _rest, words) => {
    const [contact] = person.contacts;
    if (contact === undefined) return { outcome: "refused" };
    if (person.account.platform === "web")
      return { outcome: "done", say: linkCard(words, words.say("pages-link.here"), "/status") };
    const expiresAt = needs.clock.now().add(linkLife);
    const path = await needs.transact(({ links }) =>
      links.makeForPages({ contactId: contact.id, path: "/status", expiresAt }),
    );
    const until = sayMoment(expiresAt, contact.timeZone, contact.language);
    return { outcome: "done", say: linkCard(words, words.say("pages-link.text", { until }), path) };
  },
};

function linkCard(words: Words, text: string, path: string): Card {
  return {
    summary: words.say("pages-link.summary"),
    nodes: [
      { kind: "text", text },
      { kind: "link", label: words.say("pages-link.open"), path },
    ],
  };
}
