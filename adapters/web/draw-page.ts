import { html } from "hono/html";
import type { Page } from "../../src/ports/page.ts";
import type { Words } from "../../src/ports/words.ts";
import { icon, script, styleSheet } from "./assets.ts";
import { drawNode } from "./draw-node.ts";
import { drawText, type Html, safePath, withoutControls } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";

/** Everything around the content of a browser page. */
export interface Layout {
  readonly words: Words;
  readonly title: string;
  /** Path of this page; the entry of the navigation with the same path is marked as current. */
  readonly path: string;
  readonly navigation: Page["navigation"];
  /** The person that the open local door looks through. */
  readonly person?: { readonly name: string; readonly partnership: string };
  /** Whether to offer to end the session. */
  readonly session: boolean;
  readonly body: Html;
  /** For pages that look like a chat: the box to type in stays in view. */
  readonly style?: "chat";
}

/** Draws a whole page: skip link, header with navigation, main part, footer and the live regions. */
export function drawPage(layout: Layout): Html {
  const { words } = layout;
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${withoutControls(layout.title)} · ${words.say("web.product")}</title>
<link rel="icon" type="image/svg+xml" href="${icon.path}">
<link rel="stylesheet" href="${styleSheet.path}">
<script type="module" src="${script.path}"></script>
</head>
<body class="${layout.style ?? "plain"}">
<a class="skip" href="#main">${words.say("web.skip")}</a>
${drawHeader(layout)}
<main id="main" tabindex="-1">
${layout.body}
<div id="replies"></div>
</main>
${layout.style === "chat" ? "" : drawFooter(layout)}
<div id="live" class="toast" role="status" aria-live="polite" data-saved="${words.say("web.saved")}" data-message="${words.say("web.new-message")}"></div>
<div id="alert" class="toast warning" role="alert" data-not-saved="${words.say("web.not-saved.short")}" data-refused="${words.say("web.refused.short")}" data-offline="${words.say("web.offline")}"></div>
</body>
</html>`;
}

/** Draws the sections of a page of the core below its title. */
export function drawSections(page: Page, drawing: Drawing): Html {
  return html`<h1>${drawText(page.title)}</h1>
${page.sections.map((section, place) => {
  const idPrefix = `${drawing.idPrefix}-${place}`;
  const here: Drawing = { ...drawing, idPrefix, headingLevel: section.heading === undefined ? 2 : 3 };
  const heading = section.heading === undefined ? "" : html`<h2>${drawText(section.heading)}</h2>`;
  const nodes = section.nodes.map((node, index) => drawNode(node, index, here));
  return html`<section class="${section.framed ? "panel card" : "plain card"}" data-card="${idPrefix}" tabindex="-1">${heading}
${nodes}</section>`;
})}`;
}

function drawHeader({ words, navigation, path, person }: Layout): Html {
  return html`<header class="site"><div class="inner">
<a class="brand" href="/">${words.say("web.product")}</a>
${
  navigation.length === 0
    ? ""
    : html`<nav aria-label="${words.say("web.navigation.name")}"><ul>${navigation.map(
        (entry) =>
          html`<li><a href="${safePath(entry.path) ?? "/"}"${isHere(entry.path, path) ? html` aria-current="page"` : ""}>${drawText(entry.label)}</a></li>`,
      )}</ul></nav>`
}
</div>${
    person === undefined
      ? ""
      : html`<p class="person"><span class="inner"><span>${drawText(words.say("web.person.through", { name: person.name, partnership: person.partnership }))}</span>
<a href="/">${words.say("web.person.another")}</a></span></p>`
  }</header>`;
}

function isHere(entry: string, path: string): boolean {
  return entry.split(/[?#]/u)[0] === path;
}

function drawFooter({ words, session }: Layout): Html {
  const leave = html`<form method="post" action="/leave"><button class="button plain">${words.say("web.leave")}</button></form>`;
  return html`<footer class="site"><div class="inner"><p>${words.say("web.footer")}</p>${session ? leave : ""}</div></footer>`;
}
