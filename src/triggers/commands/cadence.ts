import { cadenceCard } from "../../check-ins/cadence-messages.ts";
import { changeSettings } from "../../check-ins/change-settings.ts";
import { type Cadence, cadences } from "../../partnerships/contact.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

const alsoKnownAs: Readonly<Record<string, Cadence>> = {
  "every week": "weekly",
  biweekly: "every two weeks",
  fortnightly: "every two weeks",
  "every 2 weeks": "every two weeks",
  "every month": "monthly",
};

/** How often a person wants to be asked. */
export const cadenceCommand: ChatCommand = {
  name: "cadence",
  usage: "cadence weekly | every two weeks | monthly",
  help: "command.help.cadence",
  needsContact: true,
  run: async (needs, person, rest, words) => {
    const [contact] = person.contacts;
    const wish = rest.toLowerCase().trim();
    const cadence =
      cadences.find((known) => known === wish) ??
      (Object.hasOwn(alsoKnownAs, wish) ? alsoKnownAs[wish] : undefined);
    if (cadence === undefined) {
      return {
        outcome: wish === "" ? "done" : "refused",
        say: cadenceCard(
          words,
          words.say("cadence.choose", { cadence: inWords(contact?.cadence ?? "weekly") }),
        ),
      };
    }
    const contactIds = person.contacts.map(({ id }) => id);
    await changeSettings(needs, { contactIds, change: { kind: "cadence", cadence } });
    return { outcome: "done", say: noteCard(words, "cadence.saved", { cadence: inWords(cadence) }) };

    function inWords(which: Cadence): string {
      return words.say(`cadence.in.${which.replaceAll(" ", "-")}`);
    }
  },
};
