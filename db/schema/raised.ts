import { boolean, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Severity } from "../../src/escalations/escalation.ts";
import type { Side } from "../../src/partnerships/partnership.ts";
import type { WinKind } from "../../src/wins/win.ts";
import { instant } from "./columns.ts";
import { contacts, partnerships } from "./partnerships.ts";

/** Problems that somebody raised, attributed and open from the start. */
export const escalations = pgTable(
  "escalations",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    side: text().$type<Side>().notNull(),
    raisedBy: uuid("raised_by")
      .notNull()
      .references(() => contacts.id),
    severity: text().$type<Severity>().notNull(),
    text: text().notNull(),
    raisedAt: instant("raised_at").notNull(),
    /** The platform's event, so that the same one raises once. */
    eventId: text("event_id").notNull().unique(),
  },
  (table) => [index("escalations_by_partnership").on(table.partnershipId, table.raisedAt)],
);

/** Which steward has seen an escalation, one row a side. */
export const escalationSeen = pgTable(
  "escalation_seen",
  {
    escalationId: uuid("escalation_id")
      .notNull()
      .references(() => escalations.id),
    side: text().$type<Side>().notNull(),
    seenBy: uuid("seen_by")
      .notNull()
      .references(() => contacts.id),
    seenAt: instant("seen_at").notNull(),
  },
  (table) => [unique("escalation_seen_side").on(table.escalationId, table.side)],
);

/** Shared successes; a win counts once the other side has confirmed it. */
export const wins = pgTable(
  "wins",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    side: text().$type<Side>().notNull(),
    sharedBy: uuid("shared_by")
      .notNull()
      .references(() => contacts.id),
    kind: text().$type<WinKind>().notNull(),
    text: text().notNull(),
    /** The author agreed that the joint conversation sees it once it counts. */
    mayPost: boolean("may_post").notNull(),
    sharedAt: instant("shared_at").notNull(),
    confirmedBy: uuid("confirmed_by").references(() => contacts.id),
    confirmedAt: instant("confirmed_at"),
    eventId: text("event_id").notNull().unique(),
  },
  (table) => [index("wins_by_partnership").on(table.partnershipId, table.sharedAt)],
);
