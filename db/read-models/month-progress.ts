import { sql } from "drizzle-orm";
import type { MonthProgress } from "../../src/triggers/schedule.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";

/** The newest released and digested month of each partnership, read from the ends of two indexes. */
export function createMonthProgress(database: Database): MonthProgress {
  return {
    async newest() {
      const rows = rowsOf(
        await database.execute(sql`
          select p.id,
            (select month from releases r where r.partnership_id = p.id order by month desc limit 1) as released,
            (select month from digests d where d.partnership_id = p.id order by month desc limit 1) as digested
          from partnerships p where p.deactivated_at is null`),
      );
      return new Map(
        rows.map((row) => [
          String(row.id),
          { released: row.released as string | null, digested: row.digested as string | null },
        ]),
      );
    },
  };
}
