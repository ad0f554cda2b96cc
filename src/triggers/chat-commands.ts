import { nearestWord } from "../partnerships/nearest-word.ts";
import type { Reply } from "../ports/chat-adapter.ts";
import { awayCommand } from "./commands/away.ts";
import { cadenceCommand } from "./commands/cadence.ts";
import type { ChatCommand, CommandNeeds } from "./commands/chat-command.ts";
import { checkInCommand } from "./commands/check-in.ts";
import { helpCard, helpCommand } from "./commands/help.ts";
import { historyCommand } from "./commands/history.ts";
import { linkCommand } from "./commands/link.ts";
import { pagesCommand } from "./commands/pages.ts";
import { pauseCommand, resumeCommand } from "./commands/pause.ts";
import { raiseCommand } from "./commands/raise.ts";
import { settingsCommand } from "./commands/settings.ts";
import { statusCommand } from "./commands/status.ts";
import { timezoneCommand } from "./commands/timezone.ts";
import { thanksCommand, winCommand } from "./commands/win.ts";
import { noteCard } from "./note-card.ts";
import type { Person } from "./person.ts";

/** Everything that can be typed, in the order of the help. */
export const chatCommands: readonly ChatCommand[] = [
  statusCommand,
  checkInCommand,
  historyCommand,
  raiseCommand,
  winCommand,
  thanksCommand,
  awayCommand,
  cadenceCommand,
  timezoneCommand,
  pauseCommand,
  resumeCommand,
  settingsCommand,
  pagesCommand,
  linkCommand,
  helpCommand,
];

/** What people say when they mean one of the commands. */
const alsoKnownAs: Readonly<Record<string, string>> = {
  hi: "help",
  hello: "help",
  hey: "help",
  start: "help",
  "check-in": "checkin",
  stop: "pause",
  unpause: "resume",
  tz: "timezone",
  zone: "timezone",
  vacation: "away",
  holiday: "away",
  escalate: "raise",
  problem: "raise",
  thank: "thanks",
  kudos: "thanks",
};

/**
 * Answers what a person typed: a command, or a useful reply with the next step to anything else (nothing at all, a
 * typo, an emoji, a whole page of text).
 */
export async function runChatCommand(needs: CommandNeeds, person: Person, text: string): Promise<Reply> {
  const words = needs.wordsFor(person.contacts[0]?.language ?? "en");
  const [first = "", ...rest] = text.trim().split(/\s+/u);
  const typed = first
    .toLowerCase()
    .replace(/^\//, "")
    .replace(/[.!?,:]+$/, "");
  if (typed === "") return { outcome: "done", say: helpCard(words, chatCommands, null) };
  const name = Object.hasOwn(alsoKnownAs, typed) ? alsoKnownAs[typed] : typed;
  const command = chatCommands.find((known) => known.name === name);
  if (command === undefined) return { outcome: "refused", say: helpCard(words, chatCommands, unknownLine()) };
  if (person.contacts.length === 0 && command.needsContact) {
    return { outcome: "refused", say: noteCard(words, "reply.stranger") };
  }
  const given = command.takesText === true ? text.trim().slice(first.length).trim() : rest.join(" ");
  return command.run(needs, person, given, words, chatCommands);

  function unknownLine(): string {
    const shown = typed.length > 30 ? `${typed.slice(0, 29)}…` : typed;
    const isWord = /^[\p{L}-]{2,20}$/u.test(typed);
    const nearest = isWord
      ? nearestWord(
          typed,
          chatCommands.map((known) => known.name),
        )
      : null;
    if (nearest !== null) return words.say("command.didYouMean", { typed: shown, nearest });
    return words.say(isWord ? "command.unknown" : "command.notACommand", { typed: shown });
  }
}
