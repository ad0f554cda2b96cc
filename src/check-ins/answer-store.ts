import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";
import type { Answer } from "./answer.ts";

/** One answer as it is to be kept, and the event that brought it. */
export interface NewAnswer extends Omit<Answer, "answeredAt" | "version"> {
  readonly eventId: string;
  readonly at: Temporal.Instant;
}

/** `repeated`: the event had its effect before. `closed`: the invitation takes no answers any more. */
export type RecordOutcome = "recorded" | "repeated" | "closed";

export interface AnswerStore {
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
   * Takes an event whose effect is more than one transaction: false when it has had it, or somebody is at it. A claim
   * that was neither ended nor given back counts for a minute.
   */
  begin(eventId: string, at: Temporal.Instant): Promise<boolean>;
  end(eventId: string): Promise<void>;
  /** Nothing was kept: the same event may come again. */
  giveBack(eventId: string): Promise<void>;
  /** Forgets events older than `before`. */
  prune(before: Temporal.Instant): Promise<number>;
}
