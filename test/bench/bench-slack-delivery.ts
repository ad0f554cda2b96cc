import postgres from "postgres";
import { openRapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import { type LoopbackSlack, startLoopbackSlack } from "../slack/loopback-slack.ts";
import { benchRoster } from "./bench-roster.ts";
import { type BenchRow, timed } from "./bench-row.ts";
import type { BenchServer } from "./bench-server.ts";

const team = "T0001";
const perMinute = 200;

/**
 * Invitations to people of one workspace through all of Rapport, against a Slack that keeps to its limits: the time
 * that the limit itself takes is the floor.
 */
export async function benchSlackDelivery(server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const count = Math.round(1000 * scale);
  const url = await server.database("bench_slack_delivery");
  const limits = { postsPerChannel: { perSecond: 1, burst: 1 }, postsPerMinute: perMinute, tiers: true };
  const slack = await startLoopbackSlack({ workspaces: [{ team }], limits });
  const rapport = await openRapport(settingsFor(url, slack), {
    logger: createLogger("silent"),
    quietHours: false,
  });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await rapport.chat.listen();
    await benchRoster(rapport, { partnerships: 1, contactsASide: count / 2, route: "slack" });
    await sql`update contacts set consented_at = now(), introduced_at = now()`;
    const routes = await sql<{ address: string }[]>`select address from routes where platform = 'slack'`;
    for (const { address } of routes) slack.addUser({ team, user: address.slice(team.length + 1) });
    const taken = await timed(async () => {
      await rapport.context.queueDueWork();
      await rapport.queue.drain();
    });
    const posts = slack.calls.filter(
      ({ method, outcome }) => method === "chat.postMessage" && outcome === "ok",
    );
    const reached = new Set(posts.map(({ args }) => args.channel)).size;
    if (posts.length !== count || reached !== count)
      throw new Error(
        `${posts.length} messages reached ${reached} of ${count} people: the figures mean nothing.`,
      );
    const floor = (count / perMinute) * 60_000;
    return [
      {
        what: `${count.toLocaleString("en")} invitations through Slack at ${perMinute} a minute`,
        ours: `${(taken / 1000).toFixed(1)} s`,
        floor: `${(floor / 1000).toFixed(1)} s (the limit)`,
        ratio: (taken / floor).toFixed(3),
        aim: "at most 1.05",
      },
      { what: "of these, answered with 429", ours: String(slack.limited), floor: "", ratio: "", aim: "none" },
    ];
  } finally {
    await sql.end();
    await rapport.close();
    await slack.close();
  }
}

function settingsFor(url: string, slack: LoopbackSlack) {
  const { token, app } = slack.workspace(team);
  const read = readSettings({ DATABASE_URL: url });
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  return {
    ...read.settings,
    slack: { botToken: token ?? "", signingSecret: app.signingSecret, appToken: null },
    slackApiUrl: slack.apiUrl,
    slackMessagesPerMinute: perMinute,
  };
}
