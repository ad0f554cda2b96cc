import { Temporal } from "temporal-polyfill";
import { openRapport, type Rapport, type Replacements } from "../../src/compose.ts";
import type { Settings } from "../../src/config.ts";
import { importRoster } from "../../src/partnerships/import-roster.ts";
import { formatFault } from "../../src/partnerships/roster-fault.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { aRoster } from "../builders/roster.ts";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import type { Engine, Row } from "./engine.ts";

/** A whole Rapport on an engine, under a clock that the test moves. */
export interface TestRapport extends Rapport {
  readonly engine: Engine;
  readonly clock: TestClock;
  readonly logger: ReturnType<typeof createRecordingLogger>;
  /** Row ids of the roster's people, by "partnership/contact" and, where it is the only one, by contact. */
  readonly contactIds: Readonly<Record<string, string>>;
  query: Engine["query"];
  /** Imports a changed roster. */
  importRoster(roster: string): Promise<void>;
  /** Does what is due at this moment, and what follows from it, until nothing new is found. */
  settle(): Promise<void>;
  /** Moves the clock on, stopping wherever a message is due and at least once a day, and settles there. */
  passTo(moment: Temporal.Instant | string, timeZone?: string): Promise<void>;
  /** Every row of every table, for "nothing was changed". */
  snapshot(): Promise<Readonly<Record<string, Row[]>>>;
}

export interface StartOptions {
  /** Wall-clock start in Chicago; Monday 2 November 2026, 12:00 by default. */
  readonly at?: string;
  readonly clock?: TestClock;
  readonly adapters?: Replacements["adapters"];
  readonly ids?: Replacements["ids"];
  readonly timers?: Replacements["timers"];
  /** The roster to import; null imports none. */
  readonly roster?: string | null;
  /** On by default, as with any platform that rings. */
  readonly quietHours?: boolean;
  /** In place of those of every test. */
  readonly settings?: Partial<Settings>;
  /** Keeps what the engine holds instead of emptying it first. */
  readonly keep?: boolean;
}

export const testSettings: Settings = {
  databaseUrl: null,
  dataDir: "",
  rosterFile: null,
  host: "127.0.0.1",
  port: 3000,
  publicUrl: null,
  secret: "a secret for tests alone, of enough signs",
  logLevel: "silent",
  mail: null,
  slack: null,
  slackApiUrl: "https://slack.com/api/",
  slackMessagesPerMinute: 200,
};

/** Opens Rapport on an emptied engine and imports the roster; nothing is sent before `settle`. */
export async function startRapport(engine: Engine, options: StartOptions = {}): Promise<TestRapport> {
  if (options.keep !== true) await engine.empty();
  const clock = options.clock ?? createTestClock(options.at ?? "2026-11-02T12:00", "America/Chicago");
  const logger = createRecordingLogger();
  const { adapters = [], ids, timers, quietHours = true } = options;
  const injected = { ...(ids && { ids }), ...(timers && { timers }) };
  const replacements = { clock, logger, adapters, quietHours, inMemory: true, ...injected };
  const rapport = await engine.lend(() =>
    openRapport({ ...testSettings, ...options.settings, databaseUrl: engine.url }, replacements),
  );
  const contactIds: Record<string, string> = {};
  const bring = async (text: string) => {
    const outcome = await importRoster(rapport.context, { text, source: "roster.yaml", dryRun: false });
    if (outcome.kind === "faults") throw new Error(outcome.faults.map(formatFault).join("\n"));
    for (const row of await engine.query(
      "select c.id, c.key, p.key as partnership from contacts c join partnerships p on p.id = c.partnership_id",
    )) {
      contactIds[String(row.key)] = String(row.id);
      contactIds[`${row.partnership}/${row.key}`] = String(row.id);
    }
  };
  if (options.roster !== null) await bring(options.roster ?? aRoster());
  const settle = () => settleRapport(rapport);
  return {
    ...rapport,
    ...{ engine, clock, logger, contactIds, query: engine.query, importRoster: bring, settle },
    passTo: (moment, timeZone) => passTo(rapport, clock, createTestClock(moment, timeZone).now()),
    snapshot: () => snapshot(engine),
  };
}

/** See `TestRapport.settle`; some jobs are queued at every look and end at once, so that "none" is no sign. */
export async function settleRapport({ context }: Pick<Rapport, "context">): Promise<void> {
  let before = "";
  for (let look = 0; look < 50; look += 1) {
    const { queued } = await context.queueDueWork();
    const done = await context.drain();
    if (done === 0 || queued.join() === before) return;
    before = queued.join();
  }
  throw new Error(`Work never ends: ${before}`);
}

/** See `TestRapport.passTo`. */
export async function passTo(
  rapport: Pick<Rapport, "context" | "transact">,
  clock: TestClock,
  end: Temporal.Instant,
): Promise<void> {
  const compare = Temporal.Instant.compare;
  while (compare(clock.now(), end) < 0) {
    const due = await rapport.transact(({ messages }) => messages.nextDue());
    const dayOn = clock.now().add({ hours: 24 });
    const next = due !== null && compare(due, clock.now()) > 0 && compare(due, dayOn) < 0 ? due : dayOn;
    clock.set(compare(next, end) < 0 ? next : end);
    await settleRapport(rapport);
  }
}

async function snapshot(engine: Engine): Promise<Record<string, Row[]>> {
  const tables = await engine.query(
    "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
  );
  const rows: Record<string, Row[]> = {};
  for (const { name } of tables) {
    const found = await engine.query(`select to_jsonb(t) as row from "${name}" t order by to_jsonb(t)::text`);
    rows[String(name)] = found.map(({ row }) => row as Row);
  }
  return rows;
}
