import { createRequire } from "node:module";
import type Holidays from "date-holidays";
import { Temporal } from "temporal-polyfill";
import { type Weekday, type WorkingHours, weekdays } from "./partnership.ts";

/** Messages that Rapport sends of its own accord stay inside these hours (quiet hours, issue 2). */
const daytime: WorkingHours = { from: "08:00", to: "18:00" };

/**
 * The moment of a wall-clock time ("HH:MM") on a date in a zone (PLATFORMS 6). A time that the spring gap
 * swallows is the end of the gap; a time that the autumn overlap repeats is the first of the two.
 */
export function atLocal(date: Temporal.PlainDate, at: string, timeZone: string): Temporal.Instant {
  const wanted = date.toPlainDateTime(at);
  const found = wanted.toZonedDateTime(timeZone, { disambiguation: "compatible" });
  if (found.toPlainDateTime().equals(wanted)) return found.toInstant();
  const beforeGap = wanted.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  return (beforeGap.getTimeZoneTransition("next") ?? found).toInstant();
}

/** The first such weekday on or after the date. */
export function weekdayOnOrAfter(date: Temporal.PlainDate, weekday: Weekday): Temporal.PlainDate {
  const ahead = (weekdays.indexOf(weekday) + 1 - date.dayOfWeek + 7) % 7;
  return date.add({ days: ahead });
}

/** Neither Saturday, Sunday nor a public holiday of the region; null means no region and so no holidays. */
export function isWorkingDay(date: Temporal.PlainDate, region: string | null): boolean {
  return date.dayOfWeek <= 5 && holidayName(date, region) === null;
}

/** The public holiday's name in the region's own language, or null. Regions are as in `isHolidayRegion`. */
export function holidayName(date: Temporal.PlainDate, region: string | null): string | null {
  if (region === null) return null;
  return holidaysOf(region, date.year).get(date.toString()) ?? null;
}

/** The date itself if it is a working day, else the first one after it. */
export function nextWorkingDay(date: Temporal.PlainDate, region: string | null): Temporal.PlainDate {
  let day = date;
  while (!isWorkingDay(day, region)) day = day.add({ days: 1 });
  return day;
}

/** The n-th working day after the date; the date itself does not count. */
export function addWorkingDays(
  date: Temporal.PlainDate,
  n: number,
  region: string | null,
): Temporal.PlainDate {
  let day = date;
  for (let counted = 0; counted < n; counted++) day = nextWorkingDay(day.add({ days: 1 }), region);
  return day;
}

/**
 * The first moment at or after `at` when a message may go out: on a working day of the region, from
 * `hours.from` until before `hours.to`, both read in the zone. It is `at` itself when that already fits.
 */
export function nextSendable(
  at: Temporal.Instant,
  timeZone: string,
  region: string | null,
  hours: WorkingHours = daytime,
): Temporal.Instant {
  const local = at.toZonedDateTimeISO(timeZone);
  const today = local.toPlainDate();
  const hasReached = (time: string) => Temporal.PlainTime.compare(local.toPlainTime(), time) >= 0;
  if (!isWorkingDay(today, region) || hasReached(hours.to)) {
    return atLocal(addWorkingDays(today, 1, region), hours.from, timeZone);
  }
  return hasReached(hours.from) ? at : atLocal(today, hours.from, timeZone);
}

/** Whether this is the name of a time zone such as "America/Chicago". Offsets such as "+01:00" are not names. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether `date-holidays` knows the region: country, country-state or country-state-region ("US-LA-NO"). */
export function isHolidayRegion(region: string): boolean {
  const [country = "", state, part, ...rest] = region.split("-");
  const library = new (loadHolidays())();
  if (rest.length > 0 || !Object.hasOwn(library.getCountries(), country)) return false;
  if (state !== undefined && !Object.hasOwn(library.getStates(country) ?? {}, state)) return false;
  return part === undefined || (!!state && Object.hasOwn(library.getRegions(country, state) ?? {}, part));
}

const cache = new Map<string, ReadonlyMap<string, string>>();

/** Public holidays that touch a year, by date ("YYYY-MM-DD"); worked out once for each region and year. */
function holidaysOf(region: string, year: number): ReadonlyMap<string, string> {
  const key = `${region} ${year}`;
  const known = cache.get(key);
  if (known) return known;
  const [country = "", state = "", part = ""] = region.split("-");
  const rules = new (loadHolidays())(country, state, part);
  const days = new Map<string, string>();
  // A feast of several days may begin in December, so the year before is read too.
  for (const holiday of [...rules.getHolidays(year - 1), ...rules.getHolidays(year)]) {
    if (holiday.type !== "public") continue;
    const first = Temporal.PlainDate.from(holiday.date.slice(0, 10));
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
    for (let day = 0; day < length; day++) days.set(first.add({ days: day }).toString(), holiday.name);
  }
  cache.set(key, days);
  return days;
}

let loaded: typeof Holidays | undefined;

/** The library brings 30 MB of rules, so that it is loaded only where a roster names a region. */
function loadHolidays(): typeof Holidays {
  loaded ??= createRequire(import.meta.url)("date-holidays") as typeof Holidays;
  return loaded;
}
