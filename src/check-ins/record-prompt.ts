import type { Temporal } from "temporal-polyfill";
import { peopleText } from "../partnerships/people-text.ts";
import type { Audience, Mode } from "./answer.ts";
import type { InvitationDetail } from "./invitation-store.ts";
import type { OpenPrompt, QuestionBank } from "./question-bank.ts";
import { themes } from "./question-bank.ts";
import { type AnsweringNeeds, type AnsweringOutcome, ownInvitation } from "./record-rating.ts";

/** Longest kept answer, in UTF-16 code units; also said beside the box. */
export const longestText = 3000;

/** An open answer as it came in; nothing in it is trusted. An empty text skips the prompt. */
export interface PromptSubmission {
  readonly eventId: string;
  readonly contactIds: readonly string[];
  readonly invitationId: string;
  readonly text: string;
  /** One of the choices of `sharingChoices`; anything else means the prompt's own default. */
  readonly sharing: string;
  readonly theme: string;
}

/** How widely a text may go: the mode, and for attributed ones the audience. */
export type Sharing = "both-sides" | "own-side" | "confidential" | "unlinked";

/**
 * The choices for a prompt, its default first (MEASUREMENT 3.3). Unlinked is offered for unspoken prompts alone,
 * on sides of five or more (R13).
 */
export function sharingChoices(prompt: OpenPrompt, sideSize: number): readonly Sharing[] {
  const linked: readonly Sharing[] =
    prompt.defaultMode === "attributed"
      ? ["both-sides", "own-side", "confidential"]
      : ["confidential", "both-sides", "own-side"];
  return prompt.defaultMode === "unlinked" && sideSize >= 5 ? ["unlinked", ...linked] : linked;
}

/**
 * Keeps, changes or skips the answer to the open prompt. An unlinked answer is final, and what stood there before is
 * erased with its versions (MEASUREMENT R13). Until the round closes, an administrator of the host could still tie it
 * to its author by the order of the rows: the consent text names that host. Closing ends this (`closeRounds`).
 */
export async function recordPrompt(
  needs: AnsweringNeeds & { readonly bank: QuestionBank },
  submission: PromptSubmission,
): Promise<AnsweringOutcome> {
  const at = needs.clock.now();
  return needs.transact(async ({ invitations, answers, submissions }) => {
    const detail = await ownInvitation(invitations, submission);
    if (detail === null) return { kind: "refused", code: "unknown-invitation" };
    const { invitation, partnership, round, contact } = detail;
    if (invitation.promptId === null) return { kind: "refused", code: "unknown-question" };
    if (invitation.promptDone === "sealed") return { kind: "sealed", detail };
    const isOver = invitation.closesAt.epochMilliseconds <= at.epochMilliseconds;
    if (isOver || invitation.state === "lapsed") return { kind: "closed", detail };

    const prompt = needs.bank.prompt(invitation.promptId);
    const text = peopleText(submission.text, longestText);
    // A platform may repeat an old *Skip* after a text was written: it has had its effect.
    const isRepeated = async () => !(await submissions.isNew(submission.eventId, at));
    if (text === null) {
      if (await isRepeated()) return { kind: "repeated", detail };
      await answers.remove(invitation.id, prompt.id, at);
      await invitations.endPrompt(invitation.id, "skipped", at);
      return { kind: "recorded", detail: withPrompt(detail, prompt.id, null, "skipped", at) };
    }
    const choices = sharingChoices(prompt, invitation.sideSize);
    const sharing = choices.find((choice) => choice === submission.sharing) ?? choices[0] ?? "confidential";
    if (sharing === "unlinked") {
      if (await isRepeated()) return { kind: "repeated", detail };
      const isFirst = await invitations.endPrompt(invitation.id, "sealed", at);
      if (!isFirst) return { kind: "sealed", detail };
      await answers.erase(invitation.id, prompt.id);
      const { cycle } = round;
      await answers.recordUnlinked({
        partnershipId: partnership.id,
        side: contact.side,
        cycle,
        text,
      });
      return { kind: "recorded", detail: withPrompt(detail, prompt.id, null, "sealed", at) };
    }
    const theme = themes.find((known) => known === submission.theme) ?? null;
    const answer = {
      invitationId: invitation.id,
      questionId: prompt.id,
      rating: null,
      cannotSay: false,
      text,
      theme,
      mode: modeOf(sharing),
      audience: (sharing === "own-side" ? "side" : "joint") as Audience,
    };
    const outcome = await answers.record({ ...answer, eventId: submission.eventId, at });
    if (outcome === "closed") return { kind: outcome, detail };
    if (outcome === "repeated") return { kind: outcome, detail };
    await invitations.endPrompt(invitation.id, "answered", at);
    return {
      kind: "recorded",
      detail: withPrompt(detail, prompt.id, { ...answer, answeredAt: at, version: 1 }, "answered", at),
    };
  });
}

function modeOf(sharing: Exclude<Sharing, "unlinked">): Exclude<Mode, "unlinked"> {
  return sharing === "confidential" ? "confidential" : "attributed";
}

function withPrompt(
  detail: InvitationDetail,
  promptId: string,
  answer: InvitationDetail["answers"][number] | null,
  promptDone: "answered" | "skipped" | "sealed",
  promptDoneAt: Temporal.Instant,
): InvitationDetail {
  const others = detail.answers.filter(({ questionId }) => questionId !== promptId);
  return {
    ...detail,
    invitation: { ...detail.invitation, promptDone, promptDoneAt },
    answers: answer === null ? others : [...others, answer],
  };
}
