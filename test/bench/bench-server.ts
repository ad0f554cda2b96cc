import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEmbeddedPostgres } from "../engines/postgres-server.ts";

/** A throw-away Postgres on loopback with as many databases as asked for. */
export interface BenchServer {
  /** Makes an empty database and returns its address. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it on a free port with its data under the system's temporary directory. */
export async function openBenchServer(): Promise<BenchServer> {
  const directory = await mkdtemp(join(tmpdir(), "rapport-bench-"));
  // As root the server runs as another user, who must get into the directory.
  await chmod(directory, 0o755);
  const port = await freePort();
  const postgres = new (await loadEmbeddedPostgres())({
    databaseDir: join(directory, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"],
  });
  await postgres.initialise();
  await postgres.start();
  return {
    async database(name) {
      await postgres.createDatabase(name);
      return `postgres://postgres:postgres@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens on right now. */
export async function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
  });
  return promise;
}
