import { readFile } from "node:fs/promises";
import { password, progress } from "@clack/prompts";
import { controlPath } from "../adapters/control/control-path.ts";
import { runOverControl } from "../adapters/control/run-over-control.ts";
import { runCommandLine, type WithOwnStore, type WithStore } from "./command-line/build-program.ts";
import { type CommandTools, exitCodes } from "./command-line/command.ts";
import { commands } from "./command-line/commands.ts";
import { terminalKeyboard } from "./command-line/keyboard.ts";
import { terminalIo } from "./command-line/terminal-io.ts";
import { loadEnvironment, readSettings, settingsFaultText } from "./config.ts";
import { RapportError } from "./errors.ts";
import { systemClock } from "./ports/clock.ts";

const interrupted = 130;
const argv = process.argv.slice(2);
const directory = process.cwd();
const io = terminalIo({
  output: process.stdout,
  errors: process.stderr,
  accessible: argv.includes("--accessible"),
  bar: (options) => progress({ ...options, onCancel: () => process.exit(interrupted) }),
});

/** The running server holds the embedded database; without one, this process opens the store itself. */
const withStore: WithStore = async (run, { input, otherwise }) => {
  const read = readSettings(loadEnvironment(directory), { directory });
  if (read.kind === "faults") {
    if (otherwise !== undefined) return otherwise({ check: "settings", reasons: read.faults });
    io.err(settingsFaultText(read.faults));
    return exitCodes.failed;
  }
  if (read.settings.databaseUrl === null) {
    const request = { argv, cwd: directory, columns: io.columns, isTty: io.isTty, input };
    const code = await runOverControl(controlPath(read.settings.dataDir), request, io);
    if (code !== "nobody") return code;
  }
  const { openRapport } = await import("./compose.ts");
  const opened = await openRapport(read.settings).catch((error: unknown) => {
    if (otherwise === undefined || !(error instanceof RapportError)) throw error;
    return error;
  });
  if (opened instanceof RapportError)
    return otherwise?.({ check: "database", reasons: [opened.message] }) ?? exitCodes.failed;
  try {
    return await run(opened.context);
  } finally {
    await opened.close();
  }
};

const tools: CommandTools = {
  words: async () => (await import("./prompts.ts")).readPrompts().wordsFor("en"),
  slackManifest: async (request) => {
    const { slackManifest } = await import("../adapters/slack/manifest.ts");
    return slackManifest(request, await tools.words());
  },
};

const keyboard = terminalKeyboard({
  input: process.stdin,
  ask: (message) => password({ message, input: process.stdin, output: process.stderr }),
});

const seedFile = (name: string) => new URL(`../db/seed/${name}`, import.meta.url);

/** For the simulation: nothing leaves the machine, and what is logged, if asked for, keeps off the result. */
const withOwnStore: WithOwnStore = async (run) => {
  const environment = loadEnvironment(directory);
  const read = readSettings(environment, { directory });
  if (read.kind === "faults") {
    io.err(settingsFaultText(read.faults));
    return exitCodes.failed;
  }
  const { settings } = read;
  const level = environment.LOG_LEVEL ? settings.logLevel : "silent";
  const [{ pino }, { createLogger }] = await Promise.all([import("pino"), import("./logging.ts")]);
  return run({
    clock: systemClock,
    place: settings.databaseUrl === null ? settings.dataDir : "the database server of DATABASE_URL",
    isPrecious: settings.rosterFile !== null || settings.databaseUrl !== null,
    logger: createLogger(level, pino.destination({ dest: 2, sync: true })),
    readRoster: async () => ({
      text: await readFile(settings.rosterFile ?? seedFile("sample-roster.yaml"), "utf8"),
      source: settings.rosterFile ?? "sample-roster.yaml",
    }),
    readTexts: () => readFile(seedFile("simulated-texts.yaml"), "utf8"),
    open: async (replace) => {
      const { openRapport } = await import("./compose.ts");
      const alone = { ...settings, host: "127.0.0.1", publicUrl: null, mail: null };
      return openRapport(alone, { ...replace, quietHours: true, alone: true });
    },
  });
};

let ended = false;
process.once("exit", () => {
  // The moving bar ends the process with 0 on Control-C; a script must not take that for success.
  if (!ended) process.exitCode = interrupted;
});
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // Somebody who reads with `head` has seen enough.
  ended = true;
  process.exit(error.code === "EPIPE" ? exitCodes.done : exitCodes.failed);
});
process.exitCode = await runCommandLine(argv, {
  ...{ commands, io, directory, withStore, withOwnStore, tools, keyboard },
});
ended = true;
