import { readFile } from "node:fs/promises";
import { runCommandLine } from "../../src/command-line/build-program.ts";
import type { OwnStore, ProgressState } from "../../src/command-line/command.ts";
import { simulateCommand } from "../../src/command-line/simulate-command.ts";
import { openRapport } from "../../src/compose.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { createTestClock } from "../builders/test-clock.ts";
import type { Engine, Row } from "../engines/engine.ts";
import { testSettings } from "../engines/start-rapport.ts";

const seedFile = (name: string) => readFile(new URL(`../../db/seed/${name}`, import.meta.url), "utf8");

/** The sample roster, which a simulation uses when no other is named. */
export const sampleRoster = await seedFile("sample-roster.yaml");
export const simulatedTexts = await seedFile("simulated-texts.yaml");

/** Runs `rapport simulate ...` on an engine, on Sunday 22 November 2026; what the engine holds stays. */
export async function runSimulate(engine: Engine, typed: string, changes: Partial<OwnStore> = {}) {
  const said = { out: "", err: "", progress: [] as ProgressState[] };
  const store: OwnStore = {
    clock: createTestClock("2026-11-22T15:00:00Z"),
    place: "the test's store",
    isPrecious: false,
    logger: createRecordingLogger(),
    readRoster: async () => ({ text: sampleRoster, source: "sample-roster.yaml" }),
    readTexts: async () => simulatedTexts,
    open: (replace) =>
      engine.lend(() =>
        openRapport(
          { ...testSettings, databaseUrl: engine.url },
          { ...replace, quietHours: true, inMemory: true },
        ),
      ),
    ...changes,
  };
  const code = await runCommandLine(["simulate", ...typed.split(" ").filter(Boolean)], {
    commands: [simulateCommand],
    io: {
      out: (text) => {
        said.out += text;
      },
      err: (text) => {
        said.err += text;
      },
      progress: (state) => void said.progress.push(state),
      isTty: false,
    },
    directory: ".",
    withStore: async () => 1,
    withOwnStore: (run) => run(store),
  });
  return { code, ...said };
}

/** Every row of every table of ours, each table in an order of its own content. */
export async function dump(engine: Engine): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await engine.query(
    "select tablename from pg_tables where schemaname = 'public' order by tablename",
  );
  const rows: Record<string, readonly string[]> = {};
  for (const { tablename } of tables) {
    const all = await engine.query(`select to_jsonb(t)::text as row from "${tablename}" t`);
    rows[String(tablename)] = all.map((found: Row) => String(found.row)).toSorted();
  }
  return rows;
}
