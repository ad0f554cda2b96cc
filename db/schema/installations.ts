import { sql } from "drizzle-orm";
import { pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Platform } from "../../src/ports/chat-adapter.ts";
import type { InstallationState } from "../../src/ports/installation.ts";
import { instant } from "./columns.ts";

/** Apps in workspaces and tenants, each with its own credentials, sealed and bound to the row. */
export const installations = pgTable(
  "installations",
  {
    id: uuid().primaryKey(),
    platform: text().$type<Platform>().notNull(),
    origin: text().$type<"environment" | "operator">().notNull(),
    tenant: text(),
    enterprise: text(),
    name: text(),
    sealed: text().notNull(),
    state: text().$type<InstallationState>().notNull(),
    stateCode: text("state_code"),
    changedAt: instant("changed_at").notNull(),
    /** Somebody refreshes the tokens until then. */
    refreshUntil: instant("refresh_until"),
  },
  (table) => [
    uniqueIndex("installations_tenant")
      .on(table.platform, table.tenant)
      .where(sql`state <> 'removed' and tenant is not null`),
    uniqueIndex("installations_environment").on(table.platform).where(sql`origin = 'environment'`),
  ],
);

/** What adapters learnt about their platforms and can learn again. */
export const platformNotes = pgTable(
  "platform_notes",
  {
    scope: uuid()
      .notNull()
      .references(() => installations.id),
    key: text().notNull(),
    value: text().notNull(),
    notedAt: instant("noted_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.scope, table.key] })],
);
