import { changeSettings } from "../../check-ins/change-settings.ts";
import { isPlaceZone, nearestPlaceZone } from "../../partnerships/place-zone.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** The zone in which a person is asked and reads dates. */
export const timezoneCommand: ChatCommand = {
  name: "timezone",
  usage: "timezone Europe/Berlin",
  help: "command.help.timezone",
  needsContact: true,
  run: async (needs, person, rest, words) => {
    const timeZone = rest.trim().replaceAll(" ", "_");
    const [contact] = person.contacts;
    if (timeZone === "")
      return { outcome: "done", say: noteCard(words, "timezone.now", { zone: contact?.timeZone ?? "UTC" }) };
    if (!isPlaceZone(timeZone)) {
      const nearest = nearestPlaceZone(timeZone.slice(0, 60));
      const values = { zone: timeZone.slice(0, 60), nearest: nearest ?? "" };
      return {
        outcome: "refused",
        say: noteCard(words, nearest === null ? "timezone.unknown" : "timezone.didYouMean", values),
      };
    }
    const contactIds = person.contacts.map(({ id }) => id);
    await changeSettings(needs, { contactIds, change: { kind: "time-zone", timeZone } });
    return { outcome: "done", say: noteCard(words, "timezone.saved", { zone: timeZone }) };
  },
};
