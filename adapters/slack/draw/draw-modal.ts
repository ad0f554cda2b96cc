import type { types } from "@slack/bolt";
import { RapportError } from "../../../src/errors.ts";
import type { Dialog, Form } from "../../../src/ports/card.ts";
import { encodeWindow, formCallbackId } from "./action-codec.ts";
import { drawField } from "./draw-field.ts";
import { drawNodes, type Room } from "./draw-nodes.ts";
import { drawHeading, drawParagraph, plain } from "./draw-text.ts";
import { type Block, type Drawing, limits } from "./drawing.ts";
import { fitted, isTooLong } from "./fit-text.ts";

/** What a window is drawn with. */
export interface ModalDrawing {
  readonly words: Drawing["words"];
  readonly absolute?: Drawing["absolute"];
  /** Where it was opened; comes back with everything that happens in it (`originOf`). Not secret. */
  readonly origin?: string;
}

/**
 * Draws a window as a modal view within every limit of one (PLATFORMS 3). Sending its form comes with callback id
 * `formCallbackId` and private metadata for `decodeAction`. Throws RapportError `slack.form-too-large` for a form that
 * no modal holds.
 */
export function drawModal(dialog: Dialog, options: ModalDrawing): types.ModalView {
  const { words, absolute } = options;
  const drawing: Drawing = { words, absolute, tables: "plain", compact: false };
  const form = dialog.form === undefined ? [] : drawForm(dialog.form, drawing);
  const above = isTooLong(dialog.title, limits.title) ? drawHeading(dialog.title) : [];
  const nodes = drawNodes(dialog.nodes, drawing, roomBeside([...above, ...form]));
  const blocks = [...above, ...nodes, ...form];
  return {
    type: "modal",
    callback_id: formCallbackId,
    private_metadata: encodeWindow(dialog.form?.submit.action, options.origin),
    title: plain(fitted(dialog.title, limits.title)),
    close: plain(words.say(dialog.form === undefined ? "slack-card.close" : "slack-card.cancel")),
    ...(dialog.form === undefined ? {} : { submit: plain(fitted(dialog.form.submit.label, limits.title)) }),
    blocks: blocks.length > 0 ? blocks : [...drawParagraph(fitted(dialog.title, limits.text))],
  };
}

/** What sending does is said above the inputs: a window has no second question. */
function drawForm({ fields, submit }: Form, drawing: Drawing): readonly Block[] {
  return [
    ...drawParagraph(submit.confirm ?? "", "quiet"),
    ...(isTooLong(submit.label, limits.title) ? drawParagraph(submit.label, "quiet") : []),
    ...fields.flatMap((field, place) => drawField(field, place, drawing)),
  ];
}

/** The room of a view: 100 blocks and 250 KB of JSON, some of it for the view itself (PLATFORMS 3). */
export const viewRoom: Room = {
  blocks: 100,
  cost: 240_000,
  costOf: (block) => Buffer.byteLength(JSON.stringify(block)) + 1,
};

/** What the inputs leave to the nodes above them, with a block for the line that says that there is more. */
function roomBeside(blocks: readonly Block[]): Room {
  const cost = viewRoom.cost - blocks.reduce((sum, block) => sum + viewRoom.costOf(block), 0);
  const left = viewRoom.blocks - blocks.length;
  if (left >= 1 && cost >= leastLeft) return { ...viewRoom, blocks: left, cost };
  throw new RapportError("slack.form-too-large", `A form of ${blocks.length} blocks fits in no window.`);
}

const leastLeft = 2000;
