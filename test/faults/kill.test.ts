import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Grounds, openGrounds } from "./grounds.ts";
import { killWhileSending } from "./kill.ts";
import { killPoints, passedOnce } from "./kill-points.ts";
import { killWhileAnswering } from "./kill-while-answering.ts";

let grounds: Grounds;
beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds.close());

const kills = killPoints.flatMap((point, index) => [
  { point, engine: "server" as const, nth: 1, outlives: true },
  { point, engine: "server" as const, nth: passedOnce.includes(point) ? 1 : 3, outlives: false },
  { point, engine: "pglite" as const, nth: passedOnce.includes(point) ? 1 : 2, outlives: index % 2 === 0 },
]);

describe("kill -9 while sending", () => {
  test.each(kills)(
    "$point, time $nth on $engine: one card each, and the database knows",
    async ({ engine, ...kill }) => {
      await grounds.with(engine, async (ground) => {
        const sound = { doubles: [], withoutCard: [], notSent: [] };
        expect(await killWhileSending(ground, kill)).toEqual({ signal: "SIGKILL", ...sound });
      });
    },
  );
});

describe("kill -9 while people answer", () => {
  test.each([
    ["server", 1],
    ["server", 40],
    ["pglite", 25],
  ] as const)(
    "on %s after %i acknowledged taps: all of them are there, and none counts twice",
    async (engine, after) => {
      await grounds.with(engine, async (ground) => {
        const report = await killWhileAnswering(ground, after);
        expect(report).toMatchObject({ signal: "SIGKILL", lost: [], repeated: [] });
        expect(report.acknowledged).toBeGreaterThanOrEqual(after);
      });
    },
  );
});
