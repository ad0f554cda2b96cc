import { changeSettings } from "../../check-ins/change-settings.ts";
import { settingsInChat } from "../../check-ins/settings-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** Nothing more is sent until the person resumes. */
export const pauseCommand: ChatCommand = {
  name: "pause",
  usage: "pause",
  help: "command.help.pause",
  needsContact: true,
  run: (needs, person, _rest, words) => turn("pause", needs, person, words),
};

/** Check-ins come again. */
export const resumeCommand: ChatCommand = {
  name: "resume",
  usage: "resume",
  help: "command.help.resume",
  needsContact: true,
  run: (needs, person, _rest, words) => turn("resume", needs, person, words),
};

async function turn(
  kind: "pause" | "resume",
  needs: Parameters<ChatCommand["run"]>[0],
  person: Parameters<ChatCommand["run"]>[1],
  words: Parameters<ChatCommand["run"]>[3],
): ReturnType<ChatCommand["run"]> {
  const contactIds = person.contacts.map(({ id }) => id);
  const [now] = await changeSettings(needs, { contactIds, change: { kind } });
  const said = words.say(kind === "pause" ? "settings.paused" : "settings.resumed");
  if (now === undefined) return { outcome: "refused" };
  return { outcome: "done", say: await settingsInChat(needs, words, now, said) };
}
