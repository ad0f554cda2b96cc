import type { Cadence, Contact, ContactRole } from "../partnerships/contact.ts";

/** A contact is asked in every n-th round. */
const everyRounds: Readonly<Record<Cadence, number>> = { weekly: 1, "every two weeks": 2, monthly: 4 };

const completionWeeks = 8;
const leastCompletion = 0.5;
const skippedInARow = 2;

/** How one past invitation ended; `weeksAgo` is 1 for the round before the one that is being decided. */
export interface PastInvitation {
  readonly answered: boolean;
  readonly weeksAgo: number;
}

/** What Rapport does about somebody who answers less than they are asked. */
export type BackOff =
  | { readonly kind: "none" }
  /** Ask "weekly, every two weeks or monthly?" */
  | { readonly kind: "ask-cadence" }
  | { readonly kind: "slow-down"; readonly to: "every two weeks" };

/**
 * Whether a contact of this cadence has a part in a round. `roundsSinceLastInvitation` is 1 when the last one was
 * in the round before, and null when there was none: then they are invited.
 */
export function isInvited(cadence: Cadence, roundsSinceLastInvitation: number | null): boolean {
  return roundsSinceLastInvitation === null || roundsSinceLastInvitation >= everyRounds[cadence];
}

/** The cadence that a new contact starts with: executives every two weeks (MEASUREMENT 3.1). */
export function defaultCadence(role: ContactRole): Cadence {
  return role === "executive" ? "every two weeks" : "weekly";
}

/**
 * The back-off rules of MEASUREMENT 3.1 on a contact's closed invitations, newest first and without
 * those that lapsed because the person was away. Under half answered over
 * eight whole weeks slows a weekly contact down, unless they chose weekly themselves. Two skipped in a row asks for
 * the cadence, at the second one only, so that a run of skips is asked about once; nobody is asked who is on the
 * slowest already.
 */
export function backOff(
  history: readonly PastInvitation[],
  cadence: Cadence,
  setBy: Contact["cadenceSetBy"],
): BackOff {
  if (cadence === "weekly" && setBy !== "contact" && answersTooFew(history)) {
    return { kind: "slow-down", to: "every two weeks" };
  }
  const lastAnswered = history.findIndex((invitation) => invitation.answered);
  const skipped = lastAnswered === -1 ? history.length : lastAnswered;
  return skipped === skippedInARow && cadence !== "monthly" ? { kind: "ask-cadence" } : { kind: "none" };
}

function answersTooFew(history: readonly PastInvitation[]): boolean {
  // A newcomer's first weeks say nothing yet.
  if (!history.some((invitation) => invitation.weeksAgo >= completionWeeks)) return false;
  const recent = history.filter((invitation) => invitation.weeksAgo <= completionWeeks);
  const answered = recent.filter((invitation) => invitation.answered).length;
  return recent.length > 0 && answered / recent.length < leastCompletion;
}
