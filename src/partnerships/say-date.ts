import { Temporal } from "temporal-polyfill";

/** A moment in the reader's zone: "Tue 24 Nov 2026, 10:00 (Chicago time)". */
export function sayMoment(moment: Temporal.Instant, timeZone: string, language: string): string {
  const local = moment.toZonedDateTimeISO(timeZone);
  const { hour, minute } = local;
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return `${sayDate(local.toPlainDate(), language)}, ${time} (${placeOf(timeZone, language)})`;
}

/** A calendar date with its weekday: "Tue 24 Nov 2026". */
export function sayDate(date: Temporal.PlainDate, language: string): string {
  const format = formatter(language, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  if (!isEnglish(language)) return format.format(atNoon(date));
  const parts = format.formatToParts(atNoon(date)).filter((part) => part.type !== "literal");
  return parts.map((part) => part.value).join(" ");
}

/** A month "YYYY-MM": "October 2026". */
export function sayMonth(month: string, language: string): string {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  return formatter(language, { month: "long", year: "numeric" }).format(atNoon(first));
}

/** The city that names the zone, since a zone's own name and abbreviations tell most people little. */
function placeOf(timeZone: string, language: string): string {
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ") ?? timeZone;
  return city !== "UTC" && isEnglish(language) ? `${city} time` : city;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${options.weekday ?? ""}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  // Day before month for all who read English: "11/10" and its likes mean two things.
  const locale = isEnglish(language) ? "en-GB" : language;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  formatters.set(key, made);
  return made;
}

function isEnglish(language: string): boolean {
  return language === "en" || language.startsWith("en-");
}

function atNoon(date: Temporal.PlainDate): Date {
  return new Date(Date.UTC(date.year, date.month - 1, date.day, 12));
}
