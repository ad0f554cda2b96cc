import type { SubmissionStore } from "../check-ins/answer-store.ts";
import { closeRounds } from "../check-ins/close-rounds.ts";
import { forgetAnswers } from "../check-ins/forget-answers.ts";
import { introduceContacts } from "../check-ins/introduction.ts";
import { openRound } from "../check-ins/open-round.ts";
import type { QuestionBank } from "../check-ins/question-bank.ts";
import { refreshCards } from "../check-ins/refresh-cards.ts";
import { nextMonth } from "../check-ins/reporting-month.ts";
import { type ReleaseStores, releaseMonth } from "../confidentiality/release-month.ts";
import { type SendMessagesNeeds, sendMessages } from "../messages/send-messages.ts";
import { sendSoon } from "../messages/send-soon.ts";
import type { JobHandler } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";
import type { WordsFor } from "../ports/words.ts";
import { type DigestStores, postDigest } from "../summaries/post-digest.ts";
import type { ActionStores } from "./action.ts";
import { type MonthJobName, monthJob } from "./month-jobs.ts";

export interface WorkerStores extends ActionStores, ReleaseStores, DigestStores {
  readonly submissions: SubmissionStore;
  readonly monthAnswers: ReleaseStores["monthAnswers"] & DigestStores["monthAnswers"];
  readonly rounds: ActionStores["rounds"];
  readonly messages: ActionStores["messages"];
  readonly partnerships: ActionStores["partnerships"];
  readonly contacts: ActionStores["contacts"];
}

export interface WorkerNeeds extends Omit<SendMessagesNeeds<WorkerStores>, "transact"> {
  readonly transact: Transact<WorkerStores>;
  readonly bank: QuestionBank;
  readonly wordsFor: WordsFor;
  readonly quietHours: boolean;
}

/** Messages of one claim; small, so that a killed process leaves few to be looked up again. */
const batch = { limit: 64 };
/** Claims in one job before it queues its own successor, so that others get their turn. */
const batchesInARow = 40;
/** Platform events are remembered this long: longer than any platform repeats them. */
const eventMemory = { hours: 30 * 24 };

/** What each job does: a flow, and which job follows. Names are the flows' own. */
export function createWorkers(needs: WorkerNeeds): Readonly<Record<string, JobHandler>> {
  const queueSending = () => needs.transact(({ jobs }) => sendSoon(jobs));
  // Makes up for several months in a row; where the following one is not due yet, its flow says so and does nothing.
  const queueFollowing = (name: MonthJobName, partnershipId: string, month: string) =>
    needs.transact(({ jobs }) => jobs.enqueue(monthJob(name, partnershipId, nextMonth(month))));
  const logged = (job: string, outcome: object) => needs.logger.info({ job, ...outcome }, "done");
  return {
    "introduce-contacts": async () => {
      const outcome = await introduceContacts(needs);
      logged("introduce-contacts", outcome);
      if (outcome.queued > 0) await queueSending();
    },
    "open-round": async (data) => {
      const outcome = await openRound(needs, { partnershipId: data.partnershipId ?? "" });
      logged("open-round", outcome);
      if (outcome.kind === "opened" && outcome.invited > 0) await queueSending();
    },
    "send-messages": async () => {
      for (let round = 0; round < batchesInARow; round += 1) {
        const { taken } = await sendMessages(needs, batch);
        if (taken === 0) return;
      }
      await queueSending();
    },
    "refresh-cards": async (data) => {
      await refreshCards(needs, { invitationId: data.invitationId ?? "" });
    },
    "close-rounds": async () => {
      const { closed } = await closeRounds(needs);
      await needs.transact(({ submissions }) => submissions.prune(needs.clock.now().subtract(eventMemory)));
      const { forgotten } = await forgetAnswers(needs);
      logged("close-rounds", { closed: closed.length, forgotten });
    },
    "release-month": async (data) => {
      const { partnershipId = "", month = "" } = data;
      const outcome = await releaseMonth(needs, { partnershipId, month });
      logged("release-month", { ...data, ...outcome });
      if (outcome.kind === "released") await queueFollowing("release-month", partnershipId, month);
    },
    "post-digest": async (data) => {
      const { partnershipId = "", month = "" } = data;
      const outcome = await postDigest({ ...needs, words: needs.wordsFor("en") }, { partnershipId, month });
      logged("post-digest", { ...data, ...outcome });
      if (outcome.kind === "posted" && outcome.count > 0) await queueSending();
      if (outcome.kind === "posted") await queueFollowing("post-digest", partnershipId, month);
    },
  };
}
