import { queryStatus } from "../status/query-status.ts";
import { statusCard } from "../status/status-card.ts";
import { statusListCard } from "../status/status-list-card.ts";
import { cardText } from "./card-text.ts";
import { exitCodes, type StoreCommand } from "./command.ts";

/** Prints the status of one partnership, or of all in short: released figures and dates only. */
export const statusCommand: StoreCommand = {
  name: "status",
  needs: "store",
  summary: "print the status of one partnership or of all",
  configure: (definition) => {
    definition
      .argument("[key]", "the partnership's key, such as acme-permits")
      .option("--json", "print it as JSON")
      .addHelpText(
        "after",
        "\nOnly released figures are shown, as to everybody else. There are no live figures.",
      );
  },
  run: async (context, { positional, options }, io) => {
    const outcome = await queryStatus(context, { asker: "operator", text: positional[0] ?? "" });
    if (outcome.kind === "none") {
      const meant =
        outcome.nearest === null
          ? "Run `status` without a key to see all."
          : `Did you mean ${outcome.nearest}?`;
      io.err(`No partnership is called "${positional[0] ?? ""}". ${meant}`);
      return exitCodes.refused;
    }
    if (options.json === true) {
      io.out(JSON.stringify(outcome.kind === "found" ? outcome.status : outcome.partnerships, null, 2));
      return exitCodes.done;
    }
    const words = context.wordsFor("en");
    const card =
      outcome.kind === "found"
        ? statusCard(outcome.status, words, outcome.status.partnership.timeZone, "en")
        : statusListCard(outcome.partnerships, words);
    io.out(cardText(card));
    return exitCodes.done;
  },
};
