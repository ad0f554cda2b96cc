import { sayMoment, sayMonth } from "../partnerships/say-date.ts";
import type { DigestAudience } from "../summaries/digest.ts";
import { digestFor } from "../summaries/digest-for.ts";
import { digestText } from "../summaries/digest-text.ts";
import { type CommandContext, exitCodes, type StoreCommand } from "./command.ts";

const audiences: readonly DigestAudience[] = ["joint", "agency", "vendor"];

/** Prints a month's digest as it was posted, or as it would be now. */
export const digestCommand: StoreCommand = {
  name: "digest",
  needs: "store",
  summary: "print a month's digest",
  configure: (definition) => {
    definition
      .argument("<key>", "the partnership's key, such as acme-permits")
      .option("--month <month>", "YYYY-MM, or last for the newest released month", "last")
      .option("--audience <audience>", "joint, agency or vendor", "joint")
      .option("--json", "print it as JSON");
  },
  run: async (context, { positional, options }, io) => {
    const key = positional[0] ?? "";
    const month = String(options.month);
    const audience = audiences.find((known) => known === options.audience);
    if (audience === undefined) {
      io.err(`"${String(options.audience)}" is not an audience. Use joint, agency or vendor.`);
      return exitCodes.usage;
    }
    const outcome = await digestFor({ ...context, words: context.wordsFor("en") }, { key, month, audience });
    switch (outcome.kind) {
      case "unknown-partnership":
        io.err(`No partnership is called "${key}". Run \`status\` to see all.`);
        return exitCodes.refused;
      case "not-a-month":
        io.err(`"${month}" is not a month. Use YYYY-MM such as 2026-10, or last.`);
        return exitCodes.usage;
      case "not-released":
        io.err(
          `The figures of ${sayMonth(outcome.month, "en")} are not released yet. ` +
            `Both sides get them on ${sayMoment(outcome.releaseAt, "UTC", "en")}.`,
        );
        return exitCodes.refused;
      default:
        if (audience !== "joint") await note(context, key, { audience, month: outcome.month });
        io.out(options.json === true ? JSON.stringify(outcome, null, 2) : digestText(outcome.text));
        if (outcome.kind === "preview") io.err("Not posted yet: this is what would be posted now.");
        return exitCodes.done;
    }
  },
};

/** A side's edition is not for the operator: printing one is logged. */
async function note(
  { transact, clock }: CommandContext,
  key: string,
  details: { readonly audience: DigestAudience; readonly month: string },
): Promise<void> {
  await transact(async ({ partnerships, audit }) => {
    const id = (await partnerships.byKey(key))?.id ?? null;
    const entry = { partnershipId: id, actor: "operator", action: "digest.printed", subject: key, details };
    await audit.add(entry, clock.now());
  });
}
