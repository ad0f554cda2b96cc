import { readRoster } from "../partnerships/read-roster.ts";
import { rosterJsonSchema } from "../partnerships/roster.ts";
import { formatFault } from "../partnerships/roster-fault.ts";
import { exitCodes, type LocalCommand } from "./command.ts";
import { readArgumentFile } from "./read-argument-file.ts";

/** Prints the JSON Schema of roster files, so that editors can complete and check them. */
export const rosterSchemaCommand: LocalCommand = {
  name: "roster schema",
  needs: "nothing",
  summary: "print the JSON Schema of roster files, for editors",
  configure: () => {},
  run: async (_args, io) => {
    io.out(JSON.stringify(rosterJsonSchema(), null, 2));
    return exitCodes.done;
  },
};

/** Lists everything that is wrong with a roster file without importing it. */
export const rosterCheckCommand: LocalCommand = {
  name: "roster check",
  needs: "nothing",
  summary: "list every fault of a roster file; changes nothing",
  configure: (definition) => {
    definition.argument("<file>", "the roster (YAML)").option("--json", "print the result as JSON");
  },
  run: async ({ positional, options, directory }, io) => {
    const file = await readArgumentFile(positional[0], directory, io);
    if (file === null) return exitCodes.refused;
    const reading = readRoster(file.text, file.source);
    const faults = reading.kind === "faults" ? reading.faults : [];
    const warnings = reading.kind === "roster" ? reading.warnings : [];
    if (options.json === true) io.out(JSON.stringify({ kind: reading.kind, faults, warnings }, null, 2));
    else {
      for (const fault of faults) io.err(`✗ ${formatFault(fault)}`);
      for (const warning of warnings) io.err(`! ${formatFault(warning)}`);
      if (faults.length === 0) io.out(`${file.source} can be imported.`);
      else io.err(`${file.source}: ${faults.length} ${faults.length === 1 ? "fault" : "faults"}.`);
    }
    return faults.length === 0 ? exitCodes.done : exitCodes.refused;
  },
};
