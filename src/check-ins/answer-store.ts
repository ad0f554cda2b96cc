import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";
import type { Account } from "../ports/chat-adapter.ts";
import type { Answer } from "./answer.ts";
import type { Invitation } from "./invitation.ts";

/** One answer as it is to be kept, and the event that brought it. */
export interface NewAnswer extends Omit<Answer, "answeredAt" | "version"> {
  readonly eventId: string;
  readonly at: Temporal.Instant;
}

/** `repeated`: the event had its effect before. `closed`: the invitation takes no answers any more. */
export type RecordOutcome = "recorded" | "repeated" | "closed";

/** A tap on a statement: `questionId` of an invitation that is this account's, as far as it says. */
export interface NewRating extends Pick<NewAnswer, "questionId" | "rating" | "cannotSay" | "eventId" | "at"> {
  readonly account: Account;
  /** A uuid. */
  readonly invitationId: string;
}

/** How a tap ended, and how the invitation stood until then. `not-asked`: the statement is no part of it. */
export interface RatingOutcome extends Pick<Invitation, "state" | "statements" | "promptId" | "promptDone"> {
  readonly kind: RecordOutcome | "not-asked";
  /** The contact's. */
  readonly language: string;
  /** Ids of the questions that had an answer. */
  readonly answered: readonly string[];
  /** Where its cards stand. */
  readonly conversations: readonly string[];
}

export interface AnswerStore {
  /**
   * Keeps a rating as `record` does, if the invitation belongs to a contact that the account is: for the browser the
   * one with that id (a uuid), elsewhere those with a confirmed identity, on a partnership's roster. Null if not. All
   * in one statement.
   */
  rate(rating: NewRating): Promise<RatingOutcome | null>;
  /**
   * Keeps the answer, its earlier version and the event in one statement, and marks the invitation answered.
   * The same event twice is one answer (DESIGN, promise 2).
   */
  record(answer: NewAnswer): Promise<RecordOutcome>;
  /** Takes a text back; its versions stay. */
  remove(invitationId: string, questionId: string, at: Temporal.Instant): Promise<void>;
  /** Deletes an answer with all its versions, as if it had never been given. */
  erase(invitationId: string, questionId: string): Promise<void>;
  /** Deletes ratings and confidential and unlinked texts; what its author shared stays. Returns how many. */
  forget(old: AnswersToForget): Promise<number>;
  /** Keeps a text without author or time (MEASUREMENT R13). */
  recordUnlinked(answer: {
    readonly partnershipId: string;
    readonly side: Side;
    readonly cycle: number;
    readonly text: string;
  }): Promise<void>;
  /** Writes a cycle's unlinked texts anew, with new ids and in random order, so that nothing tells when each came. */
  shuffleUnlinked(partnershipId: string, cycle: number): Promise<void>;
}

/** What is too old to be kept: rounds that closed before a date, and unlinked texts of earlier cycles. */
interface AnswersToForget {
  readonly closedBefore: Temporal.PlainDate;
  readonly cyclesBefore: number;
}

/** Remembers platform events, for interactions other than ratings. */
export interface SubmissionStore {
  /** True the first time, false when this event was seen before; in the transaction of its effect. */
  isNew(eventId: string, at: Temporal.Instant): Promise<boolean>;
  /**
   * Takes an event whose effect is more than one transaction: `done` when it has had it, `busy` while somebody is at
   * it. A claim that was neither ended nor given back counts for a minute.
   */
  begin(eventId: string, at: Temporal.Instant): Promise<"mine" | "done" | "busy">;
  end(eventId: string): Promise<void>;
  /** Nothing was kept, or nothing had to be: the same event may come again. */
  giveBack(eventId: string): Promise<void>;
  /** Forgets events older than `before`. */
  prune(before: Temporal.Instant): Promise<number>;
}
