import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { DigestAudience } from "../../src/summaries/digest.ts";
import type { DigestStore } from "../../src/summaries/digest-store.ts";
import type { Database } from "../database.ts";
import { digests } from "../schema/releases.ts";

/** Digests, one per partnership, month and audience, as they were written. */
export function createDigestStore(database: Database): DigestStore {
  const find = async (partnershipId: string, month: string, audience: DigestAudience) => {
    const isIt = and(
      eq(digests.partnershipId, partnershipId),
      eq(digests.month, month),
      eq(digests.audience, audience),
    );
    const [row] = await database.select().from(digests).where(isIt);
    return row ?? null;
  };
  return {
    async keep(digest) {
      const [added] = await database.insert(digests).values(digest).onConflictDoNothing().returning();
      return added ?? (await find(digest.partnershipId, digest.month, digest.audience)) ?? digest;
    },
    get: find,
    async byIds(ids) {
      if (ids.length === 0) return [];
      return database
        .select()
        .from(digests)
        .where(inArray(digests.id, [...ids]));
    },
    async listOf(partnershipId) {
      return database
        .select({ month: digests.month, audience: digests.audience })
        .from(digests)
        .where(eq(digests.partnershipId, partnershipId))
        .orderBy(desc(digests.month), asc(digests.audience));
    },
  };
}
