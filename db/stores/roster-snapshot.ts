import { and, asc, eq, getTableColumns, isNull, ne, or, sql } from "drizzle-orm";
import type { KnownContact, KnownPartnership, RosterSnapshot } from "../../src/partnerships/roster-store.ts";
import type { Database } from "../database.ts";
import { contacts, identities, parties, partnerships, routes } from "../schema/partnerships.ts";

/** Everything that rosters have brought so far, also what has left since; four queries. */
export async function readSnapshot(database: Database): Promise<RosterSnapshot> {
  const allPartnerships = await database.select().from(partnerships).orderBy(asc(partnerships.key));
  const allParties = await database
    .select()
    .from(parties)
    .orderBy(asc(parties.organisation), asc(parties.side));
  const allContacts = await database.select().from(contacts).orderBy(asc(contacts.key));
  const allRoutes = await readRoutes(database);
  const routesBy = Map.groupBy(allRoutes, (row) => row.contactId);
  const contactsBy = Map.groupBy(allContacts, (row) => row.partnershipId);
  const partiesBy = Map.groupBy(allParties, (row) => row.partnershipId);
  return {
    partnerships: allPartnerships.map((row) =>
      knownPartnership(row, partiesBy.get(row.id) ?? [], contactsBy.get(row.id) ?? [], routesBy),
    ),
  };
}

/**
 * A route is claimed while its account is one that the person linked: the roster's own accounts were confirmed in
 * the moment in which they were claimed.
 */
async function readRoutes(database: Database) {
  const claim = and(
    eq(identities.contactId, routes.contactId),
    eq(identities.platform, routes.platform),
    sql`${routes.address} in (${identities.account}, ${identities.account} || '@' || ${identities.through})`,
    isNull(identities.revokedAt),
    or(isNull(identities.confirmedAt), ne(identities.confirmedAt, identities.claimedAt)),
  );
  return database
    .select({ ...getTableColumns(routes), claimed: sql<boolean>`${identities.id} is not null` })
    .from(routes)
    .leftJoin(identities, claim)
    .orderBy(asc(routes.position), asc(routes.address));
}

type RouteRow = Awaited<ReturnType<typeof readRoutes>>[number];

function knownPartnership(
  { id, key, startedOn: _, deactivatedAt, ...settings }: typeof partnerships.$inferSelect,
  partyRows: readonly (typeof parties.$inferSelect)[],
  contactRows: readonly (typeof contacts.$inferSelect)[],
  routesBy: ReadonlyMap<string, readonly RouteRow[]>,
): KnownPartnership {
  return {
    id,
    key,
    active: deactivatedAt === null,
    settings,
    parties: partyRows.map(({ organisation, side, role, tags, ...row }) => ({
      id: row.id,
      active: row.deactivatedAt === null,
      settings: { organisation, side, role, tags },
    })),
    contacts: contactRows.map((row) => knownContact(row, routesBy.get(row.id) ?? [])),
  };
}

function knownContact(row: typeof contacts.$inferSelect, routeRows: readonly RouteRow[]): KnownContact {
  const { key, name, organisation, side, role, holidays, duties } = row;
  return {
    id: row.id,
    active: row.deactivatedAt === null,
    settings: {
      key,
      name,
      organisation,
      side,
      role,
      timeZone: row.rosterTimeZone,
      language: row.rosterLanguage,
      holidays,
      duties,
    },
    routes: routeRows.map(({ id, platform, address, position, deactivatedAt, claimed }) => ({
      id,
      active: deactivatedAt === null,
      platform,
      address,
      position,
      claimed,
    })),
  };
}
