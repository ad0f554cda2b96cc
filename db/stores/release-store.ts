import { and, desc, eq } from "drizzle-orm";
import type { ReleaseStore } from "../../src/confidentiality/release-store.ts";
import type { Database } from "../database.ts";
import { releases } from "../schema/releases.ts";

/** Monthly releases, one per partnership and month, never changed. */
export function createReleaseStore(database: Database): ReleaseStore {
  return {
    async add(release) {
      const added = await database
        .insert(releases)
        .values(release)
        .onConflictDoNothing()
        .returning({ id: releases.id });
      return added.length > 0;
    },
    async get(partnershipId, month) {
      const isIt = and(eq(releases.partnershipId, partnershipId), eq(releases.month, month));
      const [row] = await database.select().from(releases).where(isIt);
      return row ?? null;
    },
    async latest(partnershipId) {
      const [row] = await database
        .select()
        .from(releases)
        .where(eq(releases.partnershipId, partnershipId))
        .orderBy(desc(releases.month))
        .limit(1);
      return row ?? null;
    },
  };
}
