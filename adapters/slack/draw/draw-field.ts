import type { types } from "@slack/bolt";
import { RapportError } from "../../../src/errors.ts";
import type { Field } from "../../../src/ports/card.ts";
import { encodeOption, fieldActionId } from "./action-codec.ts";
import { drawParagraph, plain } from "./draw-text.ts";
import { type Block, type Drawing, limits } from "./drawing.ts";
import { fitted, headOf, isBlank, isTooLong, printable, sizeOf } from "./fit-text.ts";

type Select = Extract<Field, { readonly kind: "select" }>;
type Text = Extract<Field, { readonly kind: "text" }>;

/**
 * Draws one labelled input; `place` makes its block unique. Slack never holds a form back for an empty input: the core decides. What a
 * label or option cannot hold is written out above. Throws RapportError `slack.name-too-long` or `slack.option-too-long`
 * for a name or value of ours that Slack cannot carry.
 */
export function drawField(field: Field, place: number, drawing: Drawing): readonly Block[] {
  const actionId = fieldActionId(field.name);
  if (actionId.length > longestName)
    throw new RapportError("slack.name-too-long", "A field's name is longer than Slack can carry.");
  const { label, hint = "" } = field;
  const isCut = isTooLong(label, limits.label);
  const element = drawInput(field, actionId);
  if (element === null)
    return [...drawParagraph(label), ...drawParagraph(drawing.words.say("slack-card.noOptions"), "quiet")];
  const hints = [hint, ...cutNote(field, drawing)].filter((text) => !isBlank(text)).join(" ");
  const isHintCut = isTooLong(hints, limits.label);
  return [
    ...(isCut ? drawParagraph(label) : []),
    ...(isHintCut ? drawParagraph(hints, "quiet") : []),
    ...cutOptions(field),
    {
      type: "input",
      block_id: `${place}:${field.name}`,
      label: plain(fitted(label, limits.label)),
      ...(isBlank(hints) || isHintCut ? {} : { hint: plain(fitted(hints, limits.label)) }),
      // Slack writes "(optional)" behind such labels, and lets a list be emptied; one that starts with a choice keeps one.
      optional: !("initial_option" in element),
      element,
    },
  ];
}

const longestName = 200;

/** Null for a select without options, which Slack refuses. */
function drawInput(field: Field, actionId: string): types.InputBlock["element"] | null {
  if (field.kind === "text") return drawTextInput(field, actionId);
  if (field.kind === "select") return drawSelect(field, actionId);
  const isDate = /^\d{4}-\d{2}-\d{2}$/u.test(field.value ?? "");
  return { type: "datepicker", action_id: actionId, ...(isDate ? { initial_date: field.value } : {}) };
}

function drawTextInput(field: Text, actionId: string): types.PlainTextInput {
  const max = maxOf(field);
  const value = headOf(printable(field.value ?? ""), max);
  return {
    type: "plain_text_input",
    action_id: actionId,
    multiline: field.multiline ?? false,
    max_length: max,
    ...(value === "" ? {} : { initial_value: value }),
  };
}

function maxOf({ maxLength }: Text): number {
  return Math.max(1, Math.min(limits.input, Math.trunc(maxLength)));
}

function cutNote(field: Field, { words }: Drawing): readonly string[] {
  if (field.kind !== "text" || sizeOf(printable(field.value ?? "")) <= maxOf(field)) return [];
  return [words.say("slack-card.valueCut", { count: maxOf(field) })];
}

function drawSelect(field: Select, actionId: string): types.StaticSelect | null {
  const unique = new Map(field.options.map((option) => [option.value, option]));
  const options = [...unique.values()].map(({ value, label }): types.PlainTextOption => {
    const carried = encodeOption(value);
    if (carried.length > limits.option)
      throw new RapportError("slack.option-too-long", "An option's value is longer than Slack can carry.");
    return { text: plain(fitted(label, limits.option)), value: carried };
  });
  if (options.length === 0) return null;
  const chosen = options.find(({ value }) => value === encodeOption(field.value ?? ""));
  return {
    type: "static_select",
    action_id: actionId,
    ...(options.length <= limits.options ? { options } : { option_groups: grouped(options) }),
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}

/** More options than one list takes, in groups that are named by what they begin with. */
function grouped(
  options: readonly types.PlainTextOption[],
): { label: types.PlainTextElement; options: types.PlainTextOption[] }[] {
  const count = Math.ceil(options.length / limits.options);
  return Array.from({ length: count }, (_, group) => {
    const inside = options.slice(group * limits.options, (group + 1) * limits.options);
    return { label: plain(inside[0]?.text.text ?? ""), options: inside };
  });
}

function cutOptions(field: Field): readonly Block[] {
  if (field.kind !== "select") return [];
  const cut = field.options.filter(({ label }) => isTooLong(label, limits.option));
  return cut.flatMap(({ label }) => drawParagraph(label, "quiet"));
}
