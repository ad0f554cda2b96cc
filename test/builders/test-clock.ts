import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  /** To a moment (ISO, with offset or Z) or to a wall-clock time in a zone; also back. */
  set(moment: Temporal.Instant | string, timeZone?: string): void;
  advance(by: { readonly hours?: number; readonly minutes?: number; readonly seconds?: number }): void;
}

/** Starts at the given moment; see `TestClock.set` for its forms. */
export function createTestClock(start: Temporal.Instant | string, timeZone?: string): TestClock {
  let at = momentOf(start, timeZone);
  return {
    now: () => at,
    set(moment, zone) {
      at = momentOf(moment, zone);
    },
    advance(by) {
      at = at.add(by);
    },
  };
}

function momentOf(moment: Temporal.Instant | string, timeZone?: string): Temporal.Instant {
  if (typeof moment !== "string") return moment;
  if (timeZone === undefined) return Temporal.Instant.from(moment);
  return Temporal.PlainDateTime.from(moment).toZonedDateTime(timeZone).toInstant();
}
