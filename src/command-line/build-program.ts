import { CommanderError, Command as Definition } from "commander";
import { RapportError } from "../errors.ts";
import {
  type Command,
  type CommandArgs,
  type CommandContext,
  type CommandIo,
  type CommandTools,
  exitCodes,
  type Keyboard,
  type NoStore,
  type OwnStore,
  type StoreCommand,
} from "./command.ts";

/** Runs the part of a command that needs the store, wherever the store is, and resolves with its exit code. */
export type WithStore = (
  run: (context: CommandContext) => Promise<number>,
  options: {
    /** Goes along with the command line to wherever the store is. */
    readonly input: string | undefined;
    /** What to do when there is no store; without it, whoever looked for the store tells why. */
    readonly otherwise: ((reason: NoStore) => number) | undefined;
  },
) => Promise<number>;

/** Runs a command that opens the store by itself. */
export type WithOwnStore = (run: (store: OwnStore) => Promise<number>) => Promise<number>;

/** Everything around a command line. Relative paths start at `directory`. */
export interface CommandLine {
  readonly commands: readonly Command[];
  readonly io: CommandIo;
  readonly directory: string;
  readonly withStore: WithStore;
  /** Missing inside a server, which has its store open already. */
  readonly withOwnStore?: WithOwnStore;
  /** Missing inside a server, where only commands on the store arrive. */
  readonly tools?: CommandTools;
  /** Missing inside a server, which gets what was entered as `input`. */
  readonly keyboard?: Keyboard;
  readonly input?: string | undefined;
}

/** Runs what was typed (without the program's own name) to its exit code. Never rejects and never exits. */
export async function runCommandLine(argv: readonly string[], line: CommandLine): Promise<number> {
  const ended: { code: number } = { code: exitCodes.done };
  try {
    await buildProgram(line, (code) => {
      ended.code = code;
    }).parseAsync(argv, { from: "user" });
    return ended.code;
  } catch (error) {
    return failureCode(error, line.io);
  }
}

/** The whole command set as commander sees it; `finished` gets the exit code of the command that ran. */
function buildProgram(line: CommandLine, finished: (code: number) => void): Definition {
  const program = new Definition("rapport")
    .description("Two-sided partnership check-ins. From a checkout: npm run rapport -- COMMAND")
    .option("--accessible", "print plain lines in place of a moving progress bar")
    .exitOverride()
    .showHelpAfterError("(add --help to see what there is)")
    .configureOutput({
      writeOut: (text) => line.io.out(text),
      writeErr: (text) => line.io.err(text),
      getOutHelpWidth: () => line.io.columns ?? 80,
      getErrHelpWidth: () => line.io.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", exitCodeHelp);
  for (const command of line.commands) {
    const words = command.name.split(" ");
    const parent = words.length > 1 ? groupOf(program, words[0] ?? "") : program;
    const definition = parent.command(words.at(-1) ?? "").summary(command.summary);
    definition.description(command.summary);
    command.configure(definition);
    definition.action(async (...given: unknown[]) => finished(await run(command, given, definition, line)));
  }
  return program;
}

const exitCodeHelp = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 nothing found or refused.
`;

function groupOf(program: Definition, name: string): Definition {
  const known = program.commands.find((command) => command.name() === name);
  return known ?? program.command(name).summary(`${name} commands`).description(`${name} commands`);
}

/** Commander hands an action its arguments, then the options, then the definition itself. */
function run(command: Command, given: readonly unknown[], definition: Definition, line: CommandLine) {
  const args: CommandArgs = {
    positional: given.slice(0, -2).map((value) => (typeof value === "string" ? value : undefined)),
    options: definition.opts(),
    directory: line.directory,
  };
  const { io, tools, withOwnStore } = line;
  switch (command.needs) {
    case "nothing":
      return command.run(args, io);
    case "store":
      return runOnStore(command, args, line);
    case "tools":
      return tools === undefined ? notHere(command, io) : command.run(tools, args, io);
    case "own-store":
      return withOwnStore === undefined
        ? notHere(command, io)
        : withOwnStore((store) => command.run(store, args, io));
  }
}

async function runOnStore(command: StoreCommand, args: CommandArgs, line: CommandLine): Promise<number> {
  const { io } = line;
  const input = line.input ?? (await command.readInput?.(args, io, line.keyboard ?? noKeyboard));
  if (input === null) return exitCodes.refused;
  const given = input === undefined ? args : { ...args, input };
  const { runWithoutStore } = command;
  const otherwise =
    runWithoutStore === undefined ? undefined : (reason: NoStore) => runWithoutStore(reason, args, io);
  return line.withStore((context) => command.run(context, given, io), { input, otherwise });
}

const noKeyboard: Keyboard = { readAll: async () => null, askSecret: async () => null };

function notHere(command: Command, io: CommandIo): number {
  io.err(`✗ \`${command.name}\` cannot run inside a server. Stop the server first.`);
  return exitCodes.refused;
}

function failureCode(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) {
    const asked = ["commander.helpDisplayed", "commander.version"].includes(error.code);
    return asked ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof RapportError) io.err(`✗ ${error.message} (${error.code})`);
  else io.err(`✗ Something went wrong inside Rapport: ${error instanceof Error ? error.message : error}`);
  return exitCodes.failed;
}
