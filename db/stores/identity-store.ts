import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, inArray, isNotNull, isNull, max, type SQL, sql } from "drizzle-orm";
import type { IdentityStore, LinkStore } from "../../src/partnerships/identity-store.ts";
import { claimedAddress } from "../../src/partnerships/route.ts";
import type { Account } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { LinkPurpose } from "../../src/ports/page.ts";
import type { Database } from "../database.ts";
import { links } from "../schema/links.ts";
import { contacts, identities, linkCodes, partnerships, routes } from "../schema/partnerships.ts";

/** Accounts and the contacts that they are. */
export function createIdentityStore(database: Database, ids: Ids): IdentityStore {
  return {
    async contactsOf(account) {
      const isThis = and(
        eq(identities.platform, account.platform),
        eq(identities.account, account.id),
        speaksThrough(account.through ?? null),
        isNotNull(identities.confirmedAt),
        isNull(identities.revokedAt),
        isNull(contacts.deactivatedAt),
        isNull(partnerships.deactivatedAt),
      );
      const rows = await database
        .select({ id: contacts.id })
        .from(identities)
        .innerJoin(contacts, eq(contacts.id, identities.contactId))
        .innerJoin(partnerships, eq(partnerships.id, contacts.partnershipId))
        .where(isThis)
        .orderBy(contacts.id);
      return rows.map((row) => row.id);
    },
    async claimedBy(account) {
      const isTheirs = and(
        eq(identities.platform, account.platform),
        eq(identities.account, account.id),
        isNull(identities.revokedAt),
      );
      const rows = await database.select({ id: identities.contactId }).from(identities).where(isTheirs);
      return rows.map(({ id }) => id);
    },
    async get(identityId) {
      const [row] = await database.select().from(identities).where(eq(identities.id, identityId));
      return row ?? null;
    },
    async ofContacts(contactIds) {
      if (contactIds.length === 0) return [];
      const isTheirs = and(inArray(identities.contactId, [...contactIds]), isNull(identities.revokedAt));
      return database.select().from(identities).where(isTheirs);
    },
    async issueCode({ hash, contactId, expiresAt }) {
      await database
        .delete(linkCodes)
        .where(and(eq(linkCodes.contactId, contactId), isNull(linkCodes.usedAt)));
      await database.insert(linkCodes).values({ hash, contactId, expiresAt });
    },
    async useCode(hash, now) {
      const isGood = and(eq(linkCodes.hash, hash), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, now));
      const used = await database
        .update(linkCodes)
        .set({ usedAt: now })
        .where(isGood)
        .returning({ contactId: linkCodes.contactId });
      return used[0]?.contactId ?? null;
    },
    async claim(contactId, account, at) {
      const claimed = await database
        .insert(identities)
        .values({ ...claimOf(account), id: ids.next(), contactId, claimedAt: at })
        .onConflictDoUpdate({
          target: [identities.platform, identities.account, identities.contactId],
          set: { claimedAt: at, revokedAt: null, through: account.through ?? null },
        })
        .returning({ id: identities.id });
      return claimed[0]?.id ?? "";
    },
    async confirm(identityId, by, at) {
      const isOpen = and(
        eq(identities.id, identityId),
        isNull(identities.confirmedAt),
        isNull(identities.revokedAt),
      );
      const confirmed = await database
        .update(identities)
        .set({ confirmedAt: at, ...(by === "operator" ? {} : { confirmedBy: by }) })
        .where(isOpen)
        .returning({ id: identities.id });
      return confirmed.length > 0;
    },
    async revoke(identityId, at) {
      const isThere = and(eq(identities.id, identityId), isNull(identities.revokedAt));
      const revoked = await database
        .update(identities)
        .set({ revokedAt: at, confirmedAt: null })
        .where(isThere)
        .returning({ id: identities.id });
      return revoked.length > 0;
    },
    async addRoute(contactId, { platform, ...account }) {
      const address = claimedAddress(platform, account);
      const [last] = await database
        .select({ position: max(routes.position) })
        .from(routes)
        .where(eq(routes.contactId, contactId));
      const position = (last?.position ?? -1) + 1;
      await database
        .insert(routes)
        .values({ id: ids.next(), contactId, platform, address, position })
        .onConflictDoUpdate({
          target: [routes.contactId, routes.platform, routes.address],
          set: { deactivatedAt: null, state: "untested", lastError: null },
        });
    },
  };
}

function claimOf({ platform, id, through }: Account) {
  return { platform, account: id, through: through ?? null };
}

/**
 * Whether an identity counts for what comes through this workspace: it is the one that speaks for the account, or the
 * account's own. In SQL, for statements that find the person by themselves as well.
 */
export function speaksThrough(through: string | null | SQL, identity: SQL = sql`${identities}`): SQL {
  return sql`(${through}::text is null or ${identity}.through is null or ${identity}.through = ${through}::text
    or split_part(${identity}.account, '/', 1) = ${through}::text)`;
}

/** Signed one-time links: 256 random bits, of which only a hash stays here. */
export function createLinkStore(database: Database, clock: Clock): LinkStore {
  const make = async (
    contactId: string,
    purpose: LinkPurpose,
    expiresAt: (typeof links.$inferInsert)["expiresAt"],
  ) => {
    const token = randomBytes(32).toString("base64url");
    await database
      .insert(links)
      .values({ hash: hashToken(token), contactId, purpose, createdAt: clock.now(), expiresAt });
    return `/go/${token}`;
  };
  return {
    make: ({ contactId, expiresAt, ...what }) => make(contactId, { kind: "check-in", ...what }, expiresAt),
    makeForPages: ({ contactId, expiresAt, ...what }) =>
      make(contactId, { kind: "pages", ...what }, expiresAt),
  };
}

/** How tokens and session cookies are kept. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
