import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  isLastRoundOfQuarter,
  isQuarterEnd,
  lastRoundOf,
  monthOf,
  nextMonth,
  previousMonth,
  releaseAt,
  roundsOf,
  summaryAt,
} from "../../src/check-ins/reporting-month.ts";
import { closesEverywhereAt } from "../../src/check-ins/round-dates.ts";
import { type CheckInRule, weekdays } from "../../src/partnerships/partnership.ts";
import { soakZones } from "../soak/clock.ts";

const rule: CheckInRule = {
  weekday: "tuesday",
  at: "10:00",
  remind: { weekday: "thursday", at: "10:00" },
  close: { weekday: "friday", at: "17:00" },
};
const opening = (rounds: readonly { readonly opensOn: Temporal.PlainDate }[]) =>
  rounds.map((round) => round.opensOn.toString());
const anyRule = fc.record({ opens: fc.constantFrom(...weekdays), closes: fc.constantFrom(...weekdays) }).map(
  ({ opens, closes }): CheckInRule => ({
    ...rule,
    weekday: opens,
    close: { weekday: closes, at: "17:00" },
  }),
);
const anyMonth = fc
  .record({ year: fc.integer({ min: 2020, max: 2035 }), month: fc.integer({ min: 1, max: 12 }) })
  .map((month) => Temporal.PlainYearMonth.from(month).toString());

describe("the reporting month (MEASUREMENT R4)", () => {
  test("a round belongs to the month in which it closes", () => {
    expect(opening(roundsOf("2026-11", rule))).toEqual([
      "2026-11-03",
      "2026-11-10",
      "2026-11-17",
      "2026-11-24",
    ]);
    // Opens on the last day of March and closes on 3 April.
    expect(opening(roundsOf("2026-04", rule))[0]).toBe("2026-03-31");
  });

  test("months follow one another over the year's end", () => {
    expect([previousMonth("2026-01"), nextMonth("2026-12")]).toEqual(["2025-12", "2027-01"]);
    expect(monthOf(Temporal.PlainDate.from("2026-11-30"))).toBe("2026-11");
  });

  test("each round belongs to one month, and the last of a month is its last", () => {
    fc.assert(
      fc.property(anyMonth, anyRule, (month, by) => {
        const both = [...roundsOf(month, by), ...roundsOf(nextMonth(month), by)];
        const dates = opening(both);
        for (const [index, round] of both.entries()) {
          expect(round.opensOn.toString()).toBe(both[0]!.opensOn.add({ days: 7 * index }).toString());
        }
        expect(new Set(dates).size).toBe(dates.length);
        expect(lastRoundOf(month, by).opensOn.toString()).toBe(opening(roundsOf(month, by)).at(-1));
      }),
    );
  });

  test("figures are released on the Tuesday after the month's last round, at 10:00 in the partnership's zone", () => {
    expect(releaseAt("2026-10", rule, "America/Chicago").toString()).toBe("2026-11-03T16:00:00Z");
    expect(releaseAt("2026-10", rule, "Asia/Tokyo").toString()).toBe("2026-11-03T01:00:00Z");
  });

  test("a last round that closes during that Tuesday is released a week later", () => {
    const closesOnMonday = {
      ...rule,
      weekday: "wednesday",
      close: { weekday: "monday", at: "23:00" },
    } as const;
    // Monday 23:00 at UTC-12 is Tuesday 20:00 in Tokyo, and Tuesday 01:00 in Honolulu.
    expect(releaseAt("2026-11", closesOnMonday, "Asia/Tokyo").toString()).toBe("2026-12-08T01:00:00Z");
    expect(releaseAt("2026-11", closesOnMonday, "Pacific/Honolulu").toString()).toBe("2026-12-01T20:00:00Z");
  });

  test("no release comes before the month is complete, nor more than a week after", () => {
    fc.assert(
      fc.property(anyMonth, anyRule, fc.constantFrom(...soakZones), (month, by, zone) => {
        const closed = closesEverywhereAt(lastRoundOf(month, by).closesOn, by.close.at);
        const release = releaseAt(month, by, zone);
        expect(Temporal.Instant.compare(release, closed)).toBeGreaterThanOrEqual(0);
        expect(closed.until(release).total("hours")).toBeLessThanOrEqual(7 * 24 + 1);
        const local = release.toZonedDateTimeISO(zone);
        expect(`${local.dayOfWeek} ${local.toPlainTime()}`).toBe("2 10:00:00");
      }),
    );
  });

  test("the summary posts on the third working day after the release, over holidays", () => {
    const illinois = { timeZone: "America/Chicago", holidays: "US-IL" };
    // Election Day (3 November) is a public holiday of Illinois in even years, the Friday after is none.
    expect(summaryAt("2026-10", rule, illinois).toString()).toBe("2026-11-06T16:00:00Z");
    const british = { timeZone: "Europe/London", holidays: "GB" };
    expect(releaseAt("2026-03", rule, british.timeZone).toString()).toBe("2026-03-31T09:00:00Z");
    expect(summaryAt("2026-03", rule, british).toString()).toBe("2026-04-07T09:00:00Z");
  });
});

describe("the quarter (MEASUREMENT 2.3)", () => {
  test("ends with March, June, September and December", () => {
    const months = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];
    expect(months.filter((month) => isQuarterEnd(`2026-${month}`))).toEqual(["03", "06", "09", "12"]);
  });

  test("has one last round: the last that closes in it", () => {
    const rounds = [...Array(53).keys()].map((week) =>
      Temporal.PlainDate.from("2025-12-30").add({ days: 7 * week }),
    );
    const last = rounds.filter((opensOn) => isLastRoundOfQuarter(rule, opensOn)).map(String);
    expect(last).toEqual(["2026-03-24", "2026-06-23", "2026-09-22", "2026-12-22"]);
  });
});
