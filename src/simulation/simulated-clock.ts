import { Temporal } from "temporal-polyfill";
import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until it is moved. */
export interface SimulatedClock extends Clock {
  /** Moves it on; time never runs back, so an earlier moment is an error. */
  moveTo(at: Temporal.Instant): void;
}

export function createSimulatedClock(start: Temporal.Instant): SimulatedClock {
  let now = start;
  return {
    now: () => now,
    moveTo: (at) => {
      if (Temporal.Instant.compare(at, now) < 0)
        throw new RangeError(`The clock stands at ${now}, after ${at}.`);
      now = at;
    },
  };
}
