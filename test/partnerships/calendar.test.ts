import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  addWorkingDays,
  atLocal,
  holidayName,
  isHolidayRegion,
  isTimeZone,
  isWorkingDay,
  nextSendable,
  nextWorkingDay,
  weekdayOnOrAfter,
} from "../../src/partnerships/calendar.ts";
import { clockSoak, soakRules, soakZones } from "../soak/clock.ts";

const date = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);
const local = (day: string, at: string, zone: string) => atLocal(date(day), at, zone).toString();

describe("a wall-clock time as a moment (PLATFORMS 6)", () => {
  test.each([
    ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"],
    ["Europe/Berlin", "2026-03-29", "02:15", "2026-03-29T01:00:00Z"],
    ["Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00:00Z"],
    ["America/Havana", "2026-03-08", "00:45", "2026-03-08T05:00:00Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:30:00Z"],
  ])("in the spring gap of %s it is the end of the gap", (zone, day, at, moment) => {
    expect(local(day, at, zone)).toBe(moment);
  });

  test.each([
    ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"],
    ["Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30:00Z"],
    ["Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30:00Z"],
    ["America/Havana", "2026-11-01", "00:30", "2026-11-01T04:30:00Z"],
    ["Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z"],
  ])("in the autumn overlap of %s it is the first of the two", (zone, day, at, moment) => {
    expect(local(day, at, zone)).toBe(moment);
  });

  test("every named local day has exactly one slot (sample of the clock soak)", () => {
    const sample = { years: { from: 2026, to: 2027 }, zones: soakZones, rules: soakRules(10) };
    const seen = clockSoak(sample);
    expect(seen.faults).toEqual([]);
    expect(seen.slots).toBeGreaterThan(18_000);
    expect(seen.gaps).toBeGreaterThan(10);
    expect(seen.overlaps).toBeGreaterThan(5);
  });

  test("the clock soak finds a slot that jumps over the gap, comes second, or falls on the next day", () => {
    const zones = ["America/New_York"];
    const soak = (slotAt: typeof atLocal) =>
      clockSoak({ years: { from: 2026, to: 2026 }, zones, rules: soakRules(36), slotAt }).faults.join("\n");
    const anHourAheadInGap: typeof atLocal = (day, at, zone) =>
      day.toPlainDateTime(at).toZonedDateTime(zone, { disambiguation: "earlier" }).toInstant();
    const second: typeof atLocal = (day, at, zone) =>
      day.toPlainDateTime(at).toZonedDateTime(zone, { disambiguation: "later" }).toInstant();
    const nextDay: typeof atLocal = (day, at, zone) => atLocal(day.add({ days: 1 }), at, zone);
    expect(soak(anHourAheadInGap)).toContain("sunday 02:30 2026-03-08: slot is off");
    expect(soak(second)).toContain("sunday 01:30 2026-11-01: slot is off");
    expect(soak(nextDay)).toContain("friday 02:30 2026-01-02: slot is off");
  });
});

describe("working days", () => {
  test("weekends and public holidays of the region are off, observances are not", () => {
    expect(isWorkingDay(date("2026-07-03"), "US-IL")).toBe(false);
    expect(isWorkingDay(date("2026-11-28"), "US-IL")).toBe(false);
    expect(isWorkingDay(date("2026-03-17"), "US-IL")).toBe(true);
    expect(isWorkingDay(date("2026-02-12"), "US-IL")).toBe(false);
    expect(isWorkingDay(date("2026-02-12"), "US")).toBe(true);
  });

  test("without a region only weekends are off", () => {
    expect(isWorkingDay(date("2026-12-25"), null)).toBe(true);
    expect(isWorkingDay(date("2026-12-26"), null)).toBe(false);
  });

  test("a holiday has a name, other days have none", () => {
    expect(holidayName(date("2026-11-26"), "US-IL")).toBe("Thanksgiving Day");
    expect(holidayName(date("2026-11-24"), "US-IL")).toBeNull();
    expect(holidayName(date("2026-11-26"), null)).toBeNull();
  });

  test("a feast of several days is off on each of them", () => {
    const feast = ["2026-05-27", "2026-05-28", "2026-05-29", "2026-05-30"];
    expect(feast.map((day) => holidayName(date(day), "EG") !== null)).toEqual([true, true, true, true]);
    expect(holidayName(date("2026-05-31"), "EG")).toBeNull();
  });

  test("a New Year's Day that is kept in December is off in December", () => {
    expect(isWorkingDay(date("2021-12-31"), "US")).toBe(false);
  });

  test("the next working day is the day itself when it is one", () => {
    expect(nextWorkingDay(date("2026-11-24"), "US-IL").toString()).toBe("2026-11-24");
    expect(nextWorkingDay(date("2026-11-26"), "US").toString()).toBe("2026-11-27");
    expect(nextWorkingDay(date("2026-12-25"), "GB").toString()).toBe("2026-12-29");
  });

  test("the third working day after a date does not count the date", () => {
    expect(addWorkingDays(date("2026-11-03"), 3, "US").toString()).toBe("2026-11-06");
    expect(addWorkingDays(date("2026-12-22"), 3, "GB").toString()).toBe("2026-12-29");
    expect(addWorkingDays(date("2026-11-07"), 1, null).toString()).toBe("2026-11-09");
  });

  test("the weekday on or after a date is at most six days ahead", () => {
    expect(weekdayOnOrAfter(date("2026-11-03"), "tuesday").toString()).toBe("2026-11-03");
    expect(weekdayOnOrAfter(date("2026-11-04"), "tuesday").toString()).toBe("2026-11-10");
  });
});

describe("quiet hours", () => {
  const next = (at: string) => nextSendable(instant(at), "America/Chicago", "US-IL").toString();

  test("a moment within a working day stays as it is, to the second", () => {
    expect(next("2026-11-24T15:12:13Z")).toBe("2026-11-24T15:12:13Z");
    expect(next("2026-11-24T14:00:00Z")).toBe("2026-11-24T14:00:00Z");
  });

  test("early, late, weekend and holiday moments wait for the next working morning", () => {
    expect(next("2026-11-24T13:59:59Z")).toBe("2026-11-24T14:00:00Z");
    expect(next("2026-11-25T00:00:00Z")).toBe("2026-11-25T14:00:00Z");
    expect(next("2026-11-28T16:00:00Z")).toBe("2026-11-30T14:00:00Z");
    expect(next("2026-11-26T16:00:00Z")).toBe("2026-11-27T14:00:00Z");
  });

  test("whatever the moment, the answer is not before it, fits, and is the answer to itself", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2024-01-01"), max: new Date("2028-01-01"), noInvalidDate: true }),
        fc.constantFrom(...soakZones),
        (moment, zone) => {
          const at = Temporal.Instant.fromEpochMilliseconds(moment.getTime());
          const sendable = nextSendable(at, zone, "DE-BY");
          const there = sendable.toZonedDateTimeISO(zone);
          expect(Temporal.Instant.compare(sendable, at)).toBeGreaterThanOrEqual(0);
          expect(isWorkingDay(there.toPlainDate(), "DE-BY") && there.hour >= 8 && there.hour < 18).toBe(true);
          expect(nextSendable(sendable, zone, "DE-BY").equals(sendable)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("names of zones and regions", () => {
  test.each(["America/Chicago", "UTC", "Pacific/Kiritimati"])("%s is a time zone", (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  test.each(["Chicago", "+01:00", "", "Europe/Atlantis", "2020-01-01T00:00[UTC]"])("%j is not", (name) => {
    expect(isTimeZone(name)).toBe(false);
  });

  test.each(["US", "US-IL", "US-LA-NO", "DE-BY"])("%s is a holiday region", (region) => {
    expect(isHolidayRegion(region)).toBe(true);
  });

  test.each(["", "XX", "US-ZZ", "US-IL-ZZ", "US-LA-NO-1", "US-", "constructor", "us"])(
    "%j is not",
    (region) => {
      expect(isHolidayRegion(region)).toBe(false);
    },
  );
});
