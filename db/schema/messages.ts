import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { DeliveryOutcome, MessagePurpose, MessageState } from "../../src/messages/message.ts";
import type { Card } from "../../src/ports/card.ts";
import type { Platform } from "../../src/ports/chat-adapter.ts";
import { instant } from "./columns.ts";
import { contacts, partnerships, routes } from "./partnerships.ts";

/** Everything that Rapport sends of its own accord, one row a message; `key` makes each happen once. */
export const messages = pgTable(
  "messages",
  {
    id: uuid().primaryKey(),
    key: text().notNull().unique(),
    purpose: text().$type<MessagePurpose>().notNull(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    /** The contact it is for, or null for a post to a conversation. */
    contactId: uuid("contact_id").references(() => contacts.id),
    /** Roster address (`web:acme-permits`) of a post. */
    post: text(),
    /** What it is about: an invitation, a round, a digest. */
    subjectId: uuid("subject_id"),
    state: text().$type<MessageState>().notNull(),
    dueAt: instant("due_at").notNull(),
    expiresAt: instant("expires_at"),
    attempts: integer().notNull().default(0),
    /** The fence: only the holder of this attempt may record how it ended. */
    attemptId: uuid("attempt_id"),
    leaseUntil: instant("lease_until"),
    /** First time that a look-up found an ambiguous send absent. */
    absentAt: instant("absent_at"),
    platform: text().$type<Platform>(),
    conversation: text(),
    platformMessageId: text("platform_message_id"),
    sentAt: instant("sent_at"),
    endCode: text("end_code"),
  },
  (table) => [
    index("messages_due").on(table.dueAt).where(sql`state in ('pending', 'unknown')`),
    index("messages_leases").on(table.leaseUntil).where(sql`state = 'sending'`),
    index("messages_by_subject").on(table.subjectId),
    index("messages_by_contact").on(table.contactId),
  ],
);

/** One attempt to send one message by one route, with its outcome. */
export const deliveries = pgTable(
  "deliveries",
  {
    id: uuid().primaryKey(),
    messageId: uuid("message_id")
      .notNull()
      .references(() => messages.id),
    routeId: uuid("route_id").references(() => routes.id),
    platform: text().$type<Platform>().notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: text().$type<DeliveryOutcome>(),
    code: text(),
  },
  (table) => [index("deliveries_by_message").on(table.messageId)],
);

/** The browser's conversations: cards that Rapport posted and lines that people typed. */
export const boardMessages = pgTable(
  "board_messages",
  {
    id: uuid().primaryKey(),
    conversation: text().notNull(),
    key: text().notNull().unique(),
    card: jsonb().$type<Card>(),
    text: text(),
    at: instant().notNull(),
    revision: integer().notNull().default(1),
    /** Order of arrival inside a conversation. */
    position: integer().notNull().generatedAlwaysAsIdentity(),
  },
  (table) => [index("board_messages_by_conversation").on(table.conversation, table.position)],
);
