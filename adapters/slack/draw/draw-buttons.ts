import type { types } from "@slack/bolt";
import type { Button, CardNode } from "../../../src/ports/card.ts";
import { encodeAction, linkActionId } from "./action-codec.ts";
import { drawLines, drawParagraph, plain } from "./draw-text.ts";
import { type Block, type Drawing, limits } from "./drawing.ts";
import { fitted, headOf, isBlank, isTooLong, oneLine, printable, sizeOf } from "./fit-text.ts";

type Choice = Extract<CardNode, { readonly kind: "choice" }>;
type Link = Extract<CardNode, { readonly kind: "link" }>;

/** Stands before the chosen option, so that its colour is not all that tells it apart. */
const chosenSign = "✓ ";

/** Buttons in rows; a label or question that a button cannot hold is written out above them. */
export function drawButtons(buttons: readonly Button[], drawing: Drawing): readonly Block[] {
  const told = buttons.flatMap(({ label, confirm }) => [
    ...(isTooLong(label, limits.button) ? drawParagraph(label, "quiet") : []),
    ...(isTooLong(confirm ?? "", limits.confirm.text) ? drawParagraph(confirm ?? "", "quiet") : []),
  ]);
  return [...told, ...rows(buttons.map((button) => drawButton(button, drawing)))];
}

/** One button, with its question when it has one. */
export function drawButton({ label, action, style, confirm }: Button, { words }: Drawing): types.Button {
  const { actionId, value } = encodeAction(action);
  const shown = fitted(label, limits.button);
  return {
    type: "button",
    action_id: actionId,
    value,
    text: plain(shown),
    ...(style === "primary" || style === "danger" ? { style } : {}),
    ...(confirm === undefined || isBlank(confirm)
      ? {}
      : {
          confirm: {
            title: plain(fitted(label, limits.confirm.title)),
            text: plain(fitted(confirm, limits.confirm.text)),
            confirm: plain(isTooLong(label, limits.confirm.button) ? words.say("slack-card.yes") : shown),
            deny: plain(words.say("slack-card.cancel")),
            ...(style === "danger" ? { style } : {}),
          },
        }),
  };
}

/** A statement and a button for each answer: one tap sends it as field `value`. */
export function drawChoice(choice: Choice, { words }: Drawing): readonly Block[] {
  const buttons = choice.options.map(({ value, label }): types.Button => {
    const isChosen = value === choice.chosen;
    const { actionId, value: carried } = encodeAction(choice.action, { value });
    return {
      type: "button",
      action_id: actionId,
      value: carried,
      text: plain(
        isChosen ? `${chosenSign}${fitted(label, limits.button - 2)}` : fitted(label, limits.button),
      ),
      accessibility_label: spoken(words, isChosen, label, choice.label),
      ...(isChosen ? { style: "primary" } : {}),
    };
  });
  const cut = choice.options.filter(({ label }) => isTooLong(label, limits.button - 2));
  return [
    ...drawLines([[{ text: choice.label, bold: true }], ...cut.map(({ label }) => [{ text: label }])]),
    ...rows(buttons),
  ];
}

/** A button that opens a page; nothing where there is no whole address for it. */
export function drawLink({ label, path }: Link, { absolute }: Drawing): readonly Block[] {
  const url = absolute?.(printable(path));
  if (url === undefined || url.length > limits.url || !/^https?:\/\//u.test(url) || !URL.canParse(url))
    return [];
  const button = { type: "button", text: plain(fitted(label, limits.button)), url } as const;
  return [
    ...(isTooLong(label, limits.button) ? drawParagraph(label, "quiet") : []),
    { type: "actions", elements: [{ ...button, action_id: linkActionId(0) }] },
  ];
}

/** What a screen reader says for an option: the answer first, since that is what differs, then the statement. */
function spoken(words: Drawing["words"], isChosen: boolean, answer: string, statement: string): string {
  const key = isChosen ? "slack-card.chosen" : "slack-card.option";
  const say = (shown: string) => words.say(key, { answer: fitted(answer, limits.button), statement: shown });
  const line = oneLine(statement);
  const around = sizeOf(say(""));
  const whole = around + sizeOf(line) > limits.button ? null : say(line);
  if (whole !== null && sizeOf(whole) <= limits.button) return fitted(whole, limits.button);
  const room = limits.button - around - isolatesAndDots;
  return fitted(room < 1 ? answer : say(`${headOf(line, room)}…`), limits.button);
}

/** Room for what `say` may put around a statement, and for the sign of a cut. */
const isolatesAndDots = 3;

/** Buttons in blocks of as many as Slack takes, each with an id of its own in its block. */
function rows(buttons: readonly types.Button[]): readonly Block[] {
  const count = Math.ceil(buttons.length / limits.actionsInBlock);
  return Array.from({ length: count }, (_, row): Block => {
    const seen = new Map<string, number>();
    const start = row * limits.actionsInBlock;
    const elements = buttons.slice(start, start + limits.actionsInBlock).map((button) => {
      const id = button.action_id ?? "";
      const before = seen.get(id) ?? 0;
      seen.set(id, before + 1);
      return before === 0 ? button : { ...button, action_id: `${id}:${before}` };
    });
    return { type: "actions", elements };
  });
}
