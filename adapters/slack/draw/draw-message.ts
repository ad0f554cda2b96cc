import type { Card } from "../../../src/ports/card.ts";
import { drawNodes, type Room } from "./draw-nodes.ts";
import { drawParagraph } from "./draw-text.ts";
import { type Block, type Drawing, limits } from "./drawing.ts";
import { fitted, isBlank, sizeOf } from "./fit-text.ts";
import { escapeMrkdwn } from "./slack-text.ts";

/** What a message is drawn with. */
export interface MessageDrawing extends Pick<Drawing, "words" | "absolute"> {
  /** Tables as lines: for the one repeat after Slack refused a message with a native table. */
  readonly plainTables?: boolean;
}

/**
 * Draws a card as a message: `text` is its notification, escaped, and `blocks` are within every limit of a message
 * (PLATFORMS 3). All strings are data: none becomes markup, a link or a mention.
 */
export function drawMessage(
  card: Card,
  { words, absolute, plainTables = false }: MessageDrawing,
): { text: string; blocks: Block[] } {
  const tables = plainTables ? "plain" : "native";
  const blocks = drawNodes(card.nodes, { words, absolute, tables, compact: false }, messageRoom);
  const summary = isBlank(card.summary) ? words.say("slack-card.untitled") : card.summary;
  return {
    text: escapeMrkdwn(fitted(summary, limits.summary)),
    blocks: [...(blocks.length > 0 ? blocks : drawParagraph(summary))],
  };
}

/** Whether a refused message may be sent once more with `plainTables`. */
export function hasNativeTable(blocks: readonly { readonly type: string }[]): boolean {
  return blocks.some(({ type }) => type === "data_table");
}

/**
 * Slack refuses a message of more than about 13,200 characters with `msg_blocks_too_long`, blocks and their parts
 * included in a way that it does not tell (slackapi/bolt-js issues 2509 and 2867); this stays well below.
 */
const messageRoom: Room = { blocks: 50, cost: 12_000, costOf: (block) => 80 + textCost(block) };

/** The characters that people read, and a little for everything that holds some. */
function textCost(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inside]) => {
    if (typeof inside !== "string") return sum + textCost(inside);
    if (name === "type") return sum + 20;
    return sum + (readNames.has(name) ? sizeOf(inside) : 0);
  }, 0);
}

const readNames = new Set(["text", "caption", "accessibility_label"]);
