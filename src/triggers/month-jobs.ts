import { Temporal } from "temporal-polyfill";
import { lastRoundOf, monthOf, nextMonth, releaseAt, summaryAt } from "../check-ins/reporting-month.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Job } from "../ports/jobs.ts";

/** How far one partnership has come with its months, each "YYYY-MM". */
export interface MonthsDone {
  /** Its newest released month; null before the first. */
  readonly released: string | null;
  /** Its oldest released month that is newer than its newest digest; null when there is none. */
  readonly undigested: string | null;
}

/** Which months of which partnerships are done, so that the schedule knows what is not. */
export interface MonthProgress {
  /** By partnership id; those that are gone are left out. Digests are looked for from the month `since` on. */
  all(since: string): Promise<ReadonlyMap<string, MonthsDone>>;
}

export type MonthJobName = "release-month" | "post-digest";

/** How many months back a release or digest is still made up for after a long downtime. */
const monthsBack = 24;

/** The oldest month that is still made up for at this moment. */
export function oldestMonthAt(now: Temporal.Instant): string {
  const month = now.toZonedDateTimeISO("UTC").toPlainDate().toPlainYearMonth();
  return month.subtract({ months: monthsBack }).toString();
}

/**
 * The release and the digest that are due and missing: the oldest of each alone, because a month is never released
 * after a later one (MEASUREMENT R4). A digest is only for a released month.
 */
export function monthJobs(partnership: Partnership, done: MonthsDone, now: Temporal.Instant): readonly Job[] {
  const { id, checkIn, timeZone } = partnership;
  const missing = oldestMissing(partnership, done.released, now);
  const isReleaseDue = isPast(releaseAt(missing, checkIn, timeZone), now);
  const { undigested } = done;
  const isDigestDue = undigested !== null && isPast(summaryAt(undigested, checkIn, partnership), now);
  return [
    ...(isReleaseDue ? [monthJob("release-month", id, missing)] : []),
    ...(isDigestDue ? [monthJob("post-digest", id, undigested)] : []),
  ];
}

/** The job that releases a month or posts its digest. */
export function monthJob(name: MonthJobName, partnershipId: string, month: string): Job {
  return { name, data: { partnershipId, month }, key: `${name}:${partnershipId}:${month}` };
}

/** The month after the last released one; not before the first whose last round closes after the beginning. */
function oldestMissing(
  { checkIn, startedOn }: Partnership,
  released: string | null,
  now: Temporal.Instant,
): string {
  const begun = monthOf(startedOn);
  const hasRound = Temporal.PlainDate.compare(lastRoundOf(begun, checkIn).closesOn, startedOn) >= 0;
  const first = hasRound ? begun : nextMonth(begun);
  const following = released === null ? first : nextMonth(released);
  return [first, following, oldestMonthAt(now)].reduce((a, b) => (a > b ? a : b));
}

function isPast(moment: Temporal.Instant, now: Temporal.Instant): boolean {
  return moment.epochMilliseconds <= now.epochMilliseconds;
}
