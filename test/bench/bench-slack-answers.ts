import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type LoopbackSlack, startLoopbackSlack } from "../slack/loopback-slack.ts";
import { type BenchProcess, startProcess } from "./bench-process.ts";
import { type BenchRow, median } from "./bench-row.ts";
import { type BenchServer, freePort } from "./bench-server.ts";
import type { LoadResult } from "./fire.ts";
import type { SlackLoadPlan } from "./load-slack.ts";
import { loadRows, runLoad } from "./run-load.ts";
import { forgetCalls, sendCheckIns, signingSecret, slackEnvironment, tapsOf, team } from "./slack-taps.ts";

const connections = 50;
const people = 400;
/** Each call to the slow Slack takes this long. */
const slowMs = 1500;

/**
 * Signed clicks on ratings, stored and acknowledged, against a bare Bolt app with one insert, in alternating rounds;
 * and the same clicks while every call to Slack takes 1.5 s, which no acknowledgement may notice.
 */
export async function benchSlackAnswers(server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const url = await server.database("bench_slack_answers");
  const bareUrl = await server.database("bench_bare_bolt");
  const slack = await startLoopbackSlack({ workspaces: [{ team }] });
  try {
    const tapping = await sendCheckIns(url, slack, people);
    const rapport = await startRapport(slack, url);
    const bare = await startBareBolt(bareUrl);
    try {
      const taps = tapsOf(slack, tapping);
      // Checking and keeping every card is Slack's work, and would take as much of these processors as ours does.
      slack.on({}, { kind: "status", status: 200, accept: false, body: '{"ok":true}' });
      const load = async (target: BenchProcess, seconds: number): Promise<LoadResult> => {
        const plan = { url: target.url, seconds, connections, signingSecret, people: taps };
        return runLoad("test/bench/load-slack.ts", plan satisfies SlackLoadPlan);
      };
      const seconds = Math.max(2, Math.round(8 * scale));
      const rounds = { ours: [] as LoadResult[], floor: [] as LoadResult[], slow: [] as LoadResult[] };
      const shown: number[] = [];
      // Programs that have just started are slow: nobody's first seconds count.
      await load(bare, seconds);
      const warm = await load(rapport, seconds);
      for (let round = 0; round < 5; round += 1) {
        rounds.floor.push(await load(bare, seconds));
        forgetCalls(slack);
        rounds.ours.push(await load(rapport, seconds));
        shown.push(forgetCalls(slack) / seconds);
        const slowness = slack.on({}, { kind: "slow", milliseconds: slowMs });
        rounds.slow.push(await load(rapport, seconds));
        slowness.release();
      }
      await checkStored(url, [warm, ...rounds.ours, ...rounds.slow]);
      return [...rowsOf(rounds), rowOfCards(median(shown), rapport.residentMib())];
    } finally {
      await rapport.stop();
      await bare.stop();
    }
  } finally {
    await slack.close();
  }
}

async function startRapport(slack: LoopbackSlack, url: string): Promise<BenchProcess> {
  const env = {
    ...slackEnvironment(slack, url),
    RAPPORT_DATA_DIR: join(tmpdir(), `rapport-bench-slack-${process.pid}`),
  };
  return startProcess("src/main.ts", await freePort(), env, "/readyz");
}

async function startBareBolt(url: string): Promise<BenchProcess> {
  const port = await freePort();
  return startProcess("test/bench/bare-bolt.ts", port, {}, "/healthz", [String(port), url, signingSecret]);
}

/** Every click that was acknowledged has left its event behind. */
async function checkStored(url: string, results: readonly LoadResult[]): Promise<void> {
  const acknowledged = results.reduce((sum, { answered }) => sum + answered, 0);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql<{ stored: number }[]>`select count(*)::int as stored from submissions`;
    if (row === undefined || row.stored < acknowledged)
      throw new Error(`${acknowledged} clicks were acknowledged and ${row?.stored} stored.`);
  } finally {
    await sql.end();
  }
}

function rowsOf({
  ours,
  floor,
  slow,
}: Readonly<Record<"ours" | "floor" | "slow", readonly LoadResult[]>>): readonly BenchRow[] {
  const slowRows = loadRows(
    {
      rate: "clicks stored while Slack takes 1.5 s a call",
      latency: "their acknowledgement",
      aim: "about 1",
    },
    slow,
    ours,
  );
  const what = {
    rate: `clicks in Slack stored, ${connections} connections`,
    latency: "acknowledgement",
    aim: "at least 0.7",
  };
  return [
    ...loadRows(what, ours, floor),
    ...slowRows.map((row) => ({ ...row, floor: `${row.floor} (quick Slack)` })),
  ];
}

function rowOfCards(perSecond: number, resident: number): BenchRow {
  const memory = `${Math.round(resident)} MiB resident`;
  return {
    what: "cards brought up to date meanwhile",
    ours: `${Math.round(perSecond)}/s, ${memory}`,
    floor: "none",
    ratio: "",
    aim: "under 300 MiB",
  };
}
