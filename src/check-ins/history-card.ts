import { sayDate } from "../partnerships/say-date.ts";
import type { CardNode } from "../ports/card.ts";
import type { DrawingNeeds } from "./drawing-needs.ts";
import type { InvitationDetail } from "./invitation-store.ts";
import { answerNodes } from "./receipt-card.ts";

/** A person's own check-ins with what they answered, the newest first. */
export function historyNodes(needs: DrawingNeeds, details: readonly InvitationDetail[]): readonly CardNode[] {
  const { words } = needs;
  return details.flatMap((detail): readonly CardNode[] => {
    const { round, partnership, contact, answers, invitation } = detail;
    const values = { partnership: partnership.name, date: sayDate(round.opensOn, contact.language) };
    const heading: CardNode = { kind: "heading", text: words.say("history.round", values) };
    const isEmpty = answers.length === 0 && invitation.promptDone === null && invitation.state !== "answered";
    if (isEmpty) return [heading, { kind: "text", text: words.say("history.notAnswered"), tone: "quiet" }];
    return [heading, ...answerNodes(needs, detail)];
  });
}
