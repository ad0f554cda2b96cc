import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { DatabaseCheck } from "../../src/ports/database-health.ts";
import type { Database } from "../database.ts";
import { rowsOf, schemaVersions } from "../migrate.ts";

/** Version, schema and clock of a database, whichever engine it is. */
export function createDatabaseCheck(database: Database): DatabaseCheck {
  return {
    async look() {
      const [row] = rowsOf(
        await database.execute(sql`
          select split_part(current_setting('server_version'), ' ', 1) as version,
            current_setting('server_version_num')::int as number,
            floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text as milliseconds`),
      );
      const now = Temporal.Instant.fromEpochMilliseconds(Number(row?.milliseconds));
      const schema = await schemaVersions(database);
      return { version: String(row?.version), versionNumber: Number(row?.number), schema, now };
    },
  };
}
