import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Clock } from "../../src/ports/clock.ts";
import type { SessionKeeper, Viewer } from "../../src/ports/page.ts";
import type { Database } from "../database.ts";
import { links, sessions } from "../schema/links.ts";
import { hashToken } from "./identity-store.ts";

/** A session on the pages lasts this long; one for a check-in until that closes. */
const pagesLife = { hours: 12 };

/** Browser sessions that one-time links open. */
export function createSessionKeeper(database: Database, clock: Clock): SessionKeeper {
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
        const scope: Viewer["scope"] = purpose.kind === "check-in" ? purpose : { kind: "pages" };
        await transaction
          .insert(sessions)
          .values({ hash: hashToken(sessionId), viewer: { contactIds: [contactId], scope }, expiresAt });
        return { sessionId, expiresAt, path: purpose.kind === "check-in" ? "/check-in" : purpose.path };
      });
    },
    async viewer(sessionId) {
      const [session] = await database
        .select()
        .from(sessions)
        .where(eq(sessions.hash, hashToken(sessionId)));
      if (session === undefined) return null;
      return session.expiresAt.epochMilliseconds > clock.now().epochMilliseconds ? session.viewer : null;
    },
    async end(sessionId) {
      await database.delete(sessions).where(eq(sessions.hash, hashToken(sessionId)));
      await database.delete(sessions).where(lt(sessions.expiresAt, clock.now()));
    },
  };
}
