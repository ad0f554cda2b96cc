import { Temporal } from "temporal-polyfill";
import type { Timers } from "../../../adapters/slack/pace.ts";
import { createTestClock, type TestClock } from "../../builders/test-clock.ts";

/** A clock and timers that agree: time stands still while anything is under way and leaps to the next timer. */
export interface SimulatedTime {
  readonly clock: TestClock;
  readonly timers: Timers;
  /** Passes time until the work is done. */
  run<Result>(work: Promise<Result>): Promise<Result>;
}

/** `isBusy` tells of what no timer shows: requests that have not been answered. */
export function createSimulatedTime(isBusy: () => boolean = () => false): SimulatedTime {
  const clock = createTestClock("2026-11-03T16:00:00Z");
  const waiting: { readonly at: number; readonly resume: () => void }[] = [];
  const leap = () => {
    waiting.sort((a, b) => a.at - b.at);
    const next = waiting.shift();
    if (next === undefined) return;
    clock.set(Temporal.Instant.fromEpochMilliseconds(Math.max(next.at, clock.now().epochMilliseconds)));
    next.resume();
  };
  return {
    clock,
    timers: {
      wait: (milliseconds) =>
        new Promise((resume) => {
          waiting.push({ at: clock.now().epochMilliseconds + Math.ceil(milliseconds), resume });
        }),
    },
    async run(work) {
      let isDone = false;
      const finish = () => {
        isDone = true;
      };
      work.then(finish, finish);
      while (!isDone) {
        await new Promise((resolve) => setImmediate(resolve));
        if (!isDone && !isBusy()) leap();
      }
      return work;
    },
  };
}
