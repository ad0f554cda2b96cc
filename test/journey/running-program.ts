import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const root = join(import.meta.dirname, "../..");

/** The settings that a process of ours gets; it sees nothing else of this machine's environment. */
export type Environment = Readonly<Record<string, string>>;

/** How a process ended, and everything that it printed. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real program as `npm start` starts it, in a process of its own and ready for work. */
export interface RunningProgram {
  /** The address that it says people should open. */
  readonly base: string;
  /** Sends SIGTERM; resolves with how it ended and how many milliseconds that took. */
  stop(): Promise<Ended & { readonly tookMs: number }>;
  /** For the end of a test that failed half way: ends it at once if it still runs. */
  kill(): Promise<void>;
}

/**
 * Starts it in `directory` (which should have no .env) and resolves once it has said where to look. Rejects with
 * its own words when it ends before.
 */
export async function startProgram(directory: string, settings: Environment = {}): Promise<RunningProgram> {
  const child = spawnNode(startWords(), directory, { PORT: "0", ...settings });
  const ended = endOf(child);
  const address = await Promise.race([addressOf(child), ended]);
  if (typeof address !== "string") throw new Error(`The program ended: ${address.out}${address.err}`);
  return {
    base: address,
    async stop() {
      const from = performance.now();
      child.kill("SIGTERM");
      return { ...(await ended), tookMs: performance.now() - from };
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Starts the program where it cannot start, and resolves with how it ended. */
export function startInVain(directory: string, settings: Environment): Promise<Ended> {
  return endOf(spawnNode(startWords(), directory, settings));
}

/** Runs `npm run rapport -- ARGUMENTS`, with the settings of the server that it should find. */
export function runCommand(
  directory: string,
  settings: Environment,
  argv: readonly string[],
): Promise<Ended> {
  return endOf(spawnNode([...wordsOf("rapport"), ...argv], directory, settings));
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}

function startWords(): readonly string[] {
  return wordsOf("start");
}

/** What follows `node` in a script of package.json, with paths that hold in any directory. */
function wordsOf(script: "start" | "rapport"): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<typeof script, string>;
  };
  const [node, ...words] = scripts[script].split(" ");
  if (node !== "node") throw new Error(`The script "${script}" does not start with node.`);
  return words.map((word) => (word.endsWith(".ts") ? join(root, word) : word));
}

function spawnNode(words: readonly string[], directory: string, settings: Environment): ChildProcess {
  return spawn(process.execPath, words, {
    cwd: directory,
    env: { HOST: "127.0.0.1", LOG_LEVEL: "warn", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The address in the banner; pending for ever when there is none. */
function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve) => {
    stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const [, address] = /Open\s+(http:\S+).*Control-C/su.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}

async function endOf(child: ChildProcess): Promise<Ended> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("The process has no output to read.");
  const [out, err, [code]] = await Promise.all([text(stdout), text(stderr), once(child, "close")]);
  return { code: code as number | null, out, err };
}
