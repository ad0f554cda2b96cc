import { historyNodes } from "../../check-ins/history-card.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** How many check-ins are listed in chat; the page shows more. */
const shown = 4;

/** A person's own past answers, for their eyes alone. */
export const historyCommand: ChatCommand = {
  name: "history",
  usage: "history",
  help: "command.help.history",
  needsContact: true,
  run: async (needs, person, _rest, words) => {
    const contactIds = person.contacts.map(({ id }) => id);
    const details = await needs.transact(({ invitations }) => invitations.recentDetails(contactIds, shown));
    if (details.length === 0) return { outcome: "done", say: noteCard(words, "history.none") };
    const summary = words.say("history.title");
    const nodes = [
      { kind: "heading" as const, text: summary },
      ...historyNodes({ bank: needs.bank, words }, details),
      { kind: "link" as const, label: words.say("history.more"), path: "/history" },
    ];
    return { outcome: "done", say: { summary, nodes } };
  },
};
