import { and, asc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { AttemptEnd, ClaimedMessage, MessageStore } from "../../src/messages/message-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";
import { deliveries, messages } from "../schema/messages.ts";
import { routes } from "../schema/partnerships.ts";
import { batches } from "./batches.ts";

/** Messages, their deliveries and what was learnt about routes. */
export function createMessageStore(database: Database, ids: Ids): MessageStore {
  return {
    async add(list) {
      const revived = { state: "pending" as const, endCode: null, attempts: 0, dueAt: sql`excluded.due_at` };
      let count = 0;
      for (const batch of batches(list)) {
        const added = await database
          .insert(messages)
          .values(batch.map((message) => ({ ...message, id: ids.next(), state: "pending" as const })))
          .onConflictDoUpdate({
            target: messages.key,
            set: { ...revived, expiresAt: sql`excluded.expires_at` },
            setWhere: inArray(messages.state, ["cancelled", "failed"]),
          })
          .returning({ id: messages.id });
        count += added.length;
      }
      return count;
    },
    async expireLeases(now) {
      const at = now.toString();
      const expired = rowsOf(
        await database.execute(sql`
          with lost as (
            update messages m set due_at = ${at}::timestamptz, lease_until = null, state = case
              when exists (select 1 from deliveries d where d.message_id = m.id
                and (d.ended_at is null or d.outcome in ('unknown', 'abandoned')))
              then 'unknown' else 'pending' end
            where id in (
              select id from messages where state = 'sending' and lease_until <= ${at}::timestamptz
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
          with waiting as (
            select m.id, m.due_at, coalesce(split_part(m.post, '/', 1), (
              select r.platform || case when r.platform in ('slack', 'teams')
                then ':' || split_part(r.address, '/', 1) || '@' || split_part(r.address, '@', 2) else '' end
              from routes r
              where r.contact_id = m.contact_id and r.deactivated_at is null and r.state <> 'gone'
              order by r.position limit 1)) as workspace
            from messages m
            where m.state in ('pending', 'unknown') and m.end_code is null and m.due_at <= ${at}::timestamptz),
          turns as (
            select id, row_number() over (partition by workspace order by due_at) as turn from waiting),
          due as (
            select m.id, m.state from messages m join turns on turns.id = m.id
            where m.state in ('pending', 'unknown') and m.end_code is null and m.due_at <= ${at}::timestamptz
            order by turns.turn, m.due_at limit ${limit} for update of m skip locked)
          update messages m set state = 'sending', attempt_id = ${attemptId}::uuid,
            lease_until = ${leaseUntil.toString()}::timestamptz, attempts = m.attempts + 1
          from due where m.id = due.id
          returning m.id, due.state as earlier, (
            select d.route_id from deliveries d where d.message_id = m.id order by d.started_at desc limit 1) as last_route, (
            select count(*)::int from deliveries d where d.message_id = m.id and (d.ended_at is null
              or d.outcome = 'abandoned' or (d.outcome = 'unknown' and d.code not in ('absent', 'unreadable')))) as ambiguous`),
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
          ambiguous: Number(claims.get(row.id)?.ambiguous ?? 0),
        }),
      );
    },
    async beginDeliveries(attemptId, leaseUntil, list) {
      if (list.length === 0) return new Set();
      const ours = and(
        inArray(
          messages.id,
          list.map(({ messageId }) => messageId),
        ),
        eq(messages.attemptId, attemptId),
        eq(messages.state, "sending"),
      );
      const kept = await database
        .update(messages)
        .set({ leaseUntil })
        .where(ours)
        .returning({ id: messages.id });
      const held = new Set(kept.map(({ id }) => id));
      const begun = list.filter(({ messageId }) => held.has(messageId));
      if (begun.length > 0) await database.insert(deliveries).values(begun);
      return held;
    },
    async endAttempts(attemptId, ends, now) {
      if (ends.length === 0) return new Set();
      const at = now.toString();
      const held = rowsOf(
        await database.execute(sql`
          with ended as (${recordset(ends.map(endColumns), endShape)}),
          closed as (
            update deliveries d set ended_at = ${at}::timestamptz, outcome = ended.outcome, code = ended.code
            from ended where d.id = ended.delivery_id and ended.outcome <> 'paused'),
          unmade as (
            delete from deliveries d using ended where d.id = ended.delivery_id and ended.outcome = 'paused')
          update messages m set state = ended.state, due_at = ended.due_at, absent_at = ended.absent_at,
            end_code = ended.end_code, lease_until = null,
            attempts = m.attempts - case when ended.outcome in ('rate-limited', 'paused', 'cancelled') then 1 else 0 end,
            platform = coalesce(ended.platform, m.platform),
            conversation = coalesce(ended.conversation, m.conversation),
            platform_message_id = coalesce(ended.platform_message_id, m.platform_message_id),
            sent_at = coalesce(ended.sent_at, m.sent_at)
          from ended where m.id = ended.message_id and m.attempt_id = ${attemptId}::uuid and m.state = 'sending'
          returning m.id`),
      );
      return new Set(held.map((row) => String(row.id)));
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
      if (findings.length === 0) return;
      await database.execute(sql`
        with found as (${recordset(findings, sql`"routeId" uuid, state text, "lastError" text`)})
        update routes r set state = found.state, last_error = found."lastError", checked_at = ${now.toString()}::timestamptz
        from found where r.id = found."routeId" and (
          r.state <> 'ok' or r.checked_at is null
          or (r.state, r.last_error) is distinct from (found.state, found."lastError"))`);
    },
    async sentAbout(subjectId) {
      const isSent = and(eq(messages.subjectId, subjectId), eq(messages.state, "sent"));
      return database.select().from(messages).where(isSent);
    },
    async nextDue() {
      // A lease that runs out is due as well: nobody else looks after what a dead process held.
      const [row] = rowsOf(
        await database.execute(sql`
          select extract(epoch from least(
            (select due_at from messages where state in ('pending', 'unknown') and end_code is null order by due_at limit 1),
            (select lease_until from messages where state = 'sending' order by lease_until limit 1)
          )) * 1000 as at`),
      );
      return row?.at == null ? null : Temporal.Instant.fromEpochMilliseconds(Number(row.at));
    },
  };
}

/** Rows of plain JSON as a table, so that many are written in one statement. */
function recordset(rows: readonly object[], shape: SQL): SQL {
  return sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as rows (${shape})`;
}

const endShape = sql`message_id uuid, delivery_id uuid, outcome text, code text, state text, due_at timestamptz,
  absent_at timestamptz, end_code text, platform text, conversation text, platform_message_id text, sent_at timestamptz`;

function endColumns(end: AttemptEnd): Readonly<Record<string, string | null>> {
  const isSent = end.state === "sent";
  return {
    message_id: end.messageId,
    delivery_id: end.deliveryId,
    outcome: end.outcome,
    code: end.code,
    state: end.state,
    due_at: end.dueAt.toString(),
    absent_at: end.absentAt?.toString() ?? null,
    end_code: end.endCode,
    platform: isSent ? end.platform : null,
    conversation: isSent ? end.conversation : null,
    platform_message_id: isSent ? end.platformMessageId : null,
    sent_at: isSent ? (end.sentAt?.toString() ?? null) : null,
  };
}
