import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { keyed } from "../../src/check-ins/question-bank.ts";
import type { Side } from "../../src/partnerships/partnership.ts";
import { readPrompts } from "../../src/prompts.ts";
import { createAttitudes, type Rater } from "../../src/simulation/attitude.ts";
import { chanceOf } from "../../src/simulation/chance.ts";
import { spanOf } from "../../src/simulation/span.ts";
import {
  type Cast,
  castTemperaments,
  type Temperament,
  type Trend,
} from "../../src/simulation/temperament.ts";

const { bank } = readPrompts();
const span = spanOf(26, Temporal.PlainDate.from("2026-11-20"));

const plain: Temperament = {
  ...{ trend: "steady", habit: "always", pace: "at once", episode: "none" },
  ...{ talkative: 0, leniency: 0, unsure: 0 },
};

/** Mean keyed rating of all dimension statements by many such people at a moment. */
function meanAt(at: Temporal.Instant, trend: Trend, keys: readonly string[] = ["+", "-"]): number {
  const attitudes = createAttitudes(5, span);
  const rater: Rater = {
    ...{ partnership: "p", side: "agency", temperament: { ...plain, trend } },
    chance: chanceOf(5, "rater"),
  };
  const statements = bank.statements.filter(
    ({ group, key }) => /^[A-Z]{3}$/.test(group) && keys.includes(key),
  );
  const values = Array.from({ length: 20 }, () =>
    statements.map((statement) => keyed(statement, Number(attitudes.tapFor(statement, rater, at)))),
  ).flat();
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("ratings", () => {
  test("follow the trend of the side over the span", () => {
    const change = (trend: Trend) => meanAt(span.end, trend) - meanAt(span.start, trend);
    expect(change("improving")).toBeGreaterThan(0.8);
    expect(change("declining")).toBeLessThan(-0.8);
    expect(Math.abs(change("steady"))).toBeLessThan(0.15);
    const middle = span.start.add({ hours: Math.round(span.start.until(span.end).total("hours") / 2) });
    expect(meanAt(middle, "dipping")).toBeLessThan(meanAt(span.start, "dipping") - 0.4);
  });

  test("are tapped the other way round on reverse-keyed statements", () => {
    // Both kinds speak of about the same trust once they are keyed.
    expect(Math.abs(meanAt(span.start, "steady", ["+"]) - meanAt(span.start, "steady", ["-"]))).toBeLessThan(
      0.5,
    );
  });

  test('are "cannot-say" as often as the person is unsure', () => {
    const temperament = { ...plain, unsure: 1 };
    const rater: Rater = { partnership: "p", side: "vendor", temperament, chance: chanceOf(1) };
    expect(createAttitudes(1, span).tapFor(bank.statement("DIR1"), rater, span.start)).toBe("cannot-say");
  });
});

describe("temperaments", () => {
  const cast = (key: string, sizes: Readonly<Record<Side, number>>): Cast => ({
    partnership: { id: key, key } as Cast["partnership"],
    contacts: (["agency", "vendor"] as const).flatMap((side) =>
      Array.from({ length: sizes[side] }, (_, number) => {
        const id = `${key}-${side}-${number}`;
        return {
          id,
          key: id,
          side,
          duties: number === 0 ? ["steward"] : [],
        } as unknown as Cast["contacts"][number];
      }),
    ),
  });
  const casts = [cast("large", { agency: 8, vendor: 6 }), cast("small", { agency: 4, vendor: 3 })];

  test("differ from side to side, and are the same for the same seed", () => {
    const people = castTemperaments(7, casts);
    expect(people.get("large-agency-1")?.trend).not.toBe(people.get("large-vendor-1")?.trend);
    expect(castTemperaments(7, casts)).toEqual(people);
    expect(castTemperaments(8, casts)).not.toEqual(people);
  });

  test("give each episode to one person without duties, none of them on a small side", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const special = [...castTemperaments(seed, casts)].filter(([, { episode }]) => episode !== "none");
      const named = special.map(([, { episode }]) => episode);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(
        expect.arrayContaining(["not me", "goes quiet", "pauses", "is away", "skips twice"]),
      );
      for (const [id] of special) expect(id).toMatch(/^large-\w+-[1-9]$/);
    }
  });

  test("let everybody on a small side answer, so that it can have a band (MEASUREMENT 3.4)", () => {
    for (const [id, { habit }] of castTemperaments(7, casts))
      if (id.startsWith("small")) expect(habit).toBe("always");
  });
});
