import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { openRapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import { startProcess } from "./bench-process.ts";
import { benchRoster } from "./bench-roster.ts";
import type { BenchRow } from "./bench-row.ts";
import { type BenchServer, freePort } from "./bench-server.ts";
import type { LoadResult } from "./fire.ts";
import type { LoadPlan } from "./load.ts";
import { loadRows, runLoad } from "./run-load.ts";

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
    const load = (plan: LoadPlan) => runLoad("test/bench/load.ts", plan);
    const ours: LoadResult[] = [];
    const floor: LoadResult[] = [];
    for (let round = 0; round < 5; round += 1) {
      floor.push(await load({ url: bare.url, seconds, targets: bareTargets }));
      ours.push(await load({ url: rapport.url, seconds, targets }));
    }
    const what = {
      rate: `answers stored, ${connections} connections`,
      latency: "answer",
      aim: "at least 0.7",
    };
    const resident = {
      what: "resident memory after the load, on a server",
      ours: `${Math.round(rapport.residentMib())} MiB`,
      floor: "",
      ratio: "",
      aim: "under 300 MiB",
    };
    return [...loadRows(what, ours, floor), resident];
  } finally {
    await rapport.stop();
    await bare.stop();
  }
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
