import type { CardNode } from "../../../src/ports/card.ts";
import { drawParts, type Part } from "./draw-parts.ts";
import { drawParagraph } from "./draw-text.ts";
import type { Block, Drawing } from "./drawing.ts";

/** How much fits: blocks, and what they may cost together. */
export interface Room {
  readonly blocks: number;
  readonly cost: number;
  readonly costOf: (block: Block) => number;
}

/** What can be tapped is kept together with what it is about. */
const whole: readonly CardNode["kind"][] = ["choice", "form", "buttons", "link"];

/**
 * Draws nodes in their order. What does not fit is left out from the end and the reader is told, with a page to go to
 * when the card has one. Buttons that a divider sets apart at the end of a card stay: they are about all of it.
 */
export function drawNodes(nodes: readonly CardNode[], drawing: Drawing, room: Room): readonly Block[] {
  const parts = drawParts(nodes, drawing);
  const all = blocksOf(parts);
  if (fits(all, room)) return all;
  const end = endOf(parts);
  const note = drawParagraph(drawing.words.say("slack-card.rest"));
  const tail = [...note, ...blocksOf(end)];
  const body = parts.slice(0, parts.length - end.length);
  const way = body.findLast(({ kind, blocks }) => kind === "link" && blocks.length > 0)?.blocks ?? [];
  const withWay = [...note, ...way, ...blocksOf(end)];
  return (
    filled(body, withWay, room) ??
    filled(body, tail, room) ??
    filled(parts, [...note, ...way], room) ??
    filled(parts, note, room) ??
    note
  );
}

/** The buttons below the last divider, with it; none when anything else stands there. */
function endOf(parts: readonly Part[]): readonly Part[] {
  const start = parts.findLastIndex(({ kind }) => kind === "divider");
  const below = parts.slice(start + 1);
  const isKept = start >= 0 && below.length > 0;
  return isKept && below.every(({ kind }) => kind === "buttons" || kind === "link") ? parts.slice(start) : [];
}

/** As much as fits above `last`: of the first part that does not, as many blocks as do, unless it belongs together. */
function filled(parts: readonly Part[], last: readonly Block[], room: Room): readonly Block[] | null {
  if (!fits(last, room)) return null;
  const taken: Block[] = [];
  let left = less(room, last);
  const take = (blocks: readonly Block[]) => {
    if (!fits(blocks, left)) return false;
    taken.push(...blocks);
    left = less(left, blocks);
    return true;
  };
  const cut = parts.find(({ blocks }) => !take(blocks));
  if (cut !== undefined && !whole.includes(cut.kind)) cut.blocks.every((block) => take([block]));
  return [...taken, ...last];
}

function blocksOf(parts: readonly Part[]): readonly Block[] {
  return parts.flatMap(({ blocks }) => blocks);
}

function fits(blocks: readonly Block[], room: Room): boolean {
  const { blocks: count, cost } = less(room, blocks);
  return count >= 0 && cost >= 0;
}

function less(room: Room, blocks: readonly Block[]): Room {
  const cost = blocks.reduce((left, block) => left - room.costOf(block), room.cost);
  return { ...room, blocks: room.blocks - blocks.length, cost };
}
