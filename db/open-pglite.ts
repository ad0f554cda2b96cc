import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { RapportError } from "../src/errors.ts";
import type { Database, OpenDatabase } from "./database.ts";
import { lockDirectory } from "./directory-lock.ts";
import { migrationsFolder, refuseNewerSchema } from "./migrate.ts";

/**
 * Opens the embedded database in `dataDirectory` (or in memory when it is null) with its schema up to date, for
 * this process alone. Throws RapportError `database.in-use` while another process has it open.
 */
export async function openPglite(dataDirectory: string | null): Promise<OpenDatabase> {
  const release = dataDirectory === null ? async () => {} : await prepareDirectory(dataDirectory);
  try {
    const pglite = await createPglite(dataDirectory);
    const database = drizzle(pglite);
    await refuseNewerSchema(database as unknown as Database);
    await migrate(database, { migrationsFolder });
    return {
      database: database as unknown as Database,
      queueBackend: { kind: "pglite", pglite },
      isReady: async () => pglite.ready && !pglite.closed,
      close: async () => {
        await pglite.close();
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function createPglite(dataDirectory: string | null): Promise<PGlite> {
  if (dataDirectory === null) return PGlite.create({});
  const dataDir = join(dataDirectory, "postgres");
  return PGlite.create({ dataDir }).catch((cause: unknown) => {
    const message =
      `The embedded database in ${dataDir} cannot be opened; it may be damaged. ` +
      "Fix: put a backup in its place, or name an empty directory in RAPPORT_DATA_DIR.";
    throw new RapportError("database.unreadable", message, { cause });
  });
}

async function prepareDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    const message =
      `The data directory ${dataDirectory} cannot be made (${cause.code}). ` +
      "Fix: set RAPPORT_DATA_DIR to a directory that this account may write.";
    throw new RapportError("database.directory", message, { cause });
  });
  return lockDirectory(dataDirectory);
}
