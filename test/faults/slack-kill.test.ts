import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Grounds, openGrounds } from "./grounds.ts";
import { killPoints, passedOnce } from "./kill-points.ts";
import { killWhileSendingToSlack } from "./slack-kill.ts";

let grounds: Grounds;
beforeAll(async () => {
  grounds = await openGrounds();
});
afterAll(() => grounds.close());

/** Where nothing of Slack is involved yet, kill.test.ts is enough. */
const points = killPoints.filter((point) => point !== "claimed, not begun");

describe("kill -9 of a program that sends to Slack, three times", () => {
  test.each(points)(
    "%s: after the restart one message each, and the database knows",
    async (point) => {
      const last = passedOnce.includes(point) ? 1 : 4;
      const kills = [
        { engine: "server", nth: 1, outlives: true },
        { engine: "server", nth: last, outlives: false },
        { engine: "pglite", nth: Math.min(2, last), outlives: true },
      ] as const;
      const trials = kills.map(({ engine, ...kill }) =>
        grounds.with(engine, async (ground) => {
          const sound = { doubles: [], withoutCard: [], notSent: [] };
          const report = await killWhileSendingToSlack(ground, { point, ...kill });
          expect(report).toEqual({ signal: "SIGKILL", ...sound });
        }),
      );
      await Promise.all(trials);
    },
    120_000,
  );
});
