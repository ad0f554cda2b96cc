import { ownPlaces } from "../../partnerships/own-places.ts";
import { peopleText } from "../../partnerships/people-text.ts";
import type { Reply } from "../../ports/chat-adapter.ts";
import type { Words } from "../../ports/words.ts";
import { longestWin, type WinKind } from "../../wins/win.ts";
import { winFormCard } from "../../wins/win-form.ts";
import { noteCard } from "../note-card.ts";
import type { Person } from "../person.ts";
import type { ChatCommand, CommandNeeds } from "./chat-command.ts";

/** The form to share something achieved together, with what was typed in it. */
export const winCommand: ChatCommand = {
  name: "win",
  usage: "win [what you achieved]",
  help: "command.help.win",
  needsContact: true,
  takesText: true,
  run: (needs, person, rest, words) => offerForm(needs, person, words, { kind: "win", rest }),
};

/** The form to thank somebody on the other side, with what was typed in it. */
export const thanksCommand: ChatCommand = {
  name: "thanks",
  usage: "thanks [who helped, and how]",
  help: "command.help.thanks",
  needsContact: true,
  takesText: true,
  run: (needs, person, rest, words) => offerForm(needs, person, words, { kind: "thanks", rest }),
};

async function offerForm(
  needs: CommandNeeds,
  { contacts }: Person,
  words: Words,
  { kind, rest }: { readonly kind: WinKind; readonly rest: string },
): Promise<Reply> {
  const contactIds = contacts.map(({ id }) => id);
  const now = needs.clock.now();
  const places = await needs.transact((stores) => ownPlaces(stores, { contactIds, act: "share win", now }));
  if (places.length === 0) return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  const text = peopleText(rest, longestWin) ?? "";
  return { outcome: "done", say: winFormCard(words, { kind, places, text }), lasting: true };
}
