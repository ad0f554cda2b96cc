import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { FailedPosts } from "../../src/messages/failed-posts.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";

/** Posts that were given up, with what is known of the reason, in one query. */
export function createFailedPosts(database: Database): FailedPosts {
  return {
    async since(moment) {
      const rows = rowsOf(
        await database.execute(sql`
          select p.key, m.post, (extract(epoch from m.due_at) * 1000)::bigint::text as ended,
            coalesce(m.end_code, (
              select d.code from deliveries d where d.message_id = m.id order by d.started_at desc limit 1)) as code,
            exists (
              select 1 from messages later
              where later.post = m.post and later.state = 'sent' and later.sent_at > m.due_at) as later
          from messages m join partnerships p on p.id = m.partnership_id
          where m.post is not null and m.state = 'failed' and m.due_at >= ${moment.toString()}::timestamptz
            and p.deactivated_at is null
          order by m.due_at desc, m.id`),
      );
      return rows.map((row) => ({
        partnershipKey: String(row.key),
        address: String(row.post),
        endedAt: Temporal.Instant.fromEpochMilliseconds(Number(row.ended)),
        code: row.code === null ? "unknown" : String(row.code),
        wentOutLater: row.later === true,
      }));
    },
  };
}
