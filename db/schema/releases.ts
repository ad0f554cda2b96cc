import { jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Contributors, ReleasedFigures } from "../../src/confidentiality/release.ts";
import type { DigestText } from "../../src/summaries/digest.ts";
import { instant } from "./columns.ts";
import { partnerships } from "./partnerships.ts";

/** A month's figures as both sides see them from `released_at` on; a row is never changed (MEASUREMENT R4). */
export const releases = pgTable(
  "releases",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    month: text().notNull(),
    releasedAt: instant("released_at").notNull(),
    figures: jsonb().$type<ReleasedFigures>().notNull(),
    /** Who stood behind the figures, for R5 alone; never shown. */
    contributors: jsonb().$type<Contributors>().notNull(),
  },
  (table) => [unique("releases_month").on(table.partnershipId, table.month)],
);

/** The month's digest as it was written, one row an audience. */
export const digests = pgTable(
  "digests",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    month: text().notNull(),
    audience: text().$type<"joint" | "agency" | "vendor">().notNull(),
    text: jsonb().$type<DigestText>().notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (table) => [unique("digests_month").on(table.partnershipId, table.month, table.audience)],
);
