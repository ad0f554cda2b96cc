import type { Command } from "./command.ts";
import { digestCommand } from "./digest-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { importCommand } from "./import-command.ts";
import { codeCommand, linkCommand } from "./people-commands.ts";
import { rosterCheckCommand, rosterSchemaCommand } from "./roster-commands.ts";
import { simulateCommand } from "./simulate-command.ts";
import { slackConnectCommand } from "./slack-connect-command.ts";
import { slackListCommand } from "./slack-list-command.ts";
import { slackManifestCommand } from "./slack-manifest-command.ts";
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
  slackManifestCommand,
  slackConnectCommand,
  slackListCommand,
  doctorCommand,
  simulateCommand,
];
