import { html } from "hono/html";
import type { Card } from "../../src/ports/card.ts";
import type { Reply } from "../../src/ports/chat-adapter.ts";
import { drawCard } from "./draw-card.ts";
import { drawText, type Html } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";

/** A reply's cards in reading order: what is said first, then what took the place of the tapped card. */
export function cardsOf(reply: Reply): readonly Card[] {
  return [reply.say, reply.replace].filter((card) => card !== undefined);
}

/** Draws the answer to a tap as a page of its own, for browsers without a script, with the way back. */
export function drawReplies(
  title: string,
  cards: readonly Card[],
  back: { readonly label: string; readonly path: string },
  drawing: Drawing,
): Html {
  return html`<h1>${drawText(title)}</h1>
${cards.map((card, index) => {
  const here = { ...drawing, idPrefix: `${drawing.idPrefix}-${index}` };
  return html`<section class="panel">${drawCard(card, here)}</section>`;
})}
<p><a class="go" href="${back.path}">${drawText(back.label)}</a></p>`;
}
