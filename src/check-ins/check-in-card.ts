import { sayMoment } from "../partnerships/say-date.ts";
import type { Action, Card, CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import type { DrawingNeeds } from "./drawing-needs.ts";
import { type Invitation, isAllDone } from "./invitation.ts";
import type { InvitationDetail } from "./invitation-store.ts";
import { promptForm } from "./prompt-form.ts";
import { worded } from "./question-bank.ts";
import { receiptCard } from "./receipt-card.ts";

/**
 * One card for the whole check-in: rated statements as taps, the optional open question, and how to put it off or
 * stop. Once all is answered it becomes a receipt, unless the person chose to change something (`editing`).
 */
export function checkInCard(
  needs: DrawingNeeds,
  detail: InvitationDetail,
  view: { readonly editing: boolean } = { editing: false },
): Card {
  if (isComplete(detail) && !view.editing) return receiptCard(needs, detail);
  const { words } = needs;
  const { invitation, partnership, contact, round } = detail;
  const values = { partnership: partnership.name, them: invitation.them };
  const until = sayMoment(invitation.closesAt, contact.timeZone, contact.language);
  const minutes = round.kind === "self-pack" ? 2 : 1;
  return {
    summary: words.say("checkIn.summary", { ...values, minutes }),
    nodes: [
      { kind: "heading", text: words.say("checkIn.title", values) },
      {
        kind: "text",
        text: words.say("checkIn.effort", { count: invitation.statements.length, minutes, until }),
      },
      { kind: "text", text: confidentialityLine(words, detail), tone: "quiet" },
      { kind: "text", text: worded(needs.bank.frame[round.kind], { them: invitation.them }) },
      ...invitation.statements.map((id) => statementNode(needs, detail, id, view.editing)),
      ...promptForm(needs, detail, view.editing),
      ...(view.editing ? doneNodes(words, invitation) : closingNodes(words, detail)),
    ],
  };
}

/** Whether every statement has an answer and the open question, if there is one, is done or skipped. */
function isComplete({ invitation, answers }: InvitationDetail): boolean {
  return isAllDone(
    invitation,
    answers.map(({ questionId }) => questionId),
  );
}

function statementNode(
  { bank }: DrawingNeeds,
  detail: InvitationDetail,
  id: string,
  editing: boolean,
): CardNode {
  const { invitation, answers } = detail;
  const given = answers.find((answer) => answer.questionId === id);
  const options = bank.scale.map((label, index) => ({ value: String(index + 1), label }));
  const chosen = given === undefined ? undefined : given.cannotSay ? "cannot-say" : String(given.rating);
  return {
    kind: "choice",
    label: worded(bank.statement(id).text, { them: invitation.them }),
    options: [...options, { value: "cannot-say", label: bank.cannotSay }],
    ...(chosen === undefined ? {} : { chosen }),
    action: {
      name: "rate",
      args: { invitation: invitation.id, statement: id, ...(editing ? { editing: "yes" } : {}) },
    },
  };
}

/** The open question's own button ends the editing, so that words just typed are never left behind. */
function doneNodes(words: Words, { id, promptId, promptDone }: Invitation): readonly CardNode[] {
  if (promptId !== null && promptDone !== "sealed") return [];
  const action: Action = { name: "show-check-in", args: { invitation: id } };
  return [{ kind: "buttons", buttons: [{ label: words.say("checkIn.done"), action, style: "primary" }] }];
}

/** What the person is told before the first tap (MEASUREMENT 3.3, R12). */
function confidentialityLine(words: Words, { invitation, partnership }: InvitationDetail): string {
  const host = partnership.host;
  if (invitation.sideSize >= 5) return words.say("checkIn.confidential", { host });
  return words.say("checkIn.confidentialSmall", { host, count: invitation.sideSize });
}

function closingNodes(words: Words, detail: InvitationDetail): readonly CardNode[] {
  const { invitation } = detail;
  const act = (name: string, more: Action["args"] = {}): Action => ({
    name,
    args: { invitation: invitation.id, ...more },
  });
  const snoozes: CardNode = {
    kind: "buttons",
    buttons: [
      { label: words.say("checkIn.laterToday"), action: act("snooze", { until: "later-today" }) },
      { label: words.say("checkIn.tomorrow"), action: act("snooze", { until: "tomorrow" }) },
    ],
  };
  const about: CardNode = {
    kind: "buttons",
    buttons: [
      { label: words.say("checkIn.why"), action: act("why"), style: "plain" },
      { label: words.say("checkIn.changeTime"), action: act("settings"), style: "plain" },
      {
        label: words.say("checkIn.pause"),
        action: act("pause"),
        style: "plain",
        confirm: words.say("checkIn.pauseConfirm"),
      },
    ],
  };
  return invitation.state === "answered"
    ? [{ kind: "divider" }, about]
    : [{ kind: "divider" }, snoozes, about];
}
