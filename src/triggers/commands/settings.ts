import { settingsInChat } from "../../check-ins/settings-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** Shows and changes how a person is asked. */
export const settingsCommand: ChatCommand = {
  name: "settings",
  usage: "settings",
  help: "command.help.settings",
  needsContact: true,
  run: async (needs, person, _rest, words) => {
    const [contact] = person.contacts;
    return contact === undefined
      ? { outcome: "refused" }
      : { outcome: "done", say: await settingsInChat(needs, words, contact) };
  },
};
