import postgres from "postgres";
import { openRapport, type Rapport } from "../../src/compose.ts";
import { readSettings } from "../../src/config.ts";
import { createLogger } from "../../src/logging.ts";
import { queryStatus } from "../../src/status/query-status.ts";
import { benchRoster } from "./bench-roster.ts";
import { type BenchRow, median, timed } from "./bench-row.ts";
import type { BenchServer } from "./bench-server.ts";

/** One partnership's status with five years of a thousand partnerships behind it, against one year. */
export async function benchStatus(server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const partnerships = Math.round(1000 * scale);
  const small = await openHistory(server, { name: "bench_year_1", partnerships, years: 1 });
  const large = await openHistory(server, { name: "bench_year_5", partnerships, years: 5 });
  try {
    const times = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < 300; round += 1) {
      const text = `bench-${(round * 37) % partnerships}`;
      const oneYear = await timed(() => ask(small, text));
      const fiveYears = await timed(() => ask(large, text));
      // The first ones pay for plans and caches.
      if (round >= 50) times.small.push(oneYear);
      if (round >= 50) times.large.push(fiveYears);
    }
    const [one, five] = [median(times.small), median(times.large)];
    return [
      {
        what: `status, 5 years x ${partnerships} partnerships`,
        ours: `${five.toFixed(2)} ms`,
        floor: `${one.toFixed(2)} ms (1 year)`,
        ratio: (five / one).toFixed(2),
        aim: "at most 1.2",
      },
    ];
  } finally {
    await small.close();
    await large.close();
  }
}

async function ask(rapport: Rapport, text: string): Promise<void> {
  const found = await queryStatus(rapport.context, { asker: "operator", text });
  if (found.kind !== "found") throw new Error(`No status for ${text}.`);
}

async function openHistory(
  server: BenchServer,
  size: { readonly name: string; readonly partnerships: number; readonly years: number },
): Promise<Rapport> {
  const url = await server.database(size.name);
  const read = readSettings({ DATABASE_URL: url });
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  const rapport = await openRapport(read.settings, { logger: createLogger("silent") });
  await benchRoster(rapport, { partnerships: size.partnerships, contactsASide: 4, route: "web" });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await fill(sql, size.years);
  } finally {
    await sql.end();
  }
  return rapport;
}

/** Weekly rounds, invitations, ratings, shared texts and monthly releases, made inside the database. */
async function fill(sql: postgres.Sql, years: number): Promise<void> {
  const weeks = years * 52;
  await sql`
    insert into rounds (id, partnership_id, opens_on, closes_on, month, kind, cycle, closes_at, opened_at, closed_at)
    select gen_random_uuid(), p.id, day, day + 3, to_char(day + 3, 'YYYY-MM'), 'check-in', 1, day + 4, day, day + 4
    from partnerships p, lateral (
      select current_date - 7 * week as day from generate_series(1, ${weeks}::int) week) days`;
  await sql`
    insert into invitations (id, round_id, contact_id, side, statements, prompt_id, them, side_size, due_at, closes_at, state, answered_at)
    select gen_random_uuid(), r.id, c.id, c.side, '["DIR1","OPN1","ANC1"]', 'A1', 'Them', 4, r.opened_at, r.closes_at, 'answered', r.opened_at
    from rounds r join contacts c on c.partnership_id = r.partnership_id`;
  await sql`
    insert into answers (invitation_id, question_id, rating, text, mode, audience, answered_at)
    select i.id, q.id, q.rating, q.text, q.mode, 'joint', i.due_at
    from invitations i, (values ('DIR1', 4, null, 'confidential'), ('A1', null, 'An ask', 'attributed')) q (id, rating, text, mode)`;
  await sql`
    insert into releases (id, partnership_id, month, released_at, figures, contributors)
    select gen_random_uuid(), p.id, to_char(current_date - 30 * n, 'YYYY-MM'),
      now(), ${sql.json(emptyFigures)}, '{}'
    from partnerships p, generate_series(1, ${years * 12}::int) n on conflict do nothing`;
  await sql`analyze`;
}

const hidden = { tier: "none", reason: "baseline", index: null, dimensions: [], response: null, themes: [] };
const emptyFigures = { month: "2026-01", sides: { agency: hidden, vendor: hidden }, comparison: "too-few" };
