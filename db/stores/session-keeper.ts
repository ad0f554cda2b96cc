import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull, lt } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";
import type { LinkPurpose, SessionKeeper, Viewer } from "../../src/ports/page.ts";
import type { Database } from "../database.ts";
import { links, sessions } from "../schema/links.ts";
import { hashToken } from "./identity-store.ts";

/** A session on the pages lasts this long; one for a check-in until that closes. */
const pagesLife = { hours: 12 };

/** How long a session that was read is believed, so that taps in a row read it once. */
const believed = { seconds: 5 };
const mostRemembered = 10_000;

/** Browser sessions that one-time links open. One that another instance ends is good for five seconds more. */
export function createSessionKeeper(database: Database, clock: Clock): SessionKeeper {
  const remembered = new Map<string, { readonly viewer: Viewer; readonly until: Temporal.Instant }>();
  return {
    async peek(token) {
      const [link] = await database
        .select()
        .from(links)
        .where(eq(links.hash, hashToken(token)));
      if (link === undefined) return { kind: "unknown" };
      if (link.usedAt !== null) return { kind: "used" };
      if (link.expiresAt.epochMilliseconds <= clock.now().epochMilliseconds) return { kind: "expired" };
      return { kind: "open", purpose: link.purpose };
    },
    async redeem(token) {
      const now = clock.now();
      return database.transaction(async (transaction) => {
        const isGood = and(eq(links.hash, hashToken(token)), isNull(links.usedAt), gt(links.expiresAt, now));
        const [link] = await transaction.update(links).set({ usedAt: now }).where(isGood).returning();
        if (link === undefined) return null;
        const { purpose, contactId } = link;
        const sessionId = randomBytes(32).toString("base64url");
        const expiresAt = purpose.kind === "check-in" ? link.expiresAt : now.add(pagesLife);
        const scope = scopeOf(purpose, now);
        await transaction
          .insert(sessions)
          .values({ hash: hashToken(sessionId), viewer: { contactIds: [contactId], scope }, expiresAt });
        return { sessionId, expiresAt, path: purpose.kind === "check-in" ? "/check-in" : purpose.path };
      });
    },
    async viewer(sessionId) {
      const hash = hashToken(sessionId);
      const now = clock.now();
      const known = remembered.get(hash);
      if (known !== undefined && Temporal.Instant.compare(now, known.until) < 0) return known.viewer;
      const [session] = await database.select().from(sessions).where(eq(sessions.hash, hash));
      if (session === undefined || Temporal.Instant.compare(session.expiresAt, now) <= 0) return null;
      if (remembered.size >= mostRemembered) remembered.clear();
      const soon = now.add(believed);
      const until = Temporal.Instant.compare(soon, session.expiresAt) < 0 ? soon : session.expiresAt;
      remembered.set(hash, { viewer: session.viewer, until });
      return session.viewer;
    },
    async end(sessionId) {
      remembered.delete(hashToken(sessionId));
      await database.delete(sessions).where(eq(sessions.hash, hashToken(sessionId)));
      await database.delete(sessions).where(lt(sessions.expiresAt, clock.now()));
    },
  };
}

function scopeOf(purpose: LinkPurpose, now: Temporal.Instant): Viewer["scope"] {
  const since = purpose.handedOver === true ? { since: now.toString() } : {};
  if (purpose.kind === "check-in") return { ...purpose, ...since };
  const { path: _, ...reach } = purpose;
  return { ...reach, ...since };
}
