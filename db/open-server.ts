import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { RapportError } from "../src/errors.ts";
import type { Database, OpenDatabase } from "./database.ts";
import { migrationsFolder, refuseNewerSchema } from "./migrate.ts";
import { prepareStatements } from "./prepare-statements.ts";

/**
 * The query for array types, which we have none of, would end the process with an unhandled rejection if the
 * server closed the connection just then.
 */
const connecting = { fetch_types: false, onnotice: () => {}, connect_timeout: 10 };

/** Held while migrating, so that instances which start together migrate once. Any number that is ours. */
const migrationLock = 7_277_678;

/**
 * Connects to a Postgres server (15 or later) and brings its schema up to date.
 * Throws RapportError `database.unreachable` or `database.newer-schema`.
 */
export async function openServer(url: string, options: { poolSize?: number } = {}): Promise<OpenDatabase> {
  await migrateServer(url);
  const client = postgres(url, { ...connecting, max: options.poolSize ?? 10 });
  const database = drizzle(prepareStatements(client)) as unknown as Database;
  return {
    database,
    queueBackend: { kind: "server", url },
    isReady: (timeoutMs) => answersWithin(client`select 1`, timeoutMs),
    close: () => client.end({ timeout: 5 }),
  };
}

async function migrateServer(url: string): Promise<void> {
  const client = postgres(url, { ...connecting, max: 1 });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    const database = drizzle(client);
    await refuseNewerSchema(database as unknown as Database);
    await migrate(database, { migrationsFolder });
  } catch (error) {
    if (error instanceof RapportError) throw error;
    throw new RapportError(
      "database.unreachable",
      `The database server did not accept the connection or the migration: ${reasonOf(error)}. ` +
        "Check DATABASE_URL, that the server runs, and that its user may create tables and schemas.",
      { retry: "later", cause: error },
    );
  } finally {
    await client.end({ timeout: 5 });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  return error.message || code || error.name;
}

async function answersWithin(query: PromiseLike<unknown>, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  Promise.resolve(query).then(
    () => resolve(true),
    () => resolve(false),
  );
  return promise.finally(() => clearTimeout(timer));
}
