import { Temporal } from "temporal-polyfill";
import { addWorkingDays, atLocal, weekdayOnOrAfter } from "../partnerships/calendar.ts";
import type { CheckInRule, Partnership } from "../partnerships/partnership.ts";
import { closesEverywhereAt, type RoundDates, roundDateOnOrAfter, roundOn } from "./round-dates.ts";

/** Releases and summaries come out at this time of the partnership's zone. */
const publishingTime = "10:00";
const workingDaysToSummary = 3;

/** The month "YYYY-MM" of a date. A round belongs to the month of its `closesOn` (MEASUREMENT R4). */
export function monthOf(date: Temporal.PlainDate): string {
  return date.toPlainYearMonth().toString();
}

/** The month before "YYYY-MM". */
export function previousMonth(month: string): string {
  return Temporal.PlainYearMonth.from(month).subtract({ months: 1 }).toString();
}

/** The month after "YYYY-MM". */
export function nextMonth(month: string): string {
  return Temporal.PlainYearMonth.from(month).add({ months: 1 }).toString();
}

/** Every round that belongs to a month (four or five), oldest first (MEASUREMENT R4). */
export function roundsOf(month: string, rule: CheckInRule): readonly RoundDates[] {
  // A round closes at most seven days after it opens.
  const earliest = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 }).subtract({ days: 7 });
  const rounds: RoundDates[] = [];
  for (let opensOn = roundDateOnOrAfter(rule, earliest); ; opensOn = opensOn.add({ days: 7 })) {
    const round = roundOn(rule, opensOn);
    const closes = monthOf(round.closesOn);
    if (closes > month) return rounds;
    if (closes === month) rounds.push(round);
  }
}

/** The round after whose close the month's figures are complete (MEASUREMENT R4). */
export function lastRoundOf(month: string, rule: CheckInRule): RoundDates {
  const dayAfterMonth = Temporal.PlainYearMonth.from(nextMonth(month)).toPlainDate({ day: 1 });
  const lastClose = weekdayOnOrAfter(dayAfterMonth.subtract({ days: 7 }), rule.close.weekday);
  return roundOn(rule, roundDateOnOrAfter(rule, lastClose.subtract({ days: 7 })));
}

/**
 * When a month's figures are released to both sides: the first Tuesday 10:00 in the partnership's zone at which
 * the month's last round has closed everywhere on earth (MEASUREMENT R4).
 */
export function releaseAt(month: string, rule: CheckInRule, partnershipZone: string): Temporal.Instant {
  const closedAt = closesEverywhereAt(lastRoundOf(month, rule).closesOn, rule.close.at);
  const closedOn = closedAt.toZonedDateTimeISO(partnershipZone).toPlainDate();
  const tuesday = weekdayOnOrAfter(closedOn, "tuesday");
  const release = atLocal(tuesday, publishingTime, partnershipZone);
  if (Temporal.Instant.compare(release, closedAt) >= 0) return release;
  return atLocal(tuesday.add({ days: 7 }), publishingTime, partnershipZone);
}

/** When the month's summary posts: on the third working day after the release, 10:00 in the partnership's zone. */
export function summaryAt(
  month: string,
  rule: CheckInRule,
  partnership: Pick<Partnership, "timeZone" | "holidays">,
): Temporal.Instant {
  const release = releaseAt(month, rule, partnership.timeZone);
  const releasedOn = release.toZonedDateTimeISO(partnership.timeZone).toPlainDate();
  const day = addWorkingDays(releasedOn, workingDaysToSummary, partnership.holidays);
  return atLocal(day, publishingTime, partnership.timeZone);
}

/** Whether the month is the last of a calendar quarter: small sides are released then (MEASUREMENT R4). */
export function isQuarterEnd(month: string): boolean {
  return Temporal.PlainYearMonth.from(month).month % 3 === 0;
}

/** Whether the round is the last to close in its calendar quarter and so holds the self pack (MEASUREMENT 2.3). */
export function isLastRoundOfQuarter(rule: CheckInRule, opensOn: Temporal.PlainDate): boolean {
  const month = monthOf(roundOn(rule, opensOn).closesOn);
  return isQuarterEnd(month) && lastRoundOf(month, rule).opensOn.equals(opensOn);
}
