import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { RapportError } from "../src/errors.ts";
import type { Database } from "./database.ts";

/** Where drizzle-kit writes the migrations. */
export const migrationsFolder = fileURLToPath(new URL("./migrations", import.meta.url));

/**
 * Refuses a database that a newer build has migrated, before anything is changed.
 * Throws RapportError `database.newer-schema` that names both versions.
 */
export async function refuseNewerSchema(database: Database): Promise<void> {
  const { applied, known } = await schemaVersions(database);
  if (applied !== null && applied > known) {
    throw new RapportError(
      "database.newer-schema",
      `This database was migrated by a newer Rapport (schema ${applied}); this build knows schema ${known}. ` +
        "Start the newer build, or restore the backup from before the upgrade.",
    );
  }
}

/** The newest migration that a database has had (null: none yet), and the newest that this build knows. */
export async function schemaVersions(
  database: Database,
): Promise<{ readonly applied: number | null; readonly known: number }> {
  const known = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  return { applied: await newestApplied(database), known };
}

async function newestApplied(database: Database): Promise<number | null> {
  const [table] = rowsOf(
    await database.execute(sql`select to_regclass('drizzle.__drizzle_migrations') is not null as present`),
  );
  if (table?.present !== true) return null;
  const [newest] = rowsOf(
    await database.execute(sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`),
  );
  return newest?.newest === null || newest === undefined ? null : Number(newest.newest);
}

/** The rows of a raw query, whichever driver ran it. */
export function rowsOf(result: unknown): readonly Record<string, unknown>[] {
  if (Array.isArray(result)) return result;
  return (result as { rows: Record<string, unknown>[] }).rows;
}
