import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import postgres from "postgres";
import { openRapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import { startProcess } from "./bench-process.ts";
import { benchRoster } from "./bench-roster.ts";
import { type BenchRow, median } from "./bench-row.ts";
import { type BenchServer, freePort } from "./bench-server.ts";
import type { LoadPlan, LoadResult } from "./load.ts";

const connections = 50;
const checkInCookie = "rapport_check_in";

/** Taps over HTTP by signed-link sessions, against a bare Express handler with one insert, in alternating rounds. */
export async function benchAnswers(server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const url = await server.database("bench_answers");
  const bareUrl = await server.database("bench_bare");
  const cookies = await prepare(url);
  const rapport = await startProcess(
    "src/main.ts",
    await freePort(),
    { DATABASE_URL: url, RAPPORT_DATA_DIR: join(tmpdir(), `rapport-bench-${process.pid}`) },
    "/readyz",
  );
  const barePort = await freePort();
  const bare = await startProcess("test/bench/bare-server.ts", barePort, {}, "/healthz", [
    String(barePort),
    bareUrl,
  ]);
  try {
    const targets = await Promise.all(cookies.map((cookie) => targetOf(rapport.url, cookie)));
    const bareTargets = targets.map(() => ({ path: "/answer", cookie: "", form: {}, varied: "value" }));
    const seconds = Math.max(2, Math.round(8 * scale));
    const ours: LoadResult[] = [];
    const floor: LoadResult[] = [];
    for (let round = 0; round < 5; round += 1) {
      floor.push(await load({ url: bare.url, seconds, targets: bareTargets }));
      ours.push(await load({ url: rapport.url, seconds, targets }));
    }
    const failures = ours.concat(floor).reduce((sum, one) => sum + one.failures, 0);
    if (failures > 0) throw new Error(`${failures} requests failed: the figures mean nothing.`);
    return rowsOf(ours, floor, rapport.residentMib());
  } finally {
    await rapport.stop();
    await bare.stop();
  }
}

function rowsOf(
  ours: readonly LoadResult[],
  floor: readonly LoadResult[],
  resident: number,
): readonly BenchRow[] {
  const pair = (pick: (result: LoadResult) => number) =>
    [median(ours.map(pick)), median(floor.map(pick))] as const;
  const [rate, bareRate] = pair((result) => result.perSecond);
  const [p50, bareP50] = pair((result) => result.p50);
  const [p99, bareP99] = pair((result) => result.p99);
  const latency = (what: string, a: number, b: number) => ({
    what,
    ours: `${a} ms`,
    floor: `${b} ms`,
    ratio: (a / b).toFixed(2),
    aim: "",
  });
  return [
    {
      what: `answers stored, ${connections} connections`,
      ours: `${Math.round(rate)}/s`,
      floor: `${Math.round(bareRate)}/s`,
      ratio: (rate / bareRate).toFixed(2),
      aim: "at least 0.7",
    },
    latency("answer, p50", p50, bareP50),
    latency("answer, p99", p99, bareP99),
    {
      what: "resident memory after the load, on a server",
      ours: `${Math.round(resident)} MiB`,
      floor: "",
      ratio: "",
      aim: "under 300 MiB",
    },
  ];
}

/** Fifty people with an open check-in each; the cookies of their sessions. */
async function prepare(url: string): Promise<readonly string[]> {
  const read = readSettings({ DATABASE_URL: url });
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  const rapport = await openRapport(read.settings, { logger: createLogger("silent"), quietHours: false });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await benchRoster(rapport, { partnerships: 1, contactsASide: connections / 2, route: "web" });
    await sql`update contacts set consented_at = now(), introduced_at = now()`;
    await rapport.context.queueDueWork();
    await rapport.queue.drain();
    // They answer by link alone: no card of theirs stands in a chat.
    await sql`update messages set state = 'cancelled'`;
    const open = await sql<{ id: string; contact_id: string }[]>`select id, contact_id from invitations`;
    const expiresAt = rapport.clock.now().add({ hours: 12 });
    const cookies: string[] = [];
    for (const { id, contact_id: contactId } of open) {
      const path = await rapport.transact(({ links }) =>
        links.make({ contactId, invitationId: id, expiresAt }),
      );
      const session = await rapport.sessions.redeem(path.slice("/go/".length));
      cookies.push(`${checkInCookie}=${session?.sessionId}`);
    }
    return cookies;
  } finally {
    await sql.end();
    await rapport.close();
  }
}

/** Reads the first statement's form off the page, as a browser would. */
async function targetOf(base: string, cookie: string): Promise<LoadPlan["targets"][number]> {
  const page = await (await fetch(`${base}/check-in`, { headers: { cookie } })).text();
  const form = /<form class="choice"[\s\S]*?<\/form>/.exec(page)?.[0];
  if (form === undefined) throw new Error("The check-in page has no form.");
  const fields = [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
    attribute(input, "name"),
    attribute(input, "value"),
  ]);
  const action = attribute(/<form[^>]*>/.exec(form)?.[0] ?? "", "action");
  return { path: action, cookie, form: Object.fromEntries(fields), varied: "field.value" };
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

async function load(plan: LoadPlan): Promise<LoadResult> {
  const child = spawn(process.execPath, ["test/bench/load.ts"], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(plan));
  return JSON.parse(await text(child.stdout)) as LoadResult;
}
