import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSchedule } from "../../../adapters/slack/schedule.ts";

/** Takes a moment at each arrival; `gaps` are the milliseconds between arrivals. */
function takeAll(perMinute: number, gaps: readonly number[]): readonly { asked: number; taken: number }[] {
  const schedule = createSchedule(perMinute);
  let now = 0;
  return gaps.map((gap) => {
    now += gap;
    expect(schedule.next(now)).toBe(schedule.next(now));
    const expected = schedule.next(now);
    const taken = schedule.take(now);
    expect(taken).toBe(expected);
    return { asked: now, taken };
  });
}

const limit = fc.integer({ min: 1, max: 300 });
const gaps = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }), fc.integer({ max: 90_000, min: 0 })),
  {
    minLength: 1,
    maxLength: 900,
  },
);

describe("a limit of so many calls a minute", () => {
  test("no window of a minute ever holds more, in whatever rhythm they are asked for", () => {
    const check = fc.property(limit, gaps, (perMinute, arrivals) => {
      const moments = takeAll(perMinute, arrivals).map(({ taken }) => taken);
      for (const [index, moment] of moments.entries()) {
        const before = moments[index - perMinute];
        if (before !== undefined) expect(moment - before).toBeGreaterThanOrEqual(60_000);
      }
    });
    fc.assert(check, { numRuns: 200 });
  });

  test("calls go in the order in which they are asked for, and never before", () => {
    const check = fc.property(limit, gaps, (perMinute, arrivals) => {
      let last = 0;
      for (const { asked, taken } of takeAll(perMinute, arrivals)) {
        expect(taken).toBeGreaterThanOrEqual(Math.max(asked, last));
        last = taken;
      }
    });
    fc.assert(check, { numRuns: 200 });
  });

  test.each([1, 7, 50, 100, 200, 300])(
    "%i a minute: many at once take no longer than the limit itself",
    (perMinute) => {
      const count = perMinute * 5;
      const last = takeAll(perMinute, Array(count).fill(0)).at(-1)?.taken ?? 0;
      expect(last).toBeLessThanOrEqual((count / perMinute) * 60_000 * 1.05);
    },
  );

  test("200 a minute are spaced evenly; after a pause of a second the lost time is made up for", () => {
    const schedule = createSchedule(200);
    for (let count = 0; count < 100; count += 1) schedule.take(0);
    const next = schedule.next(0);
    expect(schedule.take(0) - next).toBe(0);
    expect(schedule.next(0) - next).toBeCloseTo(300);
    const late = next + 1300;
    expect([1, 2, 3, 4].map(() => schedule.take(late) - late)).toEqual([0, 0, 0, 0]);
  });
});
