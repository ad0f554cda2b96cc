import { sql } from "drizzle-orm";
import type { MonthProgress } from "../../src/triggers/month-jobs.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";

/** How far each partnership has come with its months, in one query that reads a few entries of two indexes. */
export function createMonthProgress(database: Database): MonthProgress {
  return {
    async all(since) {
      const rows = rowsOf(
        await database.execute(sql`
          select p.id, newest.released,
            (select r.month from releases r
              where r.partnership_id = p.id and r.month >= ${since} and r.month > coalesce(newest.digested, '')
              order by r.month limit 1) as undigested
          from partnerships p
          cross join lateral (select
            (select month from releases r where r.partnership_id = p.id order by month desc limit 1) as released,
            (select month from digests d where d.partnership_id = p.id order by month desc limit 1) as digested
          ) newest
          where p.deactivated_at is null`),
      );
      return new Map(
        rows.map((row) => [
          String(row.id),
          { released: row.released as string | null, undigested: row.undigested as string | null },
        ]),
      );
    },
  };
}
