import { createHash } from "node:crypto";
import { html } from "hono/html";
import type { BoardMessage, ContactConversation } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";
import { drawCard } from "./draw-card.ts";
import { drawText, type Html, withoutControls } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";

/** A conversation as its contact sees it: its newest messages, oldest first, and where typed lines go. */
export interface ConversationView {
  readonly contact: ContactConversation;
  readonly messages: readonly BoardMessage[];
  readonly revision: string;
  /** Path of the conversation; its parts (`/say`, `/revision`) are below it. */
  readonly path: string;
  readonly eventId: string;
  /** How the card of one message is drawn. */
  readonly drawingOf: (messageId: string) => Drawing;
}

/** Draws the messages as a chat with a box to type in; the last message begins with the anchor `#latest`. */
export function drawConversation(view: ConversationView, words: Words): Html {
  const { contact, messages, path } = view;
  return html`<h1 class="unseen">${drawText(words.say("web.conversation.title", { name: contact.name }))}</h1>
<section aria-label="${words.say("web.conversation.messages")}" data-revision="${view.revision}" data-revision-url="${path}/revision">
<ol class="messages">${messages.map((message, index) => drawMessage(message, index === messages.length - 1, view, words))}</ol>
${messages.length === 0 ? html`<p class="tone-quiet">${words.say("web.conversation.empty")}</p>` : ""}
</section>
<form class="composer" method="post" action="${path}/say" data-live data-composer>
<input type="hidden" name="eventId" value="${view.eventId}">
<div class="inner"><label for="say">${words.say("web.conversation.type")}</label>
<div class="row"><input id="say" type="text" name="text" autocomplete="off" dir="auto" aria-describedby="say-hint">
<button class="button primary">${words.say("web.conversation.send")}</button></div>
<p class="hint" id="say-hint">${words.say("web.conversation.hint")}</p></div>
</form>`;
}

function drawMessage(message: BoardMessage, isLast: boolean, view: ConversationView, words: Words): Html {
  const own = message.from === "person";
  const drawing = view.drawingOf(message.id);
  const who = words.say(own ? "web.conversation.you" : "web.product");
  return html`<li class="message ${own ? "own" : "ours"}" id="${drawing.idPrefix}" data-message="${message.id}" data-version="${versionOf(message)}" data-summary="${withoutControls(message.card?.summary ?? "")}">
${isLast ? html`<div id="latest" tabindex="-1"></div>` : ""}
<p class="meta"><b>${who}</b> <time datetime="${message.at.toString()}">${drawText(view.contact.sayMoment(message.at))}</time></p>
<div class="bubble">${
    message.card === null
      ? html`<p class="line" dir="auto">${drawText(message.text ?? "")}</p>`
      : drawCard(message.card, drawing)
  }</div></li>`;
}

/** Changes with the message's content, so that the script replaces only what is new. */
function versionOf(message: BoardMessage): string {
  return createHash("sha256")
    .update(JSON.stringify([message.card, message.text]))
    .digest("hex")
    .slice(0, 16);
}
