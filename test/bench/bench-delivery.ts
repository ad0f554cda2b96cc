import postgres from "postgres";
import { openRapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import type { ChatAdapter, Conversation } from "../../src/ports/chat-adapter.ts";
import { benchRoster } from "./bench-roster.ts";
import { type BenchRow, timed } from "./bench-row.ts";
import type { BenchServer } from "./bench-server.ts";

/** Invitations claimed, drawn and delivered to a platform that does nothing, against as many bare inserts. */
export async function benchDelivery(server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const count = Math.round(10_000 * scale);
  const url = await server.database("bench_delivery");
  let sent = 0;
  const nowhere: ChatAdapter = {
    platform: "slack",
    capabilities: { duplicates: "key", updates: true },
    surface: () => "private",
    lane: () => "slack",
    send: async ({ to, key }) => {
      sent += 1;
      return { kind: "sent", conversation: to as Conversation, messageId: key };
    },
    find: async () => ({ kind: "absent" }),
    update: async () => true,
  };
  const rapport = await openRapport(settingsFor(url), {
    logger: createLogger("silent"),
    adapters: [nowhere],
    quietHours: false,
  });
  const sql = postgres(url, { max: 16, onnotice: () => {} });
  try {
    await benchRoster(rapport, { partnerships: Math.ceil(count / 500), contactsASide: 250, route: "slack" });
    await sql`update contacts set consented_at = now(), introduced_at = now()`;
    const opening = await timed(async () => {
      await rapport.context.queueDueWork();
      await rapport.queue.drain();
    });
    const floor = await timed(() => bareInserts(sql, sent));
    return [
      {
        what: `${sent.toLocaleString("en")} invitations made, claimed, drawn and delivered`,
        ours: `${(opening / 1000).toFixed(1)} s, ${Math.round((sent / opening) * 1000)}/s`,
        floor: `${(floor / 1000).toFixed(1)} s (bare inserts)`,
        ratio: (opening / floor).toFixed(1),
        aim: "",
      },
    ];
  } finally {
    await sql.end();
    await rapport.close();
  }
}

async function bareInserts(sql: postgres.Sql, count: number): Promise<void> {
  await sql`create table bare_deliveries (id bigint generated always as identity primary key, key text not null)`;
  const lane = async (from: number) => {
    for (let index = from; index < count; index += 16)
      await sql`insert into bare_deliveries (key) values (${String(index)})`;
  };
  await Promise.all(Array.from({ length: 16 }, (_, from) => lane(from)));
}

function settingsFor(url: string) {
  const read = readSettings({ DATABASE_URL: url });
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  return read.settings;
}
