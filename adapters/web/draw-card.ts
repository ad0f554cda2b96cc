import { html } from "hono/html";
import type { Card } from "../../src/ports/card.ts";
import { drawNode } from "./draw-node.ts";
import type { Html } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";

/**
 * Draws a card as HTML that works without a script. All its strings are data: they are escaped and become
 * neither markup nor links. The outer element is what the script swaps after a tap.
 */
export function drawCard(card: Card, drawing: Drawing): Html {
  return html`<div class="card" data-card="${drawing.idPrefix}" tabindex="-1">
${card.nodes.map((node, index) => drawNode(node, index, drawing))}
</div>`;
}
