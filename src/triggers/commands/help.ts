import type { Card } from "../../ports/card.ts";
import type { Words } from "../../ports/words.ts";
import type { ChatCommand } from "./chat-command.ts";

export const helpCommand: ChatCommand = {
  name: "help",
  usage: "help",
  help: "command.help.help",
  needsContact: false,
  run: async (_needs, _person, _rest, words, all) => ({ outcome: "done", say: helpCard(words, all, null) }),
};

/** What can be typed, with one line each; `remark` stands first where something was not understood. */
export function helpCard(words: Words, commands: readonly ChatCommand[], remark: string | null): Card {
  return {
    summary: remark ?? words.say("command.help.summary"),
    nodes: [
      ...(remark === null ? [] : [{ kind: "text" as const, text: remark, tone: "warning" as const }]),
      { kind: "heading", text: words.say("command.help.title") },
      { kind: "text", text: words.say("command.help.intro") },
      {
        kind: "facts",
        facts: commands.map(({ usage, help }) => ({ label: `/pulse ${usage}`, value: words.say(help) })),
      },
      { kind: "link", label: words.say("why.more"), path: "/help" },
    ],
  };
}
