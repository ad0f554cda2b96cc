import { Temporal } from "temporal-polyfill";
import { dueRounds } from "../../src/check-ins/round-dates.ts";
import { atLocal } from "../../src/partnerships/calendar.ts";
import { type CheckInRule, type WeekTime, weekdays } from "../../src/partnerships/partnership.ts";

/** Every kind of clock change there is: by an hour, half an hour, at midnight, in Ramadan, abolished, none. */
export const soakZones: readonly string[] = [
  "America/New_York",
  "Europe/Berlin",
  "Africa/Cairo",
  "America/Havana",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Pacific/Honolulu",
  "Pacific/Auckland",
  "America/Sao_Paulo",
  "Asia/Tehran",
  "Africa/Casablanca",
  "Europe/Dublin",
  "America/Chicago",
  "Asia/Tokyo",
  "Pacific/Kiritimati",
];

/** Times in and around the hours that clocks skip and repeat, and a working day's. */
const times = [
  ...["02:30", "00:30", "00:00", "01:30", "02:00", "03:00", "01:00", "02:15", "01:45", "23:30"],
  ...["23:59", "00:01", "00:59", "01:59", "02:01", "02:29", "02:45", "02:59", "03:01", "03:30"],
  ...["04:00", "06:00", "08:00", "09:30", "10:00", "12:00", "15:45", "18:00", "23:00"],
];

/** The first `count` of 203 rules, days that clocks change on and times that they change at first. */
export function soakRules(count: number): readonly CheckInRule[] {
  const days = ["sunday", "friday", "thursday", "saturday", "tuesday", "monday", "wednesday"] as const;
  return times.flatMap((at) => days.map((weekday) => ruleAt({ weekday, at }))).slice(0, count);
}

/** What a soak has seen: how many slots, how many of them in a gap or an overlap, and what was wrong. */
export interface ClockSoak {
  readonly slots: number;
  readonly gaps: number;
  readonly overlaps: number;
  readonly faults: readonly string[];
}

/**
 * Walks every named local day of the years (both included) in every zone and proves for every rule that it has
 * exactly one slot: the round of that date opens at the slot and nothing does twelve hours after it; the slot lies on
 * that local day, at the named time or at the end of the gap that swallowed it; of two such moments it is the
 * first. `slotAt` is what is on trial.
 */
export function clockSoak(trial: {
  readonly years: { readonly from: number; readonly to: number };
  readonly zones: readonly string[];
  readonly rules: readonly CheckInRule[];
  readonly slotAt?: typeof atLocal;
}): ClockSoak {
  const seen = { slots: 0, gaps: 0, overlaps: 0 };
  const faults: string[] = [];
  const slotAt = trial.slotAt ?? atLocal;
  for (const zone of trial.zones) {
    for (const rule of trial.rules) {
      let last: Temporal.PlainDate | null = null;
      for (const day of daysOf(trial.years, rule)) {
        const slot = slotAt(day, rule.at, zone);
        seen.slots++;
        const kind = placeOnDay(slot, day, rule.at, zone);
        if (kind === "gap") seen.gaps++;
        if (kind === "overlap") seen.overlaps++;
        const wrong =
          kind === "wrong" ? "slot is off its day or time" : wrongRound(rule, last, day, slot, zone);
        if (wrong) faults.push(`${zone} ${rule.weekday} ${rule.at} ${day}: ${wrong}`);
        last = day;
      }
    }
  }
  return { ...seen, faults };
}

/** The named days by the calendar alone, without the code on trial. */
function* daysOf(years: { from: number; to: number }, rule: WeekTime): Generator<Temporal.PlainDate> {
  const end = Temporal.PlainDate.from({ year: years.to, month: 12, day: 31 });
  let day = Temporal.PlainDate.from({ year: years.from, month: 1, day: 1 });
  while (weekdays[day.dayOfWeek - 1] !== rule.weekday) day = day.add({ days: 1 });
  for (; Temporal.PlainDate.compare(day, end) <= 0; day = day.add({ days: 7 })) yield day;
}

/** Judged from the moment back to the wall clock, so that it shares no reasoning with what is on trial. */
function placeOnDay(slot: Temporal.Instant, day: Temporal.PlainDate, at: string, zone: string) {
  const local = slot.toZonedDateTimeISO(zone);
  if (!local.toPlainDate().equals(day)) return "wrong";
  if (!local.toPlainTime().equals(at)) {
    const named = day.toPlainDateTime(at);
    const justBefore = slot.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone);
    const swallowed =
      Temporal.PlainDateTime.compare(justBefore.toPlainDateTime(), named) < 0 &&
      Temporal.PlainDateTime.compare(named, local.toPlainDateTime()) < 0;
    return swallowed ? "gap" : "wrong";
  }
  const offsetNear = (hours: number) => slot.add({ hours }).toZonedDateTimeISO(zone).offset;
  if (offsetNear(-1) === offsetNear(1)) return "plain";
  const sameAgain = (hours: number) =>
    [0.5, 1].some((step) => {
      const other = slot.add({ minutes: step * 60 * hours }).toZonedDateTimeISO(zone);
      return other.toPlainDateTime().equals(local.toPlainDateTime());
    });
  if (sameAgain(-1)) return "wrong";
  return sameAgain(1) ? "overlap" : "plain";
}

function wrongRound(
  rule: CheckInRule,
  last: Temporal.PlainDate | null,
  day: Temporal.PlainDate,
  slot: Temporal.Instant,
  zone: string,
): string | null {
  const due = dueRounds(rule, last, slot, zone);
  if (!due.open?.equals(day)) return `opens ${due.open ?? "nothing"} at its slot`;
  if (due.skipped.length > 0) return `skips ${due.skipped.join(", ")}`;
  const again = dueRounds(rule, day, slot.add({ hours: 12 }), zone);
  if (again.open !== null || again.skipped.length > 0) return "is due a second time";
  return null;
}

function ruleAt(opens: WeekTime): CheckInRule {
  return {
    ...opens,
    remind: { weekday: "thursday", at: "10:00" },
    close: { weekday: "friday", at: "17:00" },
  };
}
