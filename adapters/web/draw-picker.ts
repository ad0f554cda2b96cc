import { html } from "hono/html";
import type { DoorEntry } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";
import { drawText, type Html } from "./draw-text.ts";

/** Draws everybody on the roster by partnership and side, each a link to their conversation. */
export function drawPicker(entries: readonly DoorEntry[], words: Words): Html {
  const partnerships = Map.groupBy(entries, (entry) => entry.partnership.key);
  return html`<h1>${words.say("web.picker.title")}</h1>
<p class="lead">${words.say("web.picker.what")}</p>
<p class="tone-quiet">${words.say("web.picker.local")}</p>
${entries.length === 0 ? html`<p class="panel">${words.say("web.picker.nobody")}</p>` : ""}
${[...partnerships.values()].map(drawPartnership)}`;
}

function drawPartnership(entries: readonly DoorEntry[]): Html {
  const sides = Map.groupBy(entries, (entry) => entry.sideLabel);
  return html`<section class="panel">
<h2>${drawText(entries[0]?.partnership.name ?? "")}</h2>
<div class="sides">${[...sides].map(
    ([label, people]) =>
      html`<div><h3>${drawText(label)}</h3><ul class="people">${people.map(drawPerson)}</ul></div>`,
  )}</div>
</section>`;
}

function drawPerson(entry: DoorEntry): Html {
  return html`<li><a href="${`/c/${encodeURIComponent(entry.contactId)}#latest`}"><b><bdi>${drawText(entry.name)}</bdi></b>
<span>${drawText(entry.role)} · <bdi>${drawText(entry.organisation)}</bdi></span></a></li>`;
}
