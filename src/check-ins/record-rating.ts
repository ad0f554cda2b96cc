import type { ContactStore } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { Directly, Transact } from "../ports/transaction.ts";
import type { AnswerStore, SubmissionStore } from "./answer-store.ts";
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

/** A tap as it came in; nothing in it is trusted. `contactIds` are all contacts that the person is. */
export interface RatingSubmission {
  readonly eventId: string;
  readonly contactIds: readonly string[];
  readonly invitationId: string;
  readonly statementId: string;
  /** "1" to "5" or "cannot-say". */
  readonly value: string;
}

export type AnsweringOutcome =
  /** `before` is how the invitation stood until now. */
  | {
      readonly kind: "recorded" | "repeated";
      readonly detail: InvitationDetail;
      readonly before: InvitationDetail;
    }
  /** It closed, lapsed, or was sealed: nothing was changed. */
  | { readonly kind: "closed" | "sealed"; readonly detail: InvitationDetail }
  /** Not this person's, not part of this check-in, or not a possible value. */
  | {
      readonly kind: "refused";
      readonly code: "unknown-invitation" | "unknown-question" | "impossible-value";
    };

/**
 * Keeps one tap. `recorded` is returned only after the commit; the same event again is `repeated` and changes
 * nothing. The detail shows the answers as they now stand.
 */
export async function recordRating(
  needs: AnsweringNeeds,
  submission: RatingSubmission,
): Promise<AnsweringOutcome> {
  const at = needs.clock.now();
  // The one statement of `record` looks again whether the invitation is open.
  return needs.directly(async ({ invitations, answers }) => {
    const detail = await ownInvitation(invitations, submission);
    if (detail === null) return { kind: "refused", code: "unknown-invitation" };
    const { invitation } = detail;
    if (!invitation.statements.includes(submission.statementId))
      return { kind: "refused", code: "unknown-question" };
    const rating = readRating(submission.value);
    if (rating === null) return { kind: "refused", code: "impossible-value" };
    const answer = {
      invitationId: invitation.id,
      questionId: submission.statementId,
      rating: rating === "cannot-say" ? null : rating,
      cannotSay: rating === "cannot-say",
      text: null,
      theme: null,
      mode: "confidential" as const,
      audience: "joint" as const,
    };
    const outcome = await answers.record({ ...answer, eventId: submission.eventId, at });
    if (outcome === "closed") return { kind: outcome, detail };
    if (outcome === "repeated") return { kind: outcome, detail, before: detail };
    const others = detail.answers.filter(({ questionId }) => questionId !== answer.questionId);
    const now = { ...answer, answeredAt: at, version: 1 };
    return {
      kind: "recorded",
      before: detail,
      detail: { ...detail, invitation: { ...invitation, state: "answered" }, answers: [...others, now] },
    };
  });
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

function readRating(value: string): number | "cannot-say" | null {
  if (value === "cannot-say") return value;
  return /^[1-5]$/.test(value) ? Number(value) : null;
}
