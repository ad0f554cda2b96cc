import { longestProblem } from "../../escalations/escalation.ts";
import { raiseCard } from "../../escalations/raise-form.ts";
import { ownPlaces } from "../../partnerships/own-places.ts";
import { peopleText } from "../../partnerships/people-text.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** The form to raise a problem, with what was typed in it; nothing is told to anybody before it is sent. */
export const raiseCommand: ChatCommand = {
  name: "raise",
  usage: "raise [what the problem is]",
  help: "command.help.raise",
  needsContact: true,
  takesText: true,
  run: async (needs, person, rest, words) => {
    const contactIds = person.contacts.map(({ id }) => id);
    const now = needs.clock.now();
    const places = await needs.transact((stores) => ownPlaces(stores, { contactIds, act: "raise", now }));
    if (places.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
    const text = peopleText(rest, longestProblem) ?? "";
    return { outcome: "done", say: raiseCard(words, { places, text }), lasting: true };
  },
};
