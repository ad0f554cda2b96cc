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
import type { SimulationSummary } from "../simulation/summary.ts";
import { type CommandArgs, type CommandIo, exitCodes, type OwnStore, type OwnStoreCommand } from "./command.ts";

const mostWeeks = 260;
const largestSeed = 2 ** 31 - 1;

/** Fills an empty store with made-up people's answers of many weeks, by the real flows under a simulated clock. */
export const simulateCommand: OwnStoreCommand = {
  name: "simulate",
  needs: "own-store",
  summary: "fill an empty store with weeks of made-up answers, to look at",
  configure: (definition) => {
    definition
      .option("--weeks <weeks>", `how many weeks, 1 to ${mostWeeks}`, wholeNumber(1, mostWeeks), "26")
      .option("--seed <seed>", "a whole number; the same seed makes the same store", wholeNumber(0, largestSeed), "7")
      .option("--until <date>", "YYYY-MM-DD, the day before which it ends; today when left out", calendarDate)
      .option("--yes", "also make up answers for a roster of your own, or on a database server")
      .option("--json", "print the summary as JSON")
      .addHelpText(
        "after",
        "\nIt needs an empty store: name a new directory in RAPPORT_DATA_DIR. Afterwards `npm start` shows it.",
      );
  },
  run: async (store, args, io) => {
    const today = store.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
    const { until: wished } = args.options;
    const until = typeof wished === "string" ? Temporal.PlainDate.from(wished) : today;
    if (Temporal.PlainDate.compare(until, today) > 0) {
      io.err(`--until ${until} lies in the future. Use a date up to today, ${today}.`);
      return exitCodes.usage;
    }
    if (args.options.yes !== true && store.isPrecious) {
      io.err(
        `This makes up answers in the names of real people: ${store.name}. Add --yes if that is what you want, ` +
          "or leave RAPPORT_ROSTER and DATABASE_URL empty to use the sample.",
      );
      return exitCodes.refused;
    }
    try {
      const outcome = await fill(store, args, until, io);
      return tell(outcome, store, args, io);
    } catch (error) {
      if (!(error instanceof RapportError) || error.code !== "database.in-use") throw error;
      io.err(`✗ ${error.message} A simulation cannot run while a server does.`);
      return exitCodes.refused;
    }
  },
};
