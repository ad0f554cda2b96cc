import { and, asc, desc, eq, gt, inArray, isNull, ne, not, notInArray, or, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Answer } from "../../src/check-ins/answer.ts";
import type {
  ContactHistory,
  InvitationDetail,
  InvitationStore,
  Place,
} from "../../src/check-ins/invitation-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";
import { answers, invitations, rounds } from "../schema/check-ins.ts";
import { messages } from "../schema/messages.ts";
import { contacts, partnerships } from "../schema/partnerships.ts";
import { batches } from "./batches.ts";
import { toContact, toPartnership } from "./contact-rows.ts";

/** Invitations with everything that their cards need. */
export function createInvitationStore(database: Database, ids: Ids): InvitationStore {
  const selected = () =>
    database
      .select({
        invitation: invitations,
        round: {
          id: rounds.id,
          opensOn: rounds.opensOn,
          closesOn: rounds.closesOn,
          kind: rounds.kind,
          cycle: rounds.cycle,
        },
        contact: contacts,
        partnership: partnerships,
        answers: answersOf(),
        places: placesOf(),
      })
      .from(invitations)
      .innerJoin(rounds, eq(rounds.id, invitations.roundId))
      .innerJoin(contacts, eq(contacts.id, invitations.contactId))
      .innerJoin(partnerships, eq(partnerships.id, contacts.partnershipId));
  const details = async (condition: SQL, limit: number) => {
    const order = [desc(invitations.closesAt), asc(invitations.id)];
    return (
      await selected()
        .where(condition)
        .orderBy(...order)
        .limit(limit)
    ).map(toDetail);
  };
  // Built once a store: the busiest read of all.
  const makeOne = () =>
    selected()
      .where(eq(invitations.id, sql.placeholder("id")))
      .prepare("invitation_detail");
  let one: ReturnType<typeof makeOne> | undefined;
  return {
    async add(list) {
      const added: { readonly id: string; readonly contactId: string }[] = [];
      for (const batch of batches(list)) {
        const rows = await database
          .insert(invitations)
          .values(batch.map((invitation) => ({ ...invitation, id: ids.next(), state: "pending" as const })))
          .onConflictDoNothing()
          .returning({ id: invitations.id, contactId: invitations.contactId });
        added.push(...rows);
      }
      return new Map(added.map((row) => [row.contactId, row.id]));
    },
    async detail(invitationId) {
      one ??= makeOne();
      const [row] = await one.execute({ id: invitationId });
      return row === undefined ? null : toDetail(row);
    },
    async details(invitationIds) {
      if (invitationIds.length === 0) return new Map();
      const found = await details(inArray(invitations.id, [...invitationIds]), invitationIds.length);
      return new Map(found.map((detail) => [detail.invitation.id, detail]));
    },
    async openOf(contactIds, now) {
      if (contactIds.length === 0) return [];
      const isOpen = and(
        inArray(invitations.contactId, [...contactIds]),
        gt(invitations.closesAt, now),
        ne(invitations.state, "lapsed"),
      );
      return database
        .select()
        .from(invitations)
        .where(isOpen)
        .orderBy(asc(invitations.closesAt), asc(invitations.id));
    },
    async histories(contactIds, since) {
      if (contactIds.length === 0) return new Map();
      const rows = rowsOf(await database.execute(historyQuery(contactIds, since.toString())));
      return new Map(rows.map((row) => [String(row.contact_id), toHistory(row)]));
    },
    async markSent(invitationIds) {
      if (invitationIds.length === 0) return;
      const isWaiting = and(
        inArray(invitations.id, [...invitationIds]),
        inArray(invitations.state, ["pending", "undeliverable"]),
      );
      await database.update(invitations).set({ state: "sent" }).where(isWaiting);
    },
    async markUndeliverable(invitationIds) {
      if (invitationIds.length === 0) return;
      const isWaiting = and(inArray(invitations.id, [...invitationIds]), eq(invitations.state, "pending"));
      await database.update(invitations).set({ state: "undeliverable" }).where(isWaiting);
    },
    async lapse(invitationIds, reason) {
      if (invitationIds.length === 0) return;
      const isWaiting = and(
        inArray(invitations.id, [...invitationIds]),
        notInArray(invitations.state, ["answered", "lapsed"]),
      );
      await database.update(invitations).set({ state: "lapsed", lapseReason: reason }).where(isWaiting);
    },
    async lapseRound(roundId) {
      const isWaiting = and(
        eq(invitations.roundId, roundId),
        inArray(invitations.state, ["pending", "sent"]),
      );
      const lapsed = await database
        .update(invitations)
        .set({ state: "lapsed", lapseReason: "closed" })
        .where(isWaiting)
        .returning({ id: invitations.id });
      return lapsed.length;
    },
    async endPrompt(invitationId, how, at) {
      const isNotSealed = or(isNull(invitations.promptDone), ne(invitations.promptDone, "sealed"));
      const ended = await database
        .update(invitations)
        .set({
          promptDone: how,
          promptDoneAt: at,
          state: "answered",
          answeredAt: sql`coalesce(${invitations.answeredAt}, ${at.toString()})`,
        })
        .where(and(eq(invitations.id, invitationId), isNotSealed))
        .returning({ id: invitations.id });
      return ended.length > 0;
    },
    async forgetPromptEnds(roundId, promptIds) {
      const isKept = sql`exists (select 1 from ${answers} a
        where a.invitation_id = ${invitations.id} and a.question_id = ${invitations.promptId})`;
      // Those where there is nothing to forget are written too, so that a row's xmin tells nothing.
      await database
        .update(invitations)
        .set({ promptDone: null, promptDoneAt: null })
        .where(
          and(eq(invitations.roundId, roundId), inArray(invitations.promptId, [...promptIds]), not(isKept)),
        );
    },
    recentDetails: (contactIds, limit) =>
      contactIds.length === 0
        ? Promise.resolve([])
        : details(inArray(invitations.contactId, [...contactIds]), limit),
  };
}

interface DetailRow {
  readonly invitation: typeof invitations.$inferSelect;
  readonly round: InvitationDetail["round"];
  readonly contact: typeof contacts.$inferSelect;
  readonly partnership: typeof partnerships.$inferSelect;
  readonly answers: readonly AnswerJson[];
  readonly places: readonly Place[];
}

function toDetail(row: DetailRow): InvitationDetail {
  return {
    invitation: row.invitation,
    round: row.round,
    contact: toContact(row.contact),
    partnership: toPartnership(row.partnership),
    answers: row.answers.map(toAnswer),
    places: row.places,
  };
}

interface AnswerJson extends Omit<Answer, "answeredAt"> {
  readonly answeredAt: string;
}

function answersOf() {
  return sql<AnswerJson[]>`coalesce((
    select json_agg(json_build_object(
      'invitationId', a.invitation_id, 'questionId', a.question_id, 'rating', a.rating, 'cannotSay', a.cannot_say,
      'text', a.text, 'theme', a.theme, 'mode', a.mode, 'audience', a.audience, 'version', a.version,
      'answeredAt', a.answered_at) order by a.question_id)
    from ${answers} a where a.invitation_id = ${invitations.id}), '[]'::json)`;
}

function placesOf() {
  return sql<Place[]>`coalesce((
    select json_agg(json_build_object(
      'platform', m.platform, 'conversation', m.conversation, 'messageId', m.platform_message_id, 'sentAt', m.sent_at))
    from ${messages} m
    where m.subject_id = ${invitations.id} and m.purpose = 'check-in' and m.state = 'sent'), '[]'::json)`;
}

function toAnswer(json: AnswerJson): Answer {
  return { ...json, answeredAt: Temporal.Instant.from(json.answeredAt) };
}

function historyQuery(contactIds: readonly string[], since: string) {
  return sql`
    select i.contact_id,
      count(*) filter (where r.kind = 'check-in' and (i.state = 'answered' or r.closed_at is null))::int as regular_rounds,
      max(r.opens_on)::text as last_opens_on,
      coalesce(json_agg(json_build_object('opensOn', r.opens_on, 'answered', i.state = 'answered') order by r.opens_on desc)
        filter (where r.opens_on >= ${since}::date and r.closed_at is not null), '[]'::json) as recent
    from invitations i join rounds r on r.id = i.round_id
    where i.contact_id in ${[...contactIds]}
      and (i.lapse_reason is null or i.lapse_reason not in ('away', 'left', 'holiday', 'paused'))
      and i.state <> 'undeliverable'
    group by i.contact_id`;
}

function toHistory(row: Record<string, unknown>): ContactHistory {
  const recent = row.recent as { opensOn: string; answered: boolean }[];
  return {
    contactId: String(row.contact_id),
    regularRounds: Number(row.regular_rounds),
    lastOpensOn: row.last_opens_on === null ? null : Temporal.PlainDate.from(String(row.last_opens_on)),
    recent: recent.map(({ opensOn, answered }) => ({ opensOn: Temporal.PlainDate.from(opensOn), answered })),
  };
}
