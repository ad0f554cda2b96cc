import type { Temporal } from "temporal-polyfill";
import { dueRounds } from "../check-ins/round-dates.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { retriedSince } from "../partnerships/route.ts";
import type { Clock } from "../ports/clock.ts";
import type { Job, JobQueue } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";
import { type MonthProgress, monthJobs, oldestMonthAt } from "./month-jobs.ts";

interface ScheduleStores {
  readonly partnerships: PartnershipStore;
  readonly contacts: ContactStore;
  readonly rounds: RoundStore;
  readonly messages: MessageStore;
  readonly months: MonthProgress;
  readonly jobs: JobQueue;
}

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
    if ((await stores.contacts.awaitingIntroduction(now, retriedSince(now))).length > 0)
      jobs.push(job("introduce-contacts"));
    if ((await stores.rounds.toClose(now)).length > 0) jobs.push(job("close-rounds"));
    const active = await stores.partnerships.active();
    const last = await stores.rounds.lastDates();
    const months = await stores.months.all(oldestMonthAt(now));
    for (const partnership of active) {
      const { id } = partnership;
      if (isRoundDue(partnership, last.get(id) ?? null, now))
        jobs.push(job("open-round", { partnershipId: id }));
      const done = months.get(id) ?? { released: null, undigested: null };
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

function job(name: string, data: Readonly<Record<string, string>> = {}): Job {
  return { name, data, key: [name, ...Object.values(data)].join(":") };
}
