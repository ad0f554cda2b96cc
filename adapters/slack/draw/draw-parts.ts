import type { CardNode } from "../../../src/ports/card.ts";
import { drawButton } from "./draw-buttons.ts";
import { drawForm, drawNode } from "./draw-node.ts";
import { fitsNatively } from "./draw-table.ts";
import { drawLines, plain } from "./draw-text.ts";
import { type Block, type Drawing, limits } from "./drawing.ts";
import { isBlank, isTooLong, printable, sizeOf } from "./fit-text.ts";

/** The blocks of one node, or of several that read better as one. */
export interface Part {
  readonly kind: CardNode["kind"];
  readonly blocks: readonly Block[];
}

type Text = Extract<CardNode, { readonly kind: "text" }>;

/** Three short paragraphs in a row are a list to the eye: as one they take a third of the height. */
const leastInList = 3;
const longestInList = 150;
/** How many nodes at most are drawn as one. */
const mostJoined = 30;

/**
 * Draws nodes in their order. One table at most is Slack's own, as a message may hold. A form's button and the buttons
 * after it are one row, short paragraphs in a row one list; where room is short, a line and its one button one block.
 */
export function drawParts(nodes: readonly CardNode[], drawing: Drawing): readonly Part[] {
  const native =
    drawing.tables === "native" ? nodes.findIndex((node) => node.kind === "table" && fitsNatively(node)) : -1;
  const parts: Part[] = [];
  let at = 0;
  for (let node = nodes[at]; node !== undefined; node = nodes[at]) {
    const joined = drawJoined(nodes.slice(at, at + mostJoined), drawing);
    parts.push({ kind: node.kind, blocks: joined?.blocks ?? drawNode(node, drawing, at === native) });
    at += joined?.count ?? 1;
  }
  return parts;
}

/** The first nodes as one, and how many they are; null when the first stands alone. */
function drawJoined(
  nodes: readonly CardNode[],
  drawing: Drawing,
): { readonly blocks: readonly Block[]; readonly count: number } | null {
  const [first, second] = nodes;
  if (first?.kind === "form" && second?.kind === "buttons")
    return { blocks: drawForm(first, second.buttons, drawing), count: 2 };
  if (first?.kind !== "text" || !isPlain(first)) return null;
  const line = drawing.compact && second?.kind === "buttons" ? drawWithButton(first, second, drawing) : null;
  if (line !== null) return { blocks: [line], count: 2 };
  const end = nodes.findIndex((node) => node.kind !== "text" || !isShort(node));
  const run = nodes.slice(0, end < 0 ? nodes.length : end).filter((node) => node.kind === "text");
  if (run.length < leastInList) return null;
  const lines = run.map(({ text }) => [{ text }]);
  return { blocks: drawLines(lines, "bullets"), count: run.length };
}

function drawWithButton(
  { text }: Text,
  { buttons }: Extract<CardNode, { readonly kind: "buttons" }>,
  drawing: Drawing,
): Block | null {
  const [button, ...others] = buttons;
  if (button === undefined || others.length > 0 || sizeOf(printable(text)) > limits.text) return null;
  if (isTooLong(button.label, limits.button) || isTooLong(button.confirm ?? "", limits.confirm.text))
    return null;
  return {
    type: "section",
    text: plain(printable(text)),
    expand: true,
    accessory: drawButton(button, drawing),
  };
}

function isPlain({ text, tone = "plain" }: Text): boolean {
  return tone === "plain" && !isBlank(text);
}

function isShort(node: Text): boolean {
  return isPlain(node) && sizeOf(node.text) <= longestInList && !printable(node.text).includes("\n");
}
