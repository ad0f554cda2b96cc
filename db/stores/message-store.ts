import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { AttemptEnd, ClaimedMessage, MessageStore } from "../../src/messages/message-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";
import { deliveries, messages } from "../schema/messages.ts";
import { routes } from "../schema/partnerships.ts";

/** Messages, their deliveries and what was learnt about routes. */
export function createMessageStore(database: Database, ids: Ids): MessageStore {
  return {
    async add(list) {
      if (list.length === 0) return 0;
      const values = list.map((message) => ({ ...message, id: ids.next(), state: "pending" as const }));
      const added = await database
        .insert(messages)
        .values(values)
        .onConflictDoNothing()
        .returning({ id: messages.id });
      return added.length;
    },
    async expireLeases(now) {
      const at = now.toString();
      const expired = rowsOf(
        await database.execute(sql`
          with lost as (
            update messages set state = 'unknown', due_at = ${at}::timestamptz, lease_until = null
            where id in (
              select id from messages where state = 'sending' and lease_until < ${at}::timestamptz
              for update skip locked)
            returning id)
          update deliveries set ended_at = ${at}::timestamptz, outcome = 'abandoned'
          from lost where deliveries.message_id = lost.id and deliveries.ended_at is null returning deliveries.id`),
      );
      return expired.length;
    },
    async claimDue(now, { attemptId, leaseUntil, limit }) {
      const at = now.toString();
      const claimed = rowsOf(
        await database.execute(sql`
          with due as (
            select id, state from messages
            where state in ('pending', 'unknown') and end_code is null and due_at <= ${at}::timestamptz
            order by due_at limit ${limit} for update skip locked)
          update messages m set state = 'sending', attempt_id = ${attemptId}::uuid,
            lease_until = ${leaseUntil.toString()}::timestamptz, attempts = m.attempts + 1
          from due where m.id = due.id
          returning m.id, due.state as earlier, (
            select d.route_id from deliveries d where d.message_id = m.id order by d.started_at desc limit 1) as last_route`),
      );
      if (claimed.length === 0) return [];
      const claims = new Map(claimed.map((row) => [String(row.id), row]));
      const rows = await database
        .select()
        .from(messages)
        .where(inArray(messages.id, [...claims.keys()]))
        .orderBy(asc(messages.dueAt), asc(messages.id));
      return rows.map(
        (row): ClaimedMessage => ({
          ...row,
          wasUnknown: claims.get(row.id)?.earlier === "unknown",
          lastRouteId: (claims.get(row.id)?.last_route as string | null | undefined) ?? null,
        }),
      );
    },
    async beginDeliveries(list) {
      if (list.length > 0) await database.insert(deliveries).values([...list]);
    },
    async endAttempts(attemptId, ends, now) {
      const held = new Set<string>();
      for (const end of ends) {
        const [row] = await database
          .update(messages)
          .set(messageColumns(end))
          .where(
            and(
              eq(messages.id, end.messageId),
              eq(messages.attemptId, attemptId),
              eq(messages.state, "sending"),
            ),
          )
          .returning({ id: messages.id });
        if (row !== undefined) held.add(row.id);
        if (end.deliveryId !== null) {
          const columns = { endedAt: now, outcome: end.outcome, code: end.code };
          await database.update(deliveries).set(columns).where(eq(deliveries.id, end.deliveryId));
        }
      }
      return held;
    },
    async cancel(subjectId, purposes, code) {
      const isWaiting = and(
        eq(messages.subjectId, subjectId),
        inArray(messages.purpose, [...purposes]),
        eq(messages.state, "pending"),
      );
      await database.update(messages).set({ state: "cancelled", endCode: code }).where(isWaiting);
    },
    async cancelForContact(contactId, code) {
      const isWaiting = and(eq(messages.contactId, contactId), eq(messages.state, "pending"));
      await database.update(messages).set({ state: "cancelled", endCode: code }).where(isWaiting);
    },
    async routesOf(contactIds) {
      if (contactIds.length === 0) return [];
      const isTheirs = and(inArray(routes.contactId, [...contactIds]), isNull(routes.deactivatedAt));
      return database.select().from(routes).where(isTheirs).orderBy(asc(routes.position));
    },
    async recordRoutes(findings, now) {
      for (const { routeId, state, lastError } of findings) {
        const isChanged = sql`(${routes.state}, ${routes.lastError}) is distinct from (${state}::text, ${lastError}::text)`;
        const isStale = sql`(${isChanged} or ${routes.state} <> 'ok' or ${routes.checkedAt} is null)`;
        await database
          .update(routes)
          .set({ state, lastError, checkedAt: now })
          .where(and(eq(routes.id, routeId), isStale));
      }
    },
    async sentAbout(subjectId) {
      const isSent = and(eq(messages.subjectId, subjectId), eq(messages.state, "sent"));
      return database.select().from(messages).where(isSent);
    },
    async nextDue() {
      const [row] = await database
        .select({ at: messages.dueAt })
        .from(messages)
        .where(and(inArray(messages.state, ["pending", "unknown"]), isNull(messages.endCode)))
        .orderBy(asc(messages.dueAt))
        .limit(1);
      return row?.at ?? null;
    },
  };
}

function messageColumns(end: AttemptEnd): Partial<typeof messages.$inferInsert> {
  return {
    state: end.state,
    dueAt: end.dueAt,
    absentAt: end.absentAt,
    endCode: end.endCode,
    leaseUntil: null,
    ...(end.state === "sent"
      ? {
          platform: end.platform,
          conversation: end.conversation,
          platformMessageId: end.platformMessageId,
          sentAt: end.sentAt,
        }
      : {}),
  };
}
