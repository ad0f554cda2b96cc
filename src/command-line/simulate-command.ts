import { InvalidArgumentError } from "commander";
import { Temporal } from "temporal-polyfill";
import { RapportError } from "../errors.ts";
import { formatFault } from "../partnerships/roster-fault.ts";
import { createArrivals } from "../simulation/arrivals.ts";
import { createFaultWatch } from "../simulation/fault-watch.ts";
import { seededIds } from "../simulation/seeded-ids.ts";
import { type SimulationOutcome, simulate } from "../simulation/simulate.ts";
import { createSimulatedClock } from "../simulation/simulated-clock.ts";
import { parseSimulatedTexts } from "../simulation/simulated-texts.ts";
import { spanOf } from "../simulation/span.ts";
import { type CommandIo, exitCodes, type OwnStore, type OwnStoreCommand } from "./command.ts";
import { simulationText } from "./simulation-text.ts";

const mostWeeks = 260;
const largestSeed = 2 ** 31 - 1;

/** Fills an empty store with made-up answers of many weeks, by the real flows under a simulated clock. */
export const simulateCommand: OwnStoreCommand = {
  name: "simulate",
  needs: "own-store",
  summary: "fill an empty store with weeks of made-up answers, to look at",
  configure: (definition) => {
    definition
      .option("--weeks <weeks>", `how many, 1 to ${mostWeeks}`, wholeNumber(1, mostWeeks), "26")
      .option(
        "--seed <seed>",
        "a whole number; the same one makes the same store",
        wholeNumber(0, largestSeed),
        "7",
      )
      .option("--until <date>", "YYYY-MM-DD: ends as this day begins (default: today)", calendarDate)
      .option("--yes", "do it even with a roster of your own or on a database server")
      .option("--json", "print the summary as JSON")
      .addHelpText(
        "after",
        "\nThe store must be empty: name a new directory in RAPPORT_DATA_DIR. Then `npm start` shows it.",
      );
  },
  run: async (store, { options }, io) => {
    const today = store.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
    const until = options.until === undefined ? today : Temporal.PlainDate.from(String(options.until));
    if (Temporal.PlainDate.compare(until, today) > 0) {
      io.err(`--until ${until} lies in the future. Use a date up to today (${today}).`);
      return exitCodes.usage;
    }
    if (store.isPrecious && options.yes !== true) {
      io.err(
        "✗ RAPPORT_ROSTER or DATABASE_URL is set, and this makes up answers in the names of everybody on the roster. " +
          "Add --yes if that is what you want; without those settings it uses the sample.",
      );
      return exitCodes.refused;
    }
    const asked = { weeks: Number(options.weeks), seed: Number(options.seed), until };
    const outcome = await fill(store, asked, io);
    return tell(outcome, store, options.json === true, io);
  },
};

interface Asked {
  readonly weeks: number;
  readonly seed: number;
  readonly until: Temporal.PlainDate;
}

async function fill(
  store: OwnStore,
  { weeks, seed, until }: Asked,
  io: CommandIo,
): Promise<SimulationOutcome | { readonly kind: "in-use"; readonly reason: string }> {
  const span = spanOf(weeks, until);
  const clock = createSimulatedClock(span.start);
  const ids = seededIds(seed);
  const arrivals = createArrivals();
  const faults = createFaultWatch(store.logger);
  const queued = { isWaiting: true };
  const roster = await store.readRoster();
  const texts = parseSimulatedTexts(await store.readTexts(), "simulated-texts.yaml");
  const opened = await open(store, {
    clock,
    ids,
    logger: faults.logger,
    web: arrivals.watch,
    onQueued: () => {
      queued.isWaiting = true;
    },
  });
  if ("kind" in opened) return opened;
  const { context, inbound, board } = opened;
  try {
    return await simulate(
      {
        ...context,
        ...{ clock, ids, inbound, board, arrivals, check: faults.check },
        work: async () => {
          if (!queued.isWaiting) return false;
          queued.isWaiting = false;
          await context.drain();
          return true;
        },
      },
      {
        ...{ seed, weeks, span, roster, texts },
        progress: ({ week, note }) => io.progress?.({ title: "Weeks", done: week, total: weeks, note }),
      },
    );
  } finally {
    await opened.close();
  }
}

/** No simulation beside a server on the same directory: that is a refusal, not a failure. */
async function open(store: OwnStore, replace: Parameters<OwnStore["open"]>[0]) {
  try {
    return await store.open(replace);
  } catch (error) {
    if (!(error instanceof RapportError) || error.code !== "database.in-use") throw error;
    return { kind: "in-use" as const, reason: error.message };
  }
}

function tell(
  outcome: Awaited<ReturnType<typeof fill>>,
  store: OwnStore,
  asJson: boolean,
  io: CommandIo,
): number {
  switch (outcome.kind) {
    case "in-use":
      io.err(`✗ A simulation needs the store for itself. ${outcome.reason}`);
      return exitCodes.refused;
    case "not-empty":
      io.err(
        `✗ There is something in the store already (${store.place}), and a simulation needs an empty one. ` +
          "Name another directory, such as RAPPORT_DATA_DIR=.simulated, or delete this one if nobody needs it.",
      );
      return exitCodes.refused;
    case "roster-faults":
      for (const fault of outcome.faults) io.err(`✗ ${formatFault(fault)}`);
      io.err("The roster has faults. Nothing was made.");
      return exitCodes.refused;
    case "filled":
      io.out(
        asJson ? JSON.stringify(outcome.summary, null, 2) : simulationText(outcome.summary, store.place),
      );
      return exitCodes.done;
  }
}

function wholeNumber(least: number, most: number): (text: string) => string {
  return (text) => {
    const isOne = /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;
    if (!isOne) throw new InvalidArgumentError(`Use a whole number from ${least} to ${most}.`);
    return text;
  };
}

function calendarDate(text: string): string {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text))
      return Temporal.PlainDate.from(text, { overflow: "reject" }).toString();
  } catch {
    // Falls through: a date such as 31 February is none.
  }
  throw new InvalidArgumentError("Use a date like 2026-11-20.");
}
