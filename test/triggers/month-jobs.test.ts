import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { releaseAt, summaryAt } from "../../src/check-ins/reporting-month.ts";
import type { Partnership } from "../../src/partnerships/partnership.ts";
import { monthJobs } from "../../src/triggers/month-jobs.ts";
import { rule } from "../db/small-world.ts";

const timeZone = "America/Chicago";
const partnership = {
  id: "p",
  checkIn: rule,
  timeZone,
  holidays: null,
  startedOn: Temporal.PlainDate.from("2026-01-05"),
} as Partnership;
const due = (month: string) => releaseAt(month, rule, timeZone);

function jobs(
  at: Temporal.Instant,
  released: string | null,
  undigested: string | null = null,
  changes: Partial<Partnership> = {},
): readonly string[] {
  const found = monthJobs({ ...partnership, ...changes }, { released, undigested }, at);
  return found.map(({ name, data }) => `${name} ${data.month}`);
}

describe("which release and digest are queued (MEASUREMENT R4)", () => {
  test("of several missing months the oldest alone, so that no newer one can go first", () => {
    expect(jobs(due("2026-05"), "2026-01")).toEqual(["release-month 2026-02"]);
    expect(jobs(due("2026-05"), "2026-04")).toEqual(["release-month 2026-05"]);
    expect(jobs(due("2026-05"), "2026-05")).toEqual([]);
  });

  test("a month is due at its release, not before", () => {
    expect(jobs(due("2026-05").subtract({ seconds: 1 }), "2026-04")).toEqual([]);
  });

  test("the first is the month whose last round closes on or after the beginning", () => {
    expect(jobs(due("2026-05"), null)).toEqual(["release-month 2026-01"]);
    const lastDay = { startedOn: Temporal.PlainDate.from("2026-01-30") };
    expect(jobs(due("2026-05"), null, null, lastDay)).toEqual(["release-month 2026-01"]);
    const dayAfter = { startedOn: Temporal.PlainDate.from("2026-01-31") };
    expect(jobs(due("2026-05"), null, null, dayAfter)).toEqual(["release-month 2026-02"]);
  });

  test("after years of downtime it goes back 24 months", () => {
    const at = Temporal.Instant.from("2030-06-20T12:00:00Z");
    expect(jobs(at, "2026-03")).toEqual(["release-month 2028-06"]);
    expect(jobs(at, "2028-06")).toEqual(["release-month 2028-07"]);
  });

  test("a digest is due from its own moment on, beside the release of a later month", () => {
    const at = summaryAt("2026-04", rule, partnership);
    expect(jobs(at, "2026-04", "2026-04")).toEqual(["post-digest 2026-04"]);
    expect(jobs(at.subtract({ seconds: 1 }), "2026-04", "2026-04")).toEqual([]);
    expect(jobs(due("2026-05"), "2026-04", "2026-03")).toEqual([
      "release-month 2026-05",
      "post-digest 2026-03",
    ]);
  });
});
