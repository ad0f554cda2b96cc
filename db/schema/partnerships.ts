import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Cadence, ContactRole, Duty } from "../../src/partnerships/contact.ts";
import type {
  CheckInRule,
  PartnershipType,
  Phase,
  Posts,
  Side,
  SideSettings,
  WorkingHours,
} from "../../src/partnerships/partnership.ts";
import type { RouteState } from "../../src/partnerships/route.ts";
import type { Platform } from "../../src/ports/chat-adapter.ts";
import { instant, plainDate } from "./columns.ts";

/** The roster's partnerships. Rows are never deleted: leaving the roster sets `deactivated_at`. */
export const partnerships = pgTable("partnerships", {
  id: uuid().primaryKey(),
  key: text().notNull().unique(),
  name: text().notNull(),
  types: jsonb().$type<readonly PartnershipType[]>().notNull(),
  phase: text().$type<Phase>().notNull(),
  timeZone: text("time_zone").notNull(),
  holidays: text(),
  disclosure: text().$type<"confidential" | "open">().notNull(),
  host: text().notNull(),
  workingHours: jsonb("working_hours").$type<Readonly<Record<Side, WorkingHours>>>().notNull(),
  checkIn: jsonb("check_in").$type<CheckInRule>().notNull(),
  sides: jsonb().$type<Readonly<Record<Side, SideSettings>>>().notNull(),
  posts: jsonb().$type<Posts>().notNull(),
  safetyPolicy: text("safety_policy"),
  endsOn: plainDate("ends_on"),
  startedOn: plainDate("started_on").notNull(),
  deactivatedAt: instant("deactivated_at"),
});

/** Organisations' parts in partnerships. */
export const parties = pgTable(
  "parties",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    organisation: text().notNull(),
    side: text().$type<Side>().notNull(),
    role: text().$type<"lead" | "member">().notNull(),
    tags: jsonb().$type<readonly string[]>().notNull(),
    deactivatedAt: instant("deactivated_at"),
  },
  (table) => [unique("parties_organisation").on(table.partnershipId, table.organisation, table.side)],
);

/** People on the roster; the lower half holds what the person chose, which an import never touches. */
export const contacts = pgTable(
  "contacts",
  {
    id: uuid().primaryKey(),
    partnershipId: uuid("partnership_id")
      .notNull()
      .references(() => partnerships.id),
    key: text().notNull(),
    name: text().notNull(),
    organisation: text().notNull(),
    side: text().$type<Side>().notNull(),
    role: text().$type<ContactRole>().notNull(),
    rosterTimeZone: text("roster_time_zone").notNull(),
    rosterLanguage: text("roster_language").notNull(),
    holidays: text(),
    duties: jsonb().$type<readonly Duty[]>().notNull(),
    joinedAt: instant("joined_at").notNull(),
    deactivatedAt: instant("deactivated_at"),

    timeZone: text("time_zone"),
    language: text(),
    cadence: text().$type<Cadence>().notNull(),
    cadenceSetBy: text("cadence_set_by")
      .$type<"default" | "contact" | "back-off">()
      .notNull()
      .default("default"),
    cadenceAskedAt: instant("cadence_asked_at"),
    checkInWeekday: text("check_in_weekday"),
    checkInTime: text("check_in_time"),
    introducedAt: instant("introduced_at"),
    consentedAt: instant("consented_at"),
    declinedAt: instant("declined_at"),
    pausedAt: instant("paused_at"),
    awayUntilOn: plainDate("away_until_on"),
    smallSideConsentAt: instant("small_side_consent_at"),
  },
  (table) => [
    unique("contacts_key").on(table.partnershipId, table.key),
    check("contacts_side", sql`${table.side} in ('agency', 'vendor')`),
  ],
);

/** Ways to reach a contact, tried in order of `position`. */
export const routes = pgTable(
  "routes",
  {
    id: uuid().primaryKey(),
    contactId: uuid("contact_id")
      .notNull()
      .references(() => contacts.id),
    platform: text().$type<Platform>().notNull(),
    address: text().notNull(),
    position: integer().notNull(),
    state: text().$type<RouteState>().notNull().default("untested"),
    lastError: text("last_error"),
    checkedAt: instant("checked_at"),
    deactivatedAt: instant("deactivated_at"),
  },
  (table) => [unique("routes_address").on(table.contactId, table.platform, table.address)],
);

/**
 * Platform accounts and the contacts that they are. Roster identities are confirmed at once; a claimed one (by a
 * one-time code) counts only after that side's steward confirmed it.
 */
export const identities = pgTable(
  "identities",
  {
    id: uuid().primaryKey(),
    contactId: uuid("contact_id")
      .notNull()
      .references(() => contacts.id),
    platform: text().$type<Platform>().notNull(),
    account: text().notNull(),
    /** The workspace that speaks for this account here; null where only the account counts. */
    through: text(),
    claimedAt: instant("claimed_at").notNull(),
    confirmedAt: instant("confirmed_at"),
    confirmedBy: uuid("confirmed_by"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    unique("identities_account").on(table.platform, table.account, table.contactId),
    index("identities_by_contact").on(table.contactId),
  ],
);

/** One-time codes for `/pulse link CODE`; only the hash is kept. */
export const linkCodes = pgTable("link_codes", {
  hash: text().primaryKey(),
  contactId: uuid("contact_id")
    .notNull()
    .references(() => contacts.id),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/** What was changed, by whom, about what; rows are only ever added. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: uuid().primaryKey(),
    at: instant().notNull(),
    partnershipId: uuid("partnership_id"),
    /** `operator`, `rapport` or a contact's id. */
    actor: text().notNull(),
    action: text().notNull(),
    subject: text().notNull(),
    details: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index("audit_log_by_partnership").on(table.partnershipId, table.at)],
);
