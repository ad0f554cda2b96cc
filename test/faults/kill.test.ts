import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServerDatabase } from "../engines/server-database.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { killWhileSending } from "./kill.ts";
import { killPoints, passedOnce } from "./kill-points.ts";
import { killWhileAnswering } from "./kill-while-answering.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";

const unused = createLoopbackAdapter("http://127.0.0.1:9");
let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-kill-"));
  await prepareGround({ databaseUrl: null, dataDir: join(directory, "prepared") }, unused);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const grounds = {
  pglite: async (use: (ground: Ground) => Promise<void>) => {
    const dataDir = await mkdtemp(join(directory, "copy-"));
    await cp(join(directory, "prepared"), dataDir, { recursive: true });
    await use({ databaseUrl: null, dataDir });
    await rm(dataDir, { recursive: true, force: true });
  },
  server: async (use: (ground: Ground) => Promise<void>) => {
    const { url, drop } = await createServerDatabase();
    const ground = { databaseUrl: url, dataDir: directory };
    await prepareGround(ground, unused);
    await use(ground);
    await drop();
  },
};

const kills = killPoints.flatMap((point, index) => [
  { point, engine: "server" as const, nth: 1, outlives: true },
  { point, engine: "server" as const, nth: passedOnce.includes(point) ? 1 : 3, outlives: false },
  { point, engine: "pglite" as const, nth: passedOnce.includes(point) ? 1 : 2, outlives: index % 2 === 0 },
]);

describe("kill -9 while sending", () => {
  test.each(kills)(
    "$point, time $nth on $engine: one card each, and the database knows",
    async ({ engine, ...kill }) => {
      await grounds[engine](async (ground) => {
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
      await grounds[engine](async (ground) => {
        const report = await killWhileAnswering(ground, after);
        expect(report).toMatchObject({ signal: "SIGKILL", lost: [], repeated: [] });
        expect(report.acknowledged).toBeGreaterThanOrEqual(after);
      });
    },
  );
});
