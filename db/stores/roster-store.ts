import { and, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Temporal } from "temporal-polyfill";
import type { RosterStore, RosterWrites } from "../../src/partnerships/roster-store.ts";
import type { Database } from "../database.ts";
import { auditLog, contacts, identities, parties, partnerships, routes } from "../schema/partnerships.ts";
import { batches } from "./batches.ts";
import { readSnapshot } from "./roster-snapshot.ts";

/** The roster in `partnerships`, `parties`, `contacts`, `routes` and `identities`, inside the caller's transaction. */
export function createRosterStore(database: Database): RosterStore {
  return {
    snapshot: async () => {
      await database.execute(sql`select pg_advisory_xact_lock(${importLock})`);
      return readSnapshot(database);
    },
    apply: async (writes, audit, at) => {
      await savePartnerships(database, writes, at);
      await saveParties(database, writes);
      await saveContacts(database, writes, at);
      await saveRoutes(database, writes);
      await saveIdentities(database, writes, at);
      await deactivate(database, writes, at);
      for (const rows of batches(audit)) {
        await database
          .insert(auditLog)
          .values(rows.map((row) => ({ ...row, at, details: row.details ?? {} })));
      }
    },
  };
}

/** Any number that no other advisory lock uses. */
const importLock = 7_071_001;

// What an import may overwrite; everything else in these tables is not the roster's.
const partnershipColumns = [
  "name",
  "types",
  "phase",
  "timeZone",
  "holidays",
  "disclosure",
  "host",
  "workingHours",
  "checkIn",
  "sides",
  "posts",
  "safetyPolicy",
  "endsOn",
  "deactivatedAt",
] as const;
const contactColumns = [
  "name",
  "organisation",
  "side",
  "role",
  "rosterTimeZone",
  "rosterLanguage",
  "holidays",
  "duties",
  "deactivatedAt",
] as const;

async function savePartnerships(
  database: Database,
  writes: RosterWrites,
  at: Temporal.Instant,
): Promise<void> {
  for (const rows of batches(writes.partnerships)) {
    await database
      .insert(partnerships)
      .values(
        rows.map(({ id, key, settings }) => ({
          id,
          key,
          ...settings,
          startedOn: at.toZonedDateTimeISO(settings.timeZone).toPlainDate(),
        })),
      )
      .onConflictDoUpdate({
        target: partnerships.id,
        set: incoming(partnerships, partnershipColumns),
      });
  }
}

async function saveParties(database: Database, writes: RosterWrites): Promise<void> {
  for (const rows of batches(writes.parties)) {
    await database
      .insert(parties)
      .values(rows.map(({ id, partnershipId, settings }) => ({ id, partnershipId, ...settings })))
      .onConflictDoUpdate({
        target: parties.id,
        set: incoming(parties, ["organisation", "side", "role", "tags", "deactivatedAt"]),
      });
  }
}

async function saveContacts(database: Database, writes: RosterWrites, at: Temporal.Instant): Promise<void> {
  for (const rows of batches(writes.contacts)) {
    await database
      .insert(contacts)
      .values(
        rows.map(({ id, partnershipId, settings: { timeZone, language, ...settings }, cadence }) => ({
          id,
          partnershipId,
          ...settings,
          rosterTimeZone: timeZone,
          rosterLanguage: language,
          joinedAt: at,
          cadence,
        })),
      )
      .onConflictDoUpdate({
        target: contacts.id,
        set: incoming(contacts, contactColumns),
      });
  }
}

async function saveRoutes(database: Database, writes: RosterWrites): Promise<void> {
  const wasInactive = sql`${routes.deactivatedAt} is not null`;
  for (const rows of batches(writes.routes)) {
    await database
      .insert(routes)
      .values(rows.map((row) => ({ ...row })))
      .onConflictDoUpdate({
        target: routes.id,
        set: {
          position: sql`excluded.position`,
          state: sql`case when ${wasInactive} then 'untested' else ${routes.state} end`,
          lastError: sql`case when ${wasInactive} then null else ${routes.lastError} end`,
          deactivatedAt: null,
        },
      });
  }
}

async function saveIdentities(database: Database, writes: RosterWrites, at: Temporal.Instant): Promise<void> {
  for (const { contactId, platform, account } of writes.revoked) {
    await database
      .update(identities)
      .set({ revokedAt: at, confirmedAt: null, confirmedBy: null })
      .where(
        and(
          eq(identities.contactId, contactId),
          eq(identities.platform, platform),
          eq(identities.account, account),
        ),
      );
  }
  for (const rows of batches(writes.identities)) {
    await database
      .insert(identities)
      .values(rows.map((row) => ({ ...row, claimedAt: at, confirmedAt: at })))
      .onConflictDoUpdate({
        target: [identities.platform, identities.account, identities.contactId],
        set: {
          claimedAt: sql`case when ${identities.confirmedAt} is null then excluded.claimed_at else ${identities.claimedAt} end`,
          confirmedAt: sql`coalesce(${identities.confirmedAt}, excluded.confirmed_at)`,
          revokedAt: null,
          through: sql`excluded.through`,
        },
      });
  }
}

async function deactivate(database: Database, { left }: RosterWrites, at: Temporal.Instant): Promise<void> {
  for (const ids of batches(left.partnerships)) {
    await database.update(partnerships).set({ deactivatedAt: at }).where(inArray(partnerships.id, ids));
  }
  for (const ids of batches(left.parties)) {
    await database.update(parties).set({ deactivatedAt: at }).where(inArray(parties.id, ids));
  }
  for (const ids of batches(left.contacts)) {
    await database.update(contacts).set({ deactivatedAt: at }).where(inArray(contacts.id, ids));
  }
  for (const ids of batches(left.routes)) {
    await database.update(routes).set({ deactivatedAt: at }).where(inArray(routes.id, ids));
  }
}

/** For these columns, takes over the value of the row that could not be inserted. */
function incoming<Table extends PgTable>(
  table: Table,
  names: readonly (keyof Table["_"]["columns"] & string)[],
): Record<string, SQL> {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  return Object.fromEntries(names.map((name) => [name, sql.raw(`excluded."${columns[name]?.name}"`)]));
}
