import { sayMoment } from "../partnerships/say-date.ts";
import type { Card, CardNode } from "../ports/card.ts";
import type { DrawingNeeds } from "./drawing-needs.ts";
import type { InvitationDetail } from "./invitation-store.ts";
import { sharingOf } from "./prompt-form.ts";
import { worded } from "./question-bank.ts";

/** What was stored, who can see it, and how to change it until the check-in closes. */
export function receiptCard(needs: DrawingNeeds, detail: InvitationDetail): Card {
  const { words } = needs;
  const { invitation, partnership, contact } = detail;
  const values = { partnership: partnership.name, them: invitation.them };
  const until = sayMoment(invitation.closesAt, contact.timeZone, contact.language);
  return {
    summary: words.say("receipt.summary", values),
    nodes: [
      { kind: "heading", text: words.say("receipt.title", values) },
      { kind: "text", text: words.say("receipt.thanks"), tone: "good" },
      ...answerNodes(needs, detail),
      { kind: "text", text: words.say("receipt.until", { until }), tone: "quiet" },
      {
        kind: "buttons",
        buttons: [
          {
            label: words.say("receipt.change"),
            action: { name: "edit", args: { invitation: invitation.id } },
          },
          {
            label: words.say("checkIn.why"),
            action: { name: "why", args: { invitation: invitation.id } },
            style: "plain",
          },
        ],
      },
    ],
  };
}

/** A person's own answers to one check-in, in words, with who can see each. For their eyes alone. */
export function answerNodes({ bank, words }: DrawingNeeds, detail: InvitationDetail): readonly CardNode[] {
  const { invitation, answers } = detail;
  const { them } = invitation;
  const rows = invitation.statements.map((id): readonly string[] => {
    const given = answers.find((answer) => answer.questionId === id);
    const label = worded(bank.statement(id).text, { them });
    if (given === undefined) return [label, words.say("receipt.notAnswered")];
    return [label, given.cannotSay ? bank.cannotSay : (bank.scale[(given.rating ?? 0) - 1] ?? "")];
  });
  const columns = [words.say("receipt.statement"), words.say("receipt.answer")];
  const ratings: CardNode[] = [
    { kind: "table", caption: words.say("receipt.caption"), columns, rows },
    { kind: "text", text: words.say("receipt.ratingsMode"), tone: "quiet" },
  ];
  if (invitation.promptId === null) return ratings;
  const prompt = bank.prompt(invitation.promptId);
  const given = answers.find((answer) => answer.questionId === prompt.id);
  const question: CardNode = { kind: "text", text: worded(prompt.text, { them }) };
  if (invitation.promptDone === "sealed")
    return [...ratings, question, { kind: "text", text: words.say("prompt.sealed"), tone: "quiet" }];
  if (given?.text == null) {
    const left = prompt.defaultMode === "unlinked" ? "receipt.promptUnspoken" : "receipt.promptEmpty";
    const key = invitation.promptDone === "skipped" ? "receipt.promptSkipped" : left;
    return [...ratings, question, { kind: "text", text: words.say(key), tone: "quiet" }];
  }
  const sharing = sharingOf(given.mode, given.audience);
  const value = words.say(`prompt.choice.${sharing}`);
  const mode: CardNode = { kind: "facts", facts: [{ label: words.say("prompt.sharing"), value }] };
  const theme: readonly CardNode[] =
    given.theme === null
      ? []
      : [
          {
            kind: "text",
            text: words.say("receipt.theme", { theme: words.say(`theme.${given.theme}`) }),
            tone: "quiet",
          },
        ];
  return [...ratings, question, { kind: "quote", text: given.text }, mode, ...theme];
}
