import { and, eq, lt, sql } from "drizzle-orm";
import type {
  AnswerStore,
  NewAnswer,
  RecordOutcome,
  SubmissionStore,
} from "../../src/check-ins/answer-store.ts";
import type { Ids } from "../../src/ports/ids.ts";
import type { Database } from "../database.ts";
import { rowsOf } from "../migrate.ts";
import { answers, answerVersions, submissions, unlinkedAnswers } from "../schema/check-ins.ts";
import { createRatings } from "./rating-query.ts";

/** Answers, their earlier versions and the events that brought them. */
export function createAnswerStore(database: Database, ids: Ids): AnswerStore {
  return {
    rate: createRatings(database),
    async record(answer) {
      const [row] = rowsOf(await database.execute(recordQuery(answer)));
      return row?.outcome as RecordOutcome;
    },
    async remove(invitationId, questionId, at) {
      const isIt = and(eq(answers.invitationId, invitationId), eq(answers.questionId, questionId));
      const removed = await database.delete(answers).where(isIt).returning();
      if (removed.length > 0)
        await database.insert(answerVersions).values(removed.map((row) => ({ ...row, replacedAt: at })));
    },
    async erase(invitationId, questionId) {
      await database
        .delete(answers)
        .where(and(eq(answers.invitationId, invitationId), eq(answers.questionId, questionId)));
      await database
        .delete(answerVersions)
        .where(and(eq(answerVersions.invitationId, invitationId), eq(answerVersions.questionId, questionId)));
    },
    async forget({ closedBefore, cyclesBefore }) {
      const isOld = sql`invitation_id in (
        select i.id from invitations i join rounds r on r.id = i.round_id where r.closes_on < ${closedBefore.toString()}::date)`;
      const gone = await database
        .delete(answers)
        .where(and(eq(answers.mode, "confidential"), isOld))
        .returning({ id: answers.questionId });
      await database.delete(answerVersions).where(and(eq(answerVersions.mode, "confidential"), isOld));
      await database.delete(unlinkedAnswers).where(lt(unlinkedAnswers.cycle, cyclesBefore));
      return gone.length;
    },
    async recordUnlinked(answer) {
      await database.insert(unlinkedAnswers).values({ ...answer, id: ids.next() });
    },
    async shuffleUnlinked(partnershipId, cycle) {
      const isTheirs = and(
        eq(unlinkedAnswers.partnershipId, partnershipId),
        eq(unlinkedAnswers.cycle, cycle),
      );
      const old = await database
        .select({ id: unlinkedAnswers.id })
        .from(unlinkedAnswers)
        .where(isTheirs)
        .for("update");
      if (old.length === 0) return;
      const list = (all: readonly string[]) =>
        sql.join(
          all.map((id) => sql`${id}::uuid`),
          sql`, `,
        );
      await database.execute(sql`
        with gone as (
          delete from unlinked_answers where id in (${list(old.map(({ id }) => id))})
          returning id, partnership_id, side, cycle, text),
        shuffled as (select gone.*, row_number() over (order by md5(gone.id::text || ${ids.next()})) as place from gone),
        fresh as (
          select id, row_number() over (order by id) as place
          from unnest(array[${list(old.map(() => ids.next()))}]) as made (id))
        insert into unlinked_answers (id, partnership_id, side, cycle, text)
        select fresh.id, partnership_id, side, cycle, text from shuffled join fresh using (place) order by place`);
    },
  };
}

/**
 * One statement, so that a tap costs one round trip and is atomic by itself. An answer that repeats what stands
 * there makes no new version; what is replaced is kept by the table's trigger (migration 0001).
 */
function recordQuery(answer: NewAnswer) {
  const at = answer.at.toString({ smallestUnit: "millisecond" });
  const { eventId, invitationId, questionId, rating, cannotSay, text, theme, mode, audience } = answer;
  return sql`
    with open as (
      select i.id from invitations i
      where i.id = ${invitationId}::uuid and i.closes_at > ${at}::timestamptz and i.state <> 'lapsed'),
    event as (
      insert into submissions (event_id, received_at) select ${eventId}, ${at}::timestamptz from open
      on conflict do nothing returning event_id),
    target as (select open.id from open, event),
    written as (
      insert into answers (invitation_id, question_id, version, rating, cannot_say, text, theme, mode, audience, answered_at)
      select target.id, ${questionId},
        (select coalesce(max(v.version), 0) + 1 from answer_versions v
          where v.invitation_id = target.id and v.question_id = ${questionId}),
        ${rating}::smallint, ${cannotSay}::boolean, ${text}::text, ${theme}::text, ${mode}::text, ${audience}::text, ${at}::timestamptz from target
      on conflict (invitation_id, question_id) do update set
        rating = excluded.rating, cannot_say = excluded.cannot_say, text = excluded.text, theme = excluded.theme,
        mode = excluded.mode, audience = excluded.audience, answered_at = excluded.answered_at,
        version = answers.version + 1
        where (answers.rating, answers.cannot_say, answers.text, answers.theme, answers.mode, answers.audience) is distinct from
          (excluded.rating, excluded.cannot_say, excluded.text, excluded.theme, excluded.mode, excluded.audience)
      returning invitation_id),
    marked as (
      update invitations i set state = 'answered', answered_at = coalesce(i.answered_at, ${at}::timestamptz)
      from target where i.id = target.id and i.state <> 'answered' returning i.id)
    select case
      when not exists (select 1 from open) then 'closed'
      when not exists (select 1 from event) then 'repeated'
      else 'recorded' end as outcome`;
}

/** Events that have had their effect. */
export function createSubmissionStore(database: Database): SubmissionStore {
  return {
    async isNew(eventId, at) {
      const added = await database
        .insert(submissions)
        .values({ eventId, receivedAt: at })
        .onConflictDoNothing()
        .returning({ eventId: submissions.eventId });
      return added.length > 0;
    },
    async begin(eventId, at) {
      const claim = { receivedAt: at, isOpen: true };
      const taken = await database
        .insert(submissions)
        .values({ eventId, ...claim })
        .onConflictDoUpdate({
          target: submissions.eventId,
          set: claim,
          setWhere: and(submissions.isOpen, lt(submissions.receivedAt, at.subtract({ minutes: 1 }))),
        })
        .returning({ eventId: submissions.eventId });
      if (taken.length > 0) return "mine";
      const isThis = eq(submissions.eventId, eventId);
      const [row] = await database.select({ isOpen: submissions.isOpen }).from(submissions).where(isThis);
      // Given back in between: whoever brings it again finds it free.
      return row === undefined || row.isOpen ? "busy" : "done";
    },
    async end(eventId) {
      await database.update(submissions).set({ isOpen: false }).where(eq(submissions.eventId, eventId));
    },
    async giveBack(eventId) {
      await database.delete(submissions).where(and(eq(submissions.eventId, eventId), submissions.isOpen));
    },
    async prune(before) {
      const gone = await database
        .delete(submissions)
        .where(lt(submissions.receivedAt, before))
        .returning({ id: submissions.eventId });
      return gone.length;
    },
  };
}
