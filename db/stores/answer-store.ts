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

/** Answers, their earlier versions and the events that brought them. */
export function createAnswerStore(database: Database, ids: Ids): AnswerStore {
  return {
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
    with event as (
      insert into submissions (event_id, received_at) values (${eventId}, ${at}::timestamptz)
      on conflict do nothing returning event_id),
    open as (
      select i.id from invitations i, event
      where i.id = ${invitationId}::uuid and i.closes_at > ${at}::timestamptz and i.state <> 'lapsed'),
    written as (
      insert into answers (invitation_id, question_id, version, rating, cannot_say, text, theme, mode, audience, answered_at)
      select open.id, ${questionId},
        (select coalesce(max(v.version), 0) + 1 from answer_versions v
          where v.invitation_id = open.id and v.question_id = ${questionId}),
        ${rating}::smallint, ${cannotSay}::boolean, ${text}::text, ${theme}::text, ${mode}::text, ${audience}::text, ${at}::timestamptz from open
      on conflict (invitation_id, question_id) do update set
        rating = excluded.rating, cannot_say = excluded.cannot_say, text = excluded.text, theme = excluded.theme,
        mode = excluded.mode, audience = excluded.audience, answered_at = excluded.answered_at,
        version = answers.version + 1
        where (answers.rating, answers.cannot_say, answers.text, answers.theme, answers.mode, answers.audience) is distinct from
          (excluded.rating, excluded.cannot_say, excluded.text, excluded.theme, excluded.mode, excluded.audience)
      returning invitation_id),
    marked as (
      update invitations i set state = 'answered', answered_at = coalesce(i.answered_at, ${at}::timestamptz)
      from open where i.id = open.id and i.state <> 'answered' returning i.id)
    select case
      when not exists (select 1 from event) then 'repeated'
      when not exists (select 1 from open) then 'closed'
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
    async prune(before) {
      const gone = await database
        .delete(submissions)
        .where(lt(submissions.receivedAt, before))
        .returning({ id: submissions.eventId });
      return gone.length;
    },
  };
}
