import { Temporal } from "temporal-polyfill";
import { lastRoundOf, monthOf, previousMonth, releaseAt, summaryAt } from "../check-ins/reporting-month.ts";
import { dueRounds } from "../check-ins/round-dates.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Clock } from "../ports/clock.ts";
import type { Job, JobQueue } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";

interface ScheduleStores {
  readonly partnerships: PartnershipStore;
  readonly contacts: ContactStore;
  readonly rounds: RoundStore;
  readonly messages: MessageStore;
  readonly months: MonthProgress;
  readonly jobs: JobQueue;
}

/** Which months of which partnerships are done, so that the schedule knows what is not. */
export interface MonthProgress {
  /** Newest released month and newest month with a digest, by partnership id; those without any are left out. */
  newest(): Promise<
    ReadonlyMap<string, { readonly released: string | null; readonly digested: string | null }>
  >;
}

/** How many months back a release or digest is still made up for after a long downtime. */
const monthsBack = 3;

/**
 * Reads from the database what is due at this moment and queues it. It may run late, twice or on several
 * instances at once: nothing is remembered between runs, and every job is harmless to repeat.
 */
export async function queueDueWork(needs: {
  readonly clock: Clock;
  readonly transact: Transact<ScheduleStores>;
}): Promise<{ readonly queued: readonly string[] }> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const jobs: Job[] = [];
    if ((await stores.contacts.awaitingIntroduction()).length > 0) jobs.push(job("introduce-contacts"));
    if ((await stores.rounds.toClose(now)).length > 0) jobs.push(job("close-rounds"));
    const active = await stores.partnerships.active();
    const last = await stores.rounds.lastDates();
    const months = await stores.months.newest();
    for (const partnership of active) {
      const { id } = partnership;
      if (isRoundDue(partnership, last.get(id) ?? null, now))
        jobs.push(job("open-round", { partnershipId: id }));
      const done = months.get(id) ?? { released: null, digested: null };
      jobs.push(...monthJobs(partnership, done, now));
    }
    const nextDue = await stores.messages.nextDue();
    if (nextDue !== null && nextDue.epochMilliseconds <= now.epochMilliseconds)
      jobs.push(job("send-messages"));
    for (const due of jobs) await stores.jobs.enqueue(due);
    return { queued: jobs.map(({ name }) => name) };
  });
}

function isRoundDue(
  partnership: Partnership,
  last: Temporal.PlainDate | null,
  now: Temporal.Instant,
): boolean {
  if (last === null) return true;
  const due = dueRounds(partnership.checkIn, last, now, partnership.timeZone);
  return due.open !== null || due.skipped.length > 0;
}

/** Releases and digests that are due and not there, oldest first. */
function monthJobs(
  partnership: Partnership,
  done: { readonly released: string | null; readonly digested: string | null },
  now: Temporal.Instant,
): readonly Job[] {
  const { checkIn, timeZone, startedOn, id: partnershipId } = partnership;
  return recentMonths(now, timeZone)
    .filter((month) => Temporal.PlainDate.compare(lastRoundOf(month, checkIn).closesOn, startedOn) >= 0)
    .flatMap((month) => {
      const data = { partnershipId, month };
      const isReleaseDue = isPast(releaseAt(month, checkIn, timeZone), now) && (done.released ?? "") < month;
      const isDigestDue =
        isPast(summaryAt(month, checkIn, partnership), now) && (done.digested ?? "") < month;
      return [
        ...(isReleaseDue ? [job("release-month", data)] : []),
        ...(isDigestDue ? [job("post-digest", data)] : []),
      ];
    });
}

function recentMonths(now: Temporal.Instant, timeZone: string): readonly string[] {
  const months = [monthOf(now.toZonedDateTimeISO(timeZone).toPlainDate())];
  for (let back = 1; back < monthsBack; back += 1) months.unshift(previousMonth(months[0] ?? ""));
  return months;
}

function isPast(moment: Temporal.Instant, now: Temporal.Instant): boolean {
  return moment.epochMilliseconds <= now.epochMilliseconds;
}

function job(name: string, data: Readonly<Record<string, string>> = {}): Job {
  return { name, data, key: [name, ...Object.values(data)].join(":") };
}
