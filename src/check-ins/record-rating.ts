import type { ContactStore } from "../partnerships/contact-store.ts";
import type { Account } from "../ports/chat-adapter.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { Directly, Transact } from "../ports/transaction.ts";
import type { AnswerStore, RatingOutcome, SubmissionStore } from "./answer-store.ts";
import { isAllDone } from "./invitation.ts";
import type { InvitationDetail, InvitationStore } from "./invitation-store.ts";

export interface AnsweringStores {
  readonly invitations: InvitationStore;
  readonly answers: AnswerStore;
  readonly contacts: ContactStore;
  readonly submissions: SubmissionStore;
}

export interface AnsweringNeeds {
  readonly clock: Clock;
  readonly transact: Transact<AnsweringStores>;
  readonly directly: Directly<AnsweringStores>;
}

/** A tap as it came in; nothing in it is trusted but whose account it is. */
export interface RatingSubmission {
  readonly eventId: string;
  readonly account: Account;
  readonly invitationId: string;
  readonly statementId: string;
  /** "1" to "5" or "cannot-say". */
  readonly value: string;
  readonly editing: boolean;
}

/** What became of an open answer. */
export type AnsweringOutcome =
  | { readonly kind: "recorded" | "repeated"; readonly detail: InvitationDetail }
  /** It closed, lapsed, or was sealed: nothing was changed. */
  | { readonly kind: "closed" | "sealed"; readonly detail: InvitationDetail }
  | RefusedAnswer;

/** Not this person's, not part of this check-in, or not a possible value. */
export interface RefusedAnswer {
  readonly kind: "refused";
  readonly code: "unknown-invitation" | "unknown-question" | "impossible-value";
}

/** What a tap came to; for its card the invitation is to be read again. */
export type TapOutcome =
  | {
      readonly kind: "recorded" | "repeated";
      readonly language: string;
      /** The card is as it was but for which option is pressed; otherwise a part came or went. */
      readonly keepsItsShape: boolean;
      /** Where its cards stand. */
      readonly conversations: readonly string[];
    }
  | { readonly kind: "closed"; readonly language: string }
  | RefusedAnswer;

/**
 * Keeps one tap. `recorded` is returned only after the commit; the same event again is `repeated` and changes
 * nothing. `editing`: on a card that was opened again to change what was answered.
 */
export async function recordRating(
  needs: AnsweringNeeds,
  { eventId, account, invitationId, statementId, value, editing }: RatingSubmission,
): Promise<TapOutcome> {
  const isPossible = isId(invitationId) && (account.platform !== "web" || isId(account.id));
  if (!isPossible) return { kind: "refused", code: "unknown-invitation" };
  if (!isQuestionId(statementId)) return { kind: "refused", code: "unknown-question" };
  const rating = readRating(value);
  if (rating === null) return { kind: "refused", code: "impossible-value" };
  const isRated = rating !== "cannot-say";
  const answer = { questionId: statementId, rating: isRated ? rating : null, cannotSay: !isRated };
  const at = needs.clock.now();
  // One statement, which looks by itself whose invitation it is and whether it is open.
  const kept = await needs.directly(({ answers }) =>
    answers.rate({ ...answer, invitationId, eventId, account, at }),
  );
  if (kept === null) return { kind: "refused", code: "unknown-invitation" };
  const { kind, language, conversations } = kept;
  if (kind === "not-asked") return { kind: "refused", code: "unknown-question" };
  if (kind === "closed") return { kind, language };
  return { kind, language, conversations, keepsItsShape: keepsItsShape(kept, statementId, editing) };
}

/** The first tap takes the snooze buttons away, the last one makes a receipt; those between press an option. */
function keepsItsShape(before: RatingOutcome, statementId: string, editing: boolean): boolean {
  if (before.state !== "answered") return false;
  return editing || !isAllDone(before, [...before.answered, statementId]);
}

/** The invitation, if it belongs to one of the person's contacts. */
export async function ownInvitation(
  invitations: InvitationStore,
  submission: { readonly invitationId: string; readonly contactIds: readonly string[] },
): Promise<InvitationDetail | null> {
  if (!isId(submission.invitationId)) return null;
  const detail = await invitations.detail(submission.invitationId);
  if (detail === null || detail.contact.deactivatedAt !== null) return null;
  return submission.contactIds.includes(detail.contact.id) ? detail : null;
}

/** Such as `DIR1`; anything else the database might not even take. */
function isQuestionId(id: string): boolean {
  return /^\w{1,40}$/.test(id);
}

function readRating(value: string): number | "cannot-say" | null {
  if (value === "cannot-say") return value;
  return /^[1-5]$/.test(value) ? Number(value) : null;
}
