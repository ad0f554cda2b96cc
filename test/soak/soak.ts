import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type PostgresServer, startPostgresServer } from "../engines/postgres-server.ts";
import { type Ground, prepareGround } from "../faults/ground.ts";
import { type KillReport, killWhileSending } from "../faults/kill.ts";
import { type KillPoint, killPoints, passedOnce } from "../faults/kill-points.ts";
import { killWhileAnswering } from "../faults/kill-while-answering.ts";
import { createLoopbackAdapter } from "../faults/loopback-adapter.ts";
import { killWhileSendingToSlack } from "../faults/slack-kill.ts";
import { clockSoak, soakRules, soakZones } from "./clock.ts";
import { crashWhileAnswering } from "./crash-while-answering.ts";
import { killWhileStarting } from "./kill-while-starting.ts";
import { type Part, reportText } from "./report.ts";

/**
 * The full counts of TESTING, bounded in time: `npm run soak -- --minutes 120 --kills 60 --slack-kills 100 --restarts 50`.
 * Prints progress, writes test/reports/reliability.md and ends with 1 when something was lost, doubled or wrong.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "150" },
    kills: { type: "string", default: "60" },
    "slack-kills": { type: "string", default: "100" },
    restarts: { type: "string", default: "50" },
    rules: { type: "string", default: "200" },
  },
});
const startedAt = performance.now();
const minutesSoFar = () => (performance.now() - startedAt) / 60_000;
const isOver = () => minutesSoFar() >= Number(values.minutes);
const parts: Part[] = [];

const directory = await mkdtemp(join(tmpdir(), "rapport-soak-"));
const server = await startPostgresServer();
try {
  const prepared = join(directory, "prepared");
  await prepareGround({ databaseUrl: null, dataDir: prepared }, unusedAdapter());
  const engines = { server: onServer(server), pglite: onDirectory(prepared) };
  for (const [engine, withGround] of Object.entries(engines)) {
    for (const point of killPoints) {
      await repeat(`kill -9 while sending, ${point}, ${engine}`, Number(values.kills), (time) =>
        withGround(async (ground) => faultOf(await killWhileSending(ground, killAt(point, time)))),
      );
    }
    await repeat(`kill -9 while answering, ${engine}`, Number(values.kills), (time) =>
      withGround(async (ground) => {
        const report = await killWhileAnswering(ground, 1 + ((time * 7) % 90));
        return report.lost.length + report.repeated.length === 0 ? null : JSON.stringify(report);
      }),
    );
  }
  for (const point of killPoints) {
    await repeat(`kill -9 while sending to Slack, ${point}`, Number(values["slack-kills"]), (time) => {
      // Both engines take turns, and each of them sees every message and both ends of a request that outlives.
      const withGround = time % 2 === 0 ? engines.server : engines.pglite;
      const kill = killAt(point, Math.floor(time / 2));
      return withGround(async (ground) => faultOf(await killWhileSendingToSlack(ground, kill)));
    });
  }
  await repeat("kill -9 during the first start, pglite", Number(values.kills), (time) =>
    killWhileStarting(join(directory, `first-${time}`), time * 40),
  );
  await repeat("immediate restart of the server mid-round", Number(values.restarts), () =>
    engines.server((ground) => crashWhileAnswering(ground, () => server.crashAndRestart())),
  );
  for (const zone of soakZones) {
    await repeat(`clock, 2020 to 2035, ${zone}`, 1, async () => {
      const years = { from: 2020, to: 2035 };
      const { slots, faults } = clockSoak({ years, zones: [zone], rules: soakRules(Number(values.rules)) });
      say(`  ${slots} slots`);
      return faults.length === 0 ? null : `${faults.length} faults, first: ${faults[0]}`;
    });
  }
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

const reports = join(import.meta.dirname, "../reports");
await mkdir(reports, { recursive: true });
await writeFile(join(reports, "reliability.md"), reportText(parts, minutesSoFar()));
say(`Report: test/reports/reliability.md (${minutesSoFar().toFixed(1)} minutes)`);
process.exitCode = parts.some(({ faults }) => faults.length > 0) ? 1 : 0;

/** Runs a trial up to `times` times while time is left; a trial resolves to null or to what was wrong. */
async function repeat(
  name: string,
  times: number,
  trial: (time: number) => Promise<string | null>,
): Promise<void> {
  const faults: string[] = [];
  let done = 0;
  for (; done < times && !isOver(); done += 1) {
    const fault = await trial(done).catch((error: unknown) => String(error));
    if (fault !== null) faults.push(`time ${done}: ${fault}`);
  }
  parts.push({ name, wanted: times, done, faults });
  say(
    `${faults.length === 0 ? "✓" : "✗"} ${name}: ${done} of ${times}${faults.map((fault) => `\n  ${fault}`).join("")}`,
  );
}

function killAt(point: KillPoint, time: number) {
  const nth = passedOnce.includes(point) ? 1 : 1 + (time % 4);
  return { point, nth, outlives: Math.floor(time / 4) % 2 === 0 };
}

function faultOf(report: KillReport): string | null {
  const { signal, doubles, withoutCard, notSent } = report;
  const isSound = signal === "SIGKILL" && doubles.length + withoutCard.length + notSent.length === 0;
  return isSound ? null : JSON.stringify(report);
}

function onServer({ createDatabase, dropDatabase }: PostgresServer) {
  return async <Result>(use: (ground: Ground) => Promise<Result>): Promise<Result> => {
    const databaseUrl = await createDatabase();
    const ground = { databaseUrl, dataDir: directory };
    await prepareGround(ground, unusedAdapter());
    return use(ground).finally(() => dropDatabase(databaseUrl));
  };
}

function onDirectory(prepared: string) {
  return async <Result>(use: (ground: Ground) => Promise<Result>): Promise<Result> => {
    const dataDir = await mkdtemp(join(directory, "copy-"));
    await cp(prepared, dataDir, { recursive: true });
    return use({ databaseUrl: null, dataDir }).finally(() => rm(dataDir, { recursive: true, force: true }));
  };
}

function unusedAdapter() {
  return createLoopbackAdapter("http://127.0.0.1:9");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
