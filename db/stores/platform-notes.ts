import { and, eq } from "drizzle-orm";
import type { PlatformNotes } from "../../src/ports/installation.ts";
import type { Database } from "../database.ts";
import { platformNotes } from "../schema/installations.ts";

/** Notes of adapters, one for each scope and key; see the port. */
export function createPlatformNotes(database: Database): PlatformNotes {
  const isIt = (scope: string, key: string) =>
    and(eq(platformNotes.scope, scope), eq(platformNotes.key, key));
  return {
    async read(scope, key) {
      const [row] = await database
        .select({ value: platformNotes.value })
        .from(platformNotes)
        .where(isIt(scope, key));
      return row?.value ?? null;
    },
    async write(scope, key, value, now) {
      await database
        .insert(platformNotes)
        .values({ scope, key, value, notedAt: now })
        .onConflictDoUpdate({
          target: [platformNotes.scope, platformNotes.key],
          set: { value, notedAt: now },
        });
    },
    async forget(scope, key) {
      await database.delete(platformNotes).where(isIt(scope, key));
    },
  };
}
