import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";

/** pending → sent → answered | lapsed; pending → undeliverable | lapsed. The first tap makes it answered. */
export type InvitationState = "pending" | "sent" | "answered" | "lapsed" | "undeliverable";

export type LapseReason = "closed" | "away" | "holiday" | "paused" | "left";

/** One contact's part of one round. Moments are absolute; they were computed in the contact's own zone. */
export interface Invitation {
  readonly id: string;
  readonly roundId: string;
  readonly contactId: string;
  readonly side: Side;
  /** Statement ids in the order shown. */
  readonly statements: readonly string[];
  readonly promptId: string | null;
  /** How the other side is named in its words. */
  readonly them: string;
  /** Active contacts on the contact's side when it was made. */
  readonly sideSize: number;
  readonly dueAt: Temporal.Instant;
  readonly remindAt: Temporal.Instant | null;
  readonly closesAt: Temporal.Instant;
  readonly state: InvitationState;
  readonly lapseReason: LapseReason | null;
  readonly answeredAt: Temporal.Instant | null;
  /** `sealed`: an unlinked answer was given and cannot be changed (MEASUREMENT R13). */
  readonly promptDone: "answered" | "skipped" | "sealed" | null;
  /** When that was; both are forgotten for unspoken prompts once the round has closed (MEASUREMENT R13). */
  readonly promptDoneAt: Temporal.Instant | null;
}

/**
 * Whether every statement is among the questions that have an answer, and the open question, if there is one, is done or
 * skipped.
 */
export function isAllDone(
  { statements, promptId, promptDone }: Pick<Invitation, "statements" | "promptId" | "promptDone">,
  answered: readonly string[],
): boolean {
  return statements.every((id) => answered.includes(id)) && (promptId === null || promptDone !== null);
}
