import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { LinkPurpose, Viewer } from "../../src/ports/page.ts";
import { instant } from "./columns.ts";
import { contacts } from "./partnerships.ts";

/** Signed one-time links; only the hash of a token is kept. */
export const links = pgTable("links", {
  hash: text().primaryKey(),
  contactId: uuid("contact_id")
    .notNull()
    .references(() => contacts.id),
  purpose: jsonb().$type<LinkPurpose>().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/** Browser sessions that a link opened; only the hash of the cookie is kept. */
export const sessions = pgTable(
  "sessions",
  {
    hash: text().primaryKey(),
    viewer: jsonb().$type<Viewer>().notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("sessions_by_age").on(table.expiresAt)],
);
