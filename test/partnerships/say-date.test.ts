import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { sayDate, sayMoment, sayMonth } from "../../src/partnerships/say-date.ts";

const moment = Temporal.Instant.from("2026-11-24T16:00:00Z");

describe("dates in words (CONVENTIONS: weekday and zone)", () => {
  test("a moment has weekday, time and place of the reader's zone", () => {
    expect(sayMoment(moment, "America/Chicago", "en")).toBe("Tue 24 Nov 2026, 10:00 (Chicago time)");
    expect(sayMoment(moment, "Pacific/Auckland", "en-US")).toBe("Wed 25 Nov 2026, 05:00 (Auckland time)");
    expect(sayMoment(moment, "America/Argentina/Buenos_Aires", "en")).toContain("(Buenos Aires time)");
    expect(sayMoment(moment, "UTC", "en")).toContain("16:00 (UTC)");
  });

  test("dates and months follow the reader's language", () => {
    const date = Temporal.PlainDate.from("2026-09-01");
    expect([sayDate(date, "en"), sayMonth("2026-10", "en")]).toEqual(["Tue 1 Sept 2026", "October 2026"]);
    expect([sayDate(date, "fr"), sayMonth("2026-10", "fr")]).toEqual(["mar. 1 sept. 2026", "octobre 2026"]);
  });
});
