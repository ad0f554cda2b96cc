import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  closesEverywhereAt,
  contactTimes,
  dueRounds,
  opensAt,
  roundDateOnOrAfter,
  roundDateOnOrBefore,
  roundOn,
} from "../../src/check-ins/round-dates.ts";
import { type CheckInRule, weekdays } from "../../src/partnerships/partnership.ts";
import { soakZones } from "../soak/clock.ts";

const date = (text: string) => Temporal.PlainDate.from(text);
const instant = (text: string) => Temporal.Instant.from(text);
const rule: CheckInRule = {
  weekday: "tuesday",
  at: "10:00",
  remind: { weekday: "thursday", at: "10:00" },
  close: { weekday: "friday", at: "17:00" },
};
const chicago = { timeZone: "America/Chicago", holidays: null, checkInAt: null };

describe("the dates of a round (MEASUREMENT 3.1)", () => {
  test("a Tuesday round reminds on Thursday and closes on Friday", () => {
    const round = roundOn(rule, date("2026-11-24"));
    expect(`${round.opensOn} ${round.remindOn} ${round.closesOn}`).toBe("2026-11-24 2026-11-26 2026-11-27");
  });

  test("closing on the weekday of opening means a week later", () => {
    const weekLong = { ...rule, close: { weekday: "tuesday", at: "09:00" } } as const;
    expect(roundOn(weekLong, date("2026-11-24")).closesOn.toString()).toBe("2026-12-01");
  });

  test("the round dates around a date enclose it within a week", () => {
    const anyDay = fc.integer({ min: 0, max: 5000 }).map((days) => date("2020-01-01").add({ days }));
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...weekdays), (day, weekday) => {
        const before = roundDateOnOrBefore({ weekday }, day);
        const after = roundDateOnOrAfter({ weekday }, day);
        expect([before.dayOfWeek, after.dayOfWeek]).toEqual(Array(2).fill(weekdays.indexOf(weekday) + 1));
        expect(before.until(day).days).toBeGreaterThanOrEqual(0);
        expect(before.until(after).days).toBe(before.equals(day) ? 0 : 7);
      }),
    );
  });

  test("a round exists from the first place on earth to the last", () => {
    expect(opensAt(date("2026-11-24")).toString()).toBe("2026-11-23T10:00:00Z");
    expect(closesEverywhereAt(date("2026-11-27"), "17:00").toString()).toBe("2026-11-28T05:00:00Z");
  });
});

describe("one contact's moments in a round", () => {
  const times = (
    opensOn: string,
    contact: Partial<Parameters<typeof contactTimes>[2]> = {},
    region: string | null = null,
    by: CheckInRule = rule,
  ) => {
    const found = contactTimes(by, date(opensOn), { ...chicago, ...contact }, region);
    return found && [found.dueAt, found.remindAt, found.closesAt].map((moment) => moment?.toString() ?? null);
  };

  test("are read in the contact's own zone", () => {
    expect(times("2026-11-24")).toEqual([
      "2026-11-24T16:00:00Z",
      "2026-11-26T16:00:00Z",
      "2026-11-27T23:00:00Z",
    ]);
    expect(times("2026-11-24", { timeZone: "Asia/Tokyo" })?.[0]).toBe("2026-11-24T01:00:00Z");
  });

  test("a card due on a public holiday goes out on the next working day", () => {
    // Veterans Day is a Wednesday in 2026.
    const wednesdays = { ...rule, weekday: "wednesday" } as const;
    expect(times("2026-11-11", {}, "US", wednesdays)?.[0]).toBe("2026-11-12T16:00:00Z");
  });

  test("a reminder due on a holiday moves to the next working day before the close", () => {
    expect(times("2026-11-24", {}, "US")?.[1]).toBe("2026-11-27T16:00:00Z");
  });

  test("a reminder is left out when no working day is left for it", () => {
    const closesEarly = { ...rule, close: { weekday: "friday", at: "09:00" } } as const;
    expect(times("2026-11-24", {}, "US", closesEarly)?.[1]).toBeNull();
  });

  test("a moved card is not reminded of on its own day", () => {
    // Tuesday and Wednesday are off, so the card goes out on the reminder's Thursday.
    const golden = times("2026-05-05", { timeZone: "Asia/Tokyo" }, "JP");
    expect(golden?.slice(0, 2)).toEqual(["2026-05-07T01:00:00Z", "2026-05-08T01:00:00Z"]);
  });

  test("there is none in a week of holidays", () => {
    const eid = { ...rule, weekday: "wednesday", close: { weekday: "friday", at: "17:00" } } as const;
    expect(times("2026-05-27", { timeZone: "Africa/Cairo" }, "EG", eid)).toBeNull();
  });

  test("the contact's own region goes before the partnership's", () => {
    expect(times("2026-05-05", { timeZone: "Asia/Tokyo", holidays: "US" }, "JP")?.[0]).toBe(
      "2026-05-05T01:00:00Z",
    );
  });

  test("the contact's own day and time replace the rule's inside the round", () => {
    const own = { checkInAt: { weekday: "wednesday", at: "15:30" } };
    expect(times("2026-11-17", own)?.slice(0, 2)).toEqual(["2026-11-18T21:30:00Z", "2026-11-19T16:00:00Z"]);
  });

  test.each(["monday", "someday"])("an own day outside the round (%s) leaves the rule's day", (weekday) => {
    expect(times("2026-11-17", { checkInAt: { weekday, at: "15:30" } })?.[0]).toBe("2026-11-17T16:00:00Z");
  });

  test("an own day that is a holiday with no working day after it leaves the rule's day", () => {
    const friday = { checkInAt: { weekday: "friday", at: "09:00" } };
    expect(times("2026-06-30", friday, "US")?.[0]).toBe("2026-06-30T15:00:00Z");
  });

  test("stand in order and inside the round, anywhere on earth, in any week", () => {
    const weeks = fc.integer({ min: 0, max: 800 }).map((n) => date("2020-01-07").add({ days: 7 * n }));
    const region = fc.constantFrom("US-IL", "EG", "JP", "DE-BY", null);
    fc.assert(
      fc.property(weeks, fc.constantFrom(...soakZones), region, (opensOn, timeZone, holidays) => {
        const found = contactTimes(rule, opensOn, { timeZone, holidays, checkInAt: null }, null);
        if (found === null) return;
        const ends = closesEverywhereAt(roundOn(rule, opensOn).closesOn, rule.close.at);
        const all = [opensAt(opensOn), found.dueAt, found.remindAt, found.closesAt, ends];
        const moments = all.flatMap((moment) => (moment ? [moment.epochMilliseconds] : []));
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      }),
      { numRuns: 100 },
    );
  });
});

describe("rounds that are due (PLATFORMS 6)", () => {
  const due = (lastKnown: string | null, now: string, zone = "America/Chicago", by = rule) => {
    const found = dueRounds(by, lastKnown === null ? null : date(lastKnown), instant(now), zone);
    return { open: found.open?.toString() ?? null, skipped: found.skipped.map(String) };
  };

  test("a round opens when its date begins anywhere on earth, and not a second before", () => {
    expect(due("2026-11-17", "2026-11-23T09:59:59Z")).toEqual({ open: null, skipped: [] });
    expect(due("2026-11-17", "2026-11-23T10:00:00Z")).toEqual({ open: "2026-11-24", skipped: [] });
  });

  test("a round that was missed by up to 12 hours still opens, later it is skipped", () => {
    expect(due("2026-11-17", "2026-11-25T04:00:00Z")).toEqual({ open: "2026-11-24", skipped: [] });
    expect(due("2026-11-17", "2026-11-25T04:00:01Z")).toEqual({ open: null, skipped: ["2026-11-24"] });
  });

  test.each([1, 3, 10])("after an outage across %i slots only the newest opens", (missed) => {
    const now = instant("2026-11-24T16:00:00Z").add({ hours: 24 * 7 * missed });
    const found = due("2026-11-24", now.toString());
    expect(found.open).toBe(
      date("2026-11-24")
        .add({ days: 7 * missed })
        .toString(),
    );
    expect(found.skipped).toHaveLength(missed - 1);
    expect(found.skipped).toEqual(found.skipped.toSorted());
  });

  test("without a record only a current round opens and nothing counts as missed", () => {
    expect(due(null, "2026-11-24T16:00:00Z")).toEqual({ open: "2026-11-24", skipped: [] });
    expect(due(null, "2026-11-26T16:00:00Z")).toEqual({ open: null, skipped: [] });
  });

  test.each([-24, -1, 0, 1])("a clock that jumps by %i hours opens a known round no second time", (hours) => {
    const now = instant("2026-11-24T16:00:00Z").add({ hours });
    expect(due("2026-11-24", now.toString())).toEqual({ open: null, skipped: [] });
  });

  test("a clock that jumps a day ahead past the window skips the round once", () => {
    expect(due("2026-11-17", "2026-11-25T16:00:00Z").skipped).toEqual(["2026-11-24"]);
    expect(due("2026-11-24", "2026-11-24T16:00:00Z")).toEqual({ open: null, skipped: [] });
  });

  test("a changed weekday opens no second round in the same week", () => {
    const thursdays = { ...rule, weekday: "thursday" } as const;
    expect(due("2026-11-24", "2026-11-26T16:00:00Z", "America/Chicago", thursdays).open).toBeNull();
    expect(due("2026-11-24", "2026-12-03T16:00:00Z", "America/Chicago", thursdays)).toEqual({
      open: "2026-12-03",
      skipped: [],
    });
  });

  test("ticking through a year, each week has one round and none is skipped, in any zone", () => {
    for (const zone of ["Pacific/Kiritimati", "Pacific/Honolulu", "Australia/Lord_Howe"]) {
      let last: Temporal.PlainDate = date("2025-12-30");
      const opened: string[] = [];
      for (let tick = 0; tick < 365 * 4; tick++) {
        const found = dueRounds(rule, last, instant("2026-01-01T00:00:00Z").add({ hours: tick * 6 }), zone);
        expect(found.skipped).toEqual([]);
        if (found.open === null) continue;
        opened.push(found.open.toString());
        last = found.open;
      }
      expect(opened).toHaveLength(52);
      expect(new Set(opened).size).toBe(52);
    }
  });
});
