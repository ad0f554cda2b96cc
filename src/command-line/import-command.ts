import { type ImportOutcome, importRoster } from "../partnerships/import-roster.ts";
import { describeChange } from "../partnerships/roster-change.ts";
import { formatFault } from "../partnerships/roster-fault.ts";
import { type CommandIo, exitCodes, type StoreCommand } from "./command.ts";
import { readArgumentFile } from "./read-argument-file.ts";

/** Makes a roster file the truth, or shows what that would change. */
export const importCommand: StoreCommand = {
  name: "import",
  needs: "store",
  summary: "make a roster file the truth: adds, changes and deactivates",
  configure: (definition) => {
    definition
      .argument("<roster>", "the roster (YAML)")
      .option("--dry-run", "show what would change; change nothing")
      .option("--json", "print the result as JSON")
      .addHelpText(
        "after",
        "\nNothing is imported when the file has a fault. Whoever left it keeps their history.",
      );
  },
  run: async (context, { positional, options, directory }, io) => {
    const file = await readArgumentFile(positional[0], directory, io);
    if (file === null) return exitCodes.refused;
    const outcome = await importRoster(context, { ...file, dryRun: options.dryRun === true });
    if (options.json === true) io.out(JSON.stringify(outcome, null, 2));
    else tell(outcome, file.source, io);
    return outcome.kind === "faults" ? exitCodes.refused : exitCodes.done;
  },
};

function tell(outcome: ImportOutcome, source: string, io: CommandIo): void {
  if (outcome.kind === "faults") {
    for (const fault of outcome.faults) io.err(`✗ ${formatFault(fault)}`);
    io.err(`Nothing was imported: ${counted(outcome.faults.length, "fault")} in ${source}.`);
    return;
  }
  for (const warning of outcome.warnings) io.err(`! ${formatFault(warning)}`);
  for (const change of outcome.changes) io.out(describeChange(change));
  const changes = counted(outcome.changes.length, "change");
  if (outcome.kind === "unchanged") io.out("Nothing to change: the roster is known as it is.");
  else if (outcome.kind === "planned")
    io.out(`${changes} to make. Run it again without --dry-run to make them.`);
  else io.out(`${changes} made.`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
