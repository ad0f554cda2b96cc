import { and, asc, eq, gt, inArray, isNull, notExists, or, sql } from "drizzle-orm";
import type {
  AuditLog,
  ContactChange,
  ContactStore,
  PartnershipStore,
} from "../../src/partnerships/contact-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { messages } from "../schema/messages.ts";
import { auditLog, contacts, parties, partnerships, routes } from "../schema/partnerships.ts";
import { toContact, toPartnership } from "./contact-rows.ts";

/** Contacts, their choices and their routes. */
export function createContactStore(database: Database): ContactStore {
  return {
    async get(contactId) {
      const [row] = await database.select().from(contacts).where(eq(contacts.id, contactId));
      return row === undefined ? null : toContact(row);
    },
    async many(contactIds) {
      if (contactIds.length === 0) return [];
      const rows = await database
        .select()
        .from(contacts)
        .where(inArray(contacts.id, [...contactIds]));
      return rows.map(toContact);
    },
    async activeOf(partnershipId) {
      const isActive = and(eq(contacts.partnershipId, partnershipId), isNull(contacts.deactivatedAt));
      const rows = await database.select().from(contacts).where(isActive).orderBy(asc(contacts.key));
      return rows.map(toContact);
    },
    async awaitingIntroduction(now, blockedSince) {
      const isHopeless = sql`(
        not exists (select 1 from routes r where r.contact_id = ${contacts.id} and r.deactivated_at is null
          and (r.state in ('untested', 'ok')
            or (r.state = 'blocked' and r.checked_at <= ${blockedSince.toString()}::timestamptz)))
        or exists (select 1 from deliveries d where d.message_id = ${messages.id} and d.outcome = 'rejected'))`;
      const underWay = database
        .select({ one: sql`1` })
        .from(messages)
        .where(
          and(
            eq(messages.key, sql`'introduction:' || ${contacts.id}`),
            or(
              inArray(messages.state, ["pending", "sending", "unknown", "sent"]),
              and(
                eq(messages.state, "failed"),
                or(gt(messages.dueAt, now.subtract({ hours: 1 })), isHopeless),
              ),
            ),
          ),
        );
      const rows = await database
        .select({ contact: contacts })
        .from(contacts)
        .innerJoin(partnerships, eq(partnerships.id, contacts.partnershipId))
        .where(
          and(
            isNull(contacts.introducedAt),
            isNull(contacts.declinedAt),
            isNull(contacts.deactivatedAt),
            isNull(partnerships.deactivatedAt),
            notExists(underWay),
          ),
        )
        .orderBy(asc(partnerships.key), asc(contacts.key));
      return rows.map((row) => toContact(row.contact));
    },
    async change(contactId, change) {
      const values = columnsOf(change);
      if (Object.keys(values).length > 0)
        await database.update(contacts).set(values).where(eq(contacts.id, contactId));
    },
    async routesOf(contactIds) {
      if (contactIds.length === 0) return [];
      const isTheirs = and(inArray(routes.contactId, [...contactIds]), isNull(routes.deactivatedAt));
      return database.select().from(routes).where(isTheirs).orderBy(asc(routes.position));
    },
    async noteCadenceAsked(contactIds, at) {
      if (contactIds.length === 0) return;
      await database
        .update(contacts)
        .set({ cadenceAskedAt: at })
        .where(inArray(contacts.id, [...contactIds]));
    },
  };
}

function columnsOf({ awayUntil, checkInAt, ...same }: ContactChange): Partial<typeof contacts.$inferInsert> {
  return {
    ...same,
    ...(awayUntil === undefined ? {} : { awayUntilOn: awayUntil }),
    ...(checkInAt === undefined
      ? {}
      : { checkInWeekday: checkInAt?.weekday ?? null, checkInTime: checkInAt?.at ?? null }),
  };
}

/** Partnerships and their parties. */
export function createPartnershipStore(database: Database): PartnershipStore {
  return {
    async get(partnershipId) {
      const [row] = await database.select().from(partnerships).where(eq(partnerships.id, partnershipId));
      return row === undefined ? null : toPartnership(row);
    },
    async many(partnershipIds) {
      if (partnershipIds.length === 0) return [];
      const rows = await database
        .select()
        .from(partnerships)
        .where(inArray(partnerships.id, [...partnershipIds]));
      return rows.map(toPartnership);
    },
    async byKey(key) {
      const [row] = await database.select().from(partnerships).where(eq(partnerships.key, key));
      return row === undefined ? null : toPartnership(row);
    },
    async active() {
      const rows = await database
        .select()
        .from(partnerships)
        .where(isNull(partnerships.deactivatedAt))
        .orderBy(asc(partnerships.key));
      return rows.map(toPartnership);
    },
    async partiesOf(partnershipId) {
      const isTheirs = and(eq(parties.partnershipId, partnershipId), isNull(parties.deactivatedAt));
      return database.select().from(parties).where(isTheirs).orderBy(asc(parties.organisation));
    },
  };
}

/** The append-only log of acts. */
export function createAuditLog(database: Database, ids: Ids): AuditLog {
  return {
    async add(entry, at) {
      await database.insert(auditLog).values({ ...entry, id: ids.next(), at, details: entry.details ?? {} });
    },
  };
}
