import type { CardNode, Field } from "../../../src/ports/card.ts";
import { drawButtons, drawChoice, drawLink } from "./draw-buttons.ts";
import { drawNativeTable, drawPlainTable } from "./draw-table.ts";
import { aside, drawHeading, drawLines, drawParagraph, drawQuote } from "./draw-text.ts";
import type { Block, Drawing } from "./drawing.ts";
import { isBlank, nothing } from "./fit-text.ts";

type Facts = Extract<CardNode, { readonly kind: "facts" }>["facts"];
type Form = Extract<CardNode, { readonly kind: "form" }>;

/** Draws one node; `native` is whether a table may be Slack's own. What nobody could see is left out. */
export function drawNode(node: CardNode, drawing: Drawing, native: boolean): readonly Block[] {
  switch (node.kind) {
    case "heading":
      return drawHeading(node.text);
    case "text":
      return drawParagraph(node.text, node.tone);
    case "quote":
      return drawQuote(node.text, node.by);
    case "facts":
      return drawFacts(node.facts);
    case "list":
      return drawLines(
        node.items.map((text) => [{ text }]),
        "bullets",
      );
    case "table":
      return native ? [drawNativeTable(node)] : drawPlainTable(node);
    case "choice":
      return drawChoice(node, drawing);
    case "form":
      return drawForm(node, [], drawing);
    case "buttons":
      return drawButtons(node.buttons, drawing);
    case "link":
      return drawLink(node, drawing);
    case "divider":
      return [{ type: "divider" }];
  }
}

/**
 * A form as what it is about, what it holds now, and the button of its window; what else can be tapped stands beside
 * that button.
 */
export function drawForm(
  { fields, window }: Form,
  beside: Extract<CardNode, { readonly kind: "buttons" }>["buttons"],
  drawing: Drawing,
): readonly Block[] {
  const { text = "", label, action } = window;
  return [
    ...drawLines([[{ text, bold: true }]]),
    ...fields.flatMap((field) => (isLong(field) ? drawQuote(field.value ?? "", undefined) : [])),
    ...drawFacts(fields.flatMap((field) => (isLong(field) ? [] : heldIn(field)))),
    ...drawButtons([{ label, action }, ...(window.beside ? [window.beside] : []), ...beside], drawing),
  ];
}

function isLong(field: Field): boolean {
  return field.kind === "text" && field.multiline === true;
}

/** What a field holds, in words; none while it is empty. */
function heldIn(field: Field): Facts {
  const { kind, label, value } = field;
  const held = kind === "select" ? field.options.find((option) => option.value === value)?.label : value;
  return held === undefined || isBlank(held) ? [] : [{ label, value: held }];
}

function drawFacts(facts: Facts): readonly Block[] {
  return drawLines(
    facts.map(({ label, value }) => [
      { text: isBlank(label) ? "" : `${aside(label)}: `, bold: true },
      { text: isBlank(value) ? nothing : aside(value) },
    ]),
  );
}
