import { sql } from "drizzle-orm";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { Audience, Mode } from "../../src/check-ins/answer.ts";
import type { InvitationState, LapseReason } from "../../src/check-ins/invitation.ts";
import type { RoundKind } from "../../src/check-ins/round.ts";
import type { Side } from "../../src/partnerships/partnership.ts";
import { instant, plainDate } from "./columns.ts";
import { contacts, partnerships } from "./partnerships.ts";

/** Dated runs of a check-in, one per partnership and local date; missed ones stay visible as skipped. */
export const rounds = pgTable(
  "rounds",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    opensOn: plainDate("opens_on").notNull(),
    closesOn: plainDate("closes_on").notNull(),
    /** Month of `closes_on` as YYYY-MM: the reporting month (MEASUREMENT R4). */
    month: text().notNull(),
    kind: text().$type<RoundKind>().notNull(),
    cycle: integer().notNull(),
    closesAt: instant("closes_at").notNull(),
    openedAt: instant("opened_at"),
    closedAt: instant("closed_at"),
    skippedAt: instant("skipped_at"),
  },
  (table) => [
    unique("rounds_date").on(table.partnershipId, table.opensOn),
    index("rounds_by_month").on(table.partnershipId, table.month),
    index("rounds_open")
      .on(table.partnershipId)
      .where(sql`opened_at is not null and closed_at is null and skipped_at is null`),
    index("rounds_to_close").on(table.closesAt).where(sql`closed_at is null and skipped_at is null`),
  ],
);

/** One contact's part of one round. */
export const invitations = pgTable(
  "invitations",
  {
    id: uuid().primaryKey(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    contactId: uuid("contact_id")
      .notNull()
      .references(() => contacts.id),
    side: text().$type<Side>().notNull(),
    /** Statement ids in order. */
    statements: jsonb().$type<readonly string[]>().notNull(),
    promptId: text("prompt_id"),
    /** How the other side is named in the words of this invitation. */
    them: text().notNull(),
    /** Active contacts on the contact's side when it was made: decides what is said about confidentiality. */
    sideSize: smallint("side_size").notNull(),
    dueAt: instant("due_at").notNull(),
    remindAt: instant("remind_at"),
    closesAt: instant("closes_at").notNull(),
    state: text().$type<InvitationState>().notNull(),
    lapseReason: text("lapse_reason").$type<LapseReason>(),
    answeredAt: instant("answered_at"),
    /** The open prompt is done; for an unlinked answer nothing else ties it to the contact (R13). */
    promptDone: text("prompt_done").$type<"answered" | "skipped" | "sealed">(),
    /** When that was; a session by a handed-over link shows nothing from before itself. */
    promptDoneAt: instant("prompt_done_at"),
  },
  (table) => [
    unique("invitations_contact").on(table.roundId, table.contactId),
    index("invitations_by_contact").on(table.contactId, table.closesAt),
  ],
);

/** The current answer to each question of an invitation. */
export const answers = pgTable(
  "answers",
  {
    invitationId: uuid("invitation_id")
      .notNull()
      .references(() => invitations.id),
    /** Statement or prompt id of the question bank. */
    questionId: text("question_id").notNull(),
    /** 1 to 5 as tapped, before keying; null for "Can't say" and for text. */
    rating: smallint(),
    cannotSay: boolean("cannot_say").notNull().default(false),
    text: text(),
    theme: text(),
    mode: text().$type<Exclude<Mode, "unlinked">>().notNull(),
    /** Who may read an attributed text: both sides or the author's own. */
    audience: text().$type<Audience>().notNull(),
    version: integer().notNull().default(1),
    answeredAt: instant("answered_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.invitationId, table.questionId] })],
);

/** What an answer was before it was changed, one row a change. */
export const answerVersions = pgTable(
  "answer_versions",
  {
    invitationId: uuid("invitation_id")
      .notNull()
      .references(() => invitations.id),
    questionId: text("question_id").notNull(),
    version: integer().notNull(),
    rating: smallint(),
    cannotSay: boolean("cannot_say").notNull(),
    text: text(),
    theme: text(),
    mode: text().$type<Exclude<Mode, "unlinked">>().notNull(),
    audience: text().$type<Audience>().notNull(),
    answeredAt: instant("answered_at").notNull(),
    replacedAt: instant("replaced_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.invitationId, table.questionId, table.version] })],
);

/** Answers without an author: only side and cycle are known, no time, no link (MEASUREMENT R13). */
export const unlinkedAnswers = pgTable("unlinked_answers", {
  id: uuid().primaryKey(),
  partnershipId: uuid("partnership_id")
    .notNull()
    .references(() => partnerships.id),
  side: text().$type<Side>().notNull(),
  cycle: integer().notNull(),
  text: text().notNull(),
});

/** Platform events that have had their effect, so that the same one again has none. */
export const submissions = pgTable(
  "submissions",
  {
    eventId: text("event_id").primaryKey(),
    receivedAt: instant("received_at").notNull(),
    /** Somebody is at it and has not ended: see SubmissionStore.begin. */
    isOpen: boolean("is_open").notNull().default(false),
  },
  (table) => [index("submissions_by_age").on(table.receivedAt)],
);
