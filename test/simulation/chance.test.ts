import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { isId } from "../../src/ports/ids.ts";
import { createAgenda } from "../../src/simulation/agenda.ts";
import { chanceOf } from "../../src/simulation/chance.ts";
import { seededIds } from "../../src/simulation/seeded-ids.ts";
import { createSimulatedClock } from "../../src/simulation/simulated-clock.ts";
import { shareOf, spanOf } from "../../src/simulation/span.ts";

const many = <Item>(make: () => Item) => Array.from({ length: 4000 }, make);

test("a stream of chance is the same for the same seed and names, and another for others", () => {
  const first = (...names: string[]) => {
    const chance = chanceOf(7, ...names);
    return [chance.fraction(), chance.fraction(), chance.normal()];
  };
  expect(first("a", "b")).toEqual(first("a", "b"));
  expect(first("a", "b")).not.toEqual(first("ab"));
  expect(chanceOf(8, "a").fraction()).not.toBe(chanceOf(7, "a").fraction());
});

test("chance is spread as it says", () => {
  const chance = chanceOf(7);
  const fractions = many(() => chance.fraction());
  expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...fractions)).toBeLessThan(1);
  const normals = many(() => chance.normal());
  const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
  const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
  expect(Math.abs(mean)).toBeLessThan(0.05);
  expect(Math.abs(variance - 1)).toBeLessThan(0.1);
  expect(many(() => chance.happens(0.2)).filter(Boolean).length / 4000).toBeCloseTo(0.2, 1);
  expect(new Set(many(() => chance.pick(["a", "b", "c"])))).toEqual(new Set(["a", "b", "c"]));
});

test("seeded identifiers are row identifiers, each of them once, in the same order for the same seed", () => {
  const ids = seededIds(7);
  const made = many(() => ids.next());
  expect(made.every(isId)).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  expect(seededIds(7).next()).toBe(made[0]);
  expect(seededIds(8).next()).not.toBe(made[0]);
});

test("a span begins on a Monday, has all its weeks, and ends as its last date begins", () => {
  const span = spanOf(26, Temporal.PlainDate.from("2026-11-20"));
  expect(span.start.toString()).toBe("2026-05-18T13:00:00Z");
  expect(span.end.toString()).toBe("2026-11-20T00:00:00Z");
  expect([shareOf(span, span.start), shareOf(span, span.end)]).toEqual([0, 1]);
});

test("a simulated clock never runs back", () => {
  const clock = createSimulatedClock(Temporal.Instant.from("2026-11-20T00:00:00Z"));
  clock.moveTo(clock.now().add({ seconds: 1 }));
  expect(() => clock.moveTo(Temporal.Instant.from("2026-11-20T00:00:00Z"))).toThrow(RangeError);
});

test("an agenda goes on with whoever is due first, and at one moment with whoever came first", async () => {
  const at = (second: number) => Temporal.Instant.fromEpochMilliseconds(second * 1000);
  const done: string[] = [];
  async function* course(name: string, ...seconds: number[]) {
    for (const second of seconds) {
      yield at(second);
      done.push(`${name}${second}`);
    }
  }
  const agenda = createAgenda();
  await agenda.begin(course("a", 5, 6));
  await agenda.begin(course("b", 2, 5));
  await agenda.begin(course("c", 5));
  expect(agenda.next()).toEqual(at(2));
  while (agenda.next() !== null) await agenda.goOn();
  expect(done).toEqual(["b2", "a5", "c5", "b5", "a6"]);
});
