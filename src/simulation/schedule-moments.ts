import { Temporal } from "temporal-polyfill";
import { monthOf, nextMonth, releaseAt, summaryAt } from "../check-ins/reporting-month.ts";
import { opensAt, roundDateOnOrAfter, roundOn } from "../check-ins/round-dates.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Span } from "./span.ts";

interface MomentStores {
  readonly rounds: RoundStore;
  readonly messages: MessageStore;
}

/** Knows when the schedule, which really looks every minute, would next find something to do. */
export interface ScheduleMoments {
  /** The full minute of the next look that finds something, later than `after`; null when there is none. */
  next(after: Temporal.Instant): Promise<Temporal.Instant | null>;
  /** Something was done that may have moved it, such as a snooze; taps that only answer move nothing. */
  forget(): void;
  /** How many rounds have been seen so far. */
  rounds(): number;
}

/**
 * The moments at which `queueDueWork` finds work: rounds that open or close, messages that are due, releases and
 * summaries. The partnerships stay as they are for the whole span.
 */
export function createScheduleMoments(
  transact: Transact<MomentStores>,
  partnerships: readonly Partnership[],
  span: Span,
): ScheduleMoments {
  const publishing = partnerships
    .flatMap((partnership) => publishingMoments(partnership, span))
    .filter((moment) => Temporal.Instant.compare(moment, span.start) > 0)
    .map((moment) => lookAt(moment, span.start));
  const seen = new Set<string>();
  let known: { readonly after: Temporal.Instant; readonly next: Temporal.Instant | null } | null = null;
  return {
    rounds: () => seen.size,
    forget: () => {
      known = null;
    },
    async next(after) {
      if (known?.after.equals(after)) return known.next;
      const moments = await transact(async ({ rounds, messages }) => {
        const nextDue = await messages.nextDue();
        const last = await rounds.lastDates();
        for (const [id, date] of last) seen.add(`${id} ${date}`);
        const closing = (await rounds.toClose(span.end)).map((round) => round.closesAt);
        const opening = partnerships.map((partnership) => nextOpening(partnership, last, after));
        return [...(nextDue === null ? [] : [nextDue]), ...closing, ...opening];
      });
      // What is due already is found by the very next look.
      const looks = moments.map((moment) => lookAt(moment, after));
      const earliest = [...looks, ...publishing]
        .filter((look) => Temporal.Instant.compare(look, after) > 0)
        .toSorted(Temporal.Instant.compare)[0];
      known = { after, next: earliest ?? null };
      return known.next;
    },
  };
}

function nextOpening(
  { id, checkIn }: Partnership,
  last: ReadonlyMap<string, Temporal.PlainDate>,
  after: Temporal.Instant,
): Temporal.Instant {
  const known = last.get(id);
  return known === undefined ? after : opensAt(roundDateOnOrAfter(checkIn, roundOn(checkIn, known).closesOn));
}

/** Releases and summaries of every month that the span touches, and of the one before it. */
function publishingMoments(partnership: Partnership, { start, end }: Span): readonly Temporal.Instant[] {
  const { checkIn, timeZone } = partnership;
  const moments: Temporal.Instant[] = [];
  const last = monthOf(end.toZonedDateTimeISO(timeZone).toPlainDate());
  for (
    let month = monthOf(start.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ months: 1 }));
    month <= last;
    month = nextMonth(month)
  ) {
    moments.push(releaseAt(month, checkIn, timeZone), summaryAt(month, checkIn, partnership));
  }
  return moments;
}

/** The first full minute at or after a moment that is later than the last look. */
function lookAt(moment: Temporal.Instant, after: Temporal.Instant): Temporal.Instant {
  const minute = { smallestUnit: "minute" } as const;
  const look = moment.round({ ...minute, roundingMode: "ceil" });
  if (Temporal.Instant.compare(look, after) > 0) return look;
  return after.round({ ...minute, roundingMode: "floor" }).add({ minutes: 1 });
}
