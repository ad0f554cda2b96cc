import { Temporal } from "temporal-polyfill";
import { changeSettings } from "../../check-ins/change-settings.ts";
import { weekdayOnOrAfter } from "../../partnerships/calendar.ts";
import { weekdays } from "../../partnerships/partnership.ts";
import { sayDate } from "../../partnerships/say-date.ts";
import { noteCard } from "../note-card.ts";
import type { ChatCommand } from "./chat-command.ts";

/** A person who is away longer than this is better off pausing. */
const longestAway = { days: 366 };

/** "I am away until ...": nothing is sent before the day after. */
export const awayCommand: ChatCommand = {
  name: "away",
  usage: "away until 2026-12-01",
  help: "command.help.away",
  needsContact: true,
  run: async (needs, person, rest, words) => {
    const [contact] = person.contacts;
    const contactIds = person.contacts.map(({ id }) => id);
    const today = needs.clock
      .now()
      .toZonedDateTimeISO(contact?.timeZone ?? "UTC")
      .toPlainDate();
    const wish = rest
      .toLowerCase()
      .replace(/^until\s+/, "")
      .trim();
    if (wish === "off" || wish === "no" || wish === "back") {
      await changeSettings(needs, { contactIds, change: { kind: "away", until: null } });
      return { outcome: "done", say: noteCard(words, "away.back") };
    }
    const until = readDate(wish, today);
    if (until === null)
      return {
        outcome: "refused",
        say: noteCard(words, "away.usage", { date: today.add({ days: 7 }).toString() }),
      };
    if (Temporal.PlainDate.compare(until, today) < 0)
      return {
        outcome: "refused",
        say: noteCard(words, "away.past", { date: sayDate(until, words.language) }),
      };
    if (Temporal.PlainDate.compare(until, today.add(longestAway)) > 0)
      return { outcome: "refused", say: noteCard(words, "away.tooLong") };
    await changeSettings(needs, { contactIds, change: { kind: "away", until } });
    return { outcome: "done", say: noteCard(words, "away.saved", { date: sayDate(until, words.language) }) };
  },
};

/** A date like 2026-12-01, the name of a weekday (the next one), or "tomorrow"; null for anything else. */
function readDate(wish: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (wish === "tomorrow") return today.add({ days: 1 });
  const weekday = weekdays.find((name) => name === wish || name.slice(0, 3) === wish);
  if (weekday !== undefined) return weekdayOnOrAfter(today.add({ days: 1 }), weekday);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(wish)) return null;
  try {
    return Temporal.PlainDate.from(wish, { overflow: "reject" });
  } catch {
    return null;
  }
}
