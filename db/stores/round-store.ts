import { and, desc, eq, isNotNull, isNull, lte, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { RoundStore } from "../../src/check-ins/round-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";
import { rounds } from "../schema/check-ins.ts";

/** Dated rounds, one per partnership and date. */
export function createRoundStore(database: Database, ids: Ids): RoundStore {
  const isOpen = and(isNotNull(rounds.openedAt), isNull(rounds.closedAt), isNull(rounds.skippedAt));
  return {
    async lastOf(partnershipId) {
      const [row] = await database
        .select()
        .from(rounds)
        .where(eq(rounds.partnershipId, partnershipId))
        .orderBy(desc(rounds.opensOn))
        .limit(1);
      return row ?? null;
    },
    async lastDates() {
      const rows = rowsOf(
        await database.execute(sql`
          select p.id, newest.opens_on::text as opens_on from partnerships p
          cross join lateral (
            select opens_on from rounds where partnership_id = p.id order by opens_on desc limit 1) newest
          where p.deactivated_at is null`),
      );
      return new Map(rows.map((row) => [String(row.id), Temporal.PlainDate.from(String(row.opens_on))]));
    },
    async openOf(partnershipId) {
      const [row] = await database
        .select()
        .from(rounds)
        .where(and(eq(rounds.partnershipId, partnershipId), isOpen))
        .orderBy(desc(rounds.opensOn))
        .limit(1);
      return row ?? null;
    },
    async ofMonth(partnershipId, month) {
      return database
        .select()
        .from(rounds)
        .where(and(eq(rounds.partnershipId, partnershipId), eq(rounds.month, month)))
        .orderBy(rounds.opensOn);
    },
    async add(round) {
      const added = await database
        .insert(rounds)
        .values({ ...round, id: ids.next() })
        .onConflictDoNothing()
        .returning({ id: rounds.id });
      return added[0]?.id ?? null;
    },
    async toClose(now) {
      return database
        .select()
        .from(rounds)
        .where(and(isOpen, lte(rounds.closesAt, now)))
        .orderBy(rounds.closesAt, rounds.partnershipId);
    },
    async close(roundId, at) {
      const closed = await database
        .update(rounds)
        .set({ closedAt: at })
        .where(and(eq(rounds.id, roundId), isNull(rounds.closedAt)))
        .returning({ id: rounds.id });
      return closed.length > 0;
    },
  };
}
