import type { Command } from "./command.ts";
import { digestCommand } from "./digest-command.ts";
import { importCommand } from "./import-command.ts";
import { codeCommand, linkCommand } from "./people-commands.ts";
import { rosterCheckCommand, rosterSchemaCommand } from "./roster-commands.ts";
import { simulateCommand } from "./simulate-command.ts";
import { statusCommand } from "./status-command.ts";

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  statusCommand,
  digestCommand,
  importCommand,
  rosterCheckCommand,
  rosterSchemaCommand,
  linkCommand,
  codeCommand,
  simulateCommand,
];
