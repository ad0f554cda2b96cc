import type { types } from "@slack/bolt";
import type { Card } from "../../../src/ports/card.ts";
import { viewRoom } from "./draw-modal.ts";
import { drawNodes } from "./draw-nodes.ts";
import { drawParagraph } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";
import { limits } from "./drawing.ts";
import { fitted, isBlank } from "./fit-text.ts";

/**
 * Draws a card as a person's Home tab within every limit of one (PLATFORMS 3): a line and its one button take one block,
 * so that 50 partnerships have room. What does not fit is named, never dropped in silence.
 */
export function drawHome(
  card: Card,
  { words, absolute }: Pick<Drawing, "words" | "absolute">,
): types.HomeView {
  const blocks = drawNodes(card.nodes, { words, absolute, tables: "plain", compact: true }, viewRoom);
  const summary = isBlank(card.summary) ? words.say("slack-card.untitled") : card.summary;
  return {
    type: "home",
    blocks: blocks.length > 0 ? [...blocks] : [...drawParagraph(fitted(summary, limits.text))],
  };
}
