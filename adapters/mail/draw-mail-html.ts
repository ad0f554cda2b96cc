import { html } from "hono/html";
import type { Card, CardNode } from "../../src/ports/card.ts";
import { oneLine, printable } from "./mail-text.ts";

/**
 * A card as a small HTML document for mail programs: one column, no styles that they would strip, no pictures, no
 * scripts. Everything is escaped; only paths of ours become links.
 */
export async function drawMailHtml(card: Card, absolute: (path: string) => string): Promise<string> {
  const page = await html`<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${oneLine(card.summary)}</title></head>
<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 38em; margin: 0 auto; padding: 1em">
${card.nodes.map((node) => drawNode(node, absolute))}
</body></html>`;
  return String(page);
}

type Html = ReturnType<typeof html>;

function drawNode(node: CardNode, absolute: (path: string) => string): Html | "" {
  switch (node.kind) {
    case "heading":
      return html`<h1 dir="auto" style="font-size: 1.2em">${oneLine(node.text)}</h1>`;
    case "text":
      return html`<p dir="auto">${broken(node.text)}</p>`;
    case "quote":
      return html`<blockquote dir="auto"><p>${broken(node.text)}</p>${node.by === undefined ? "" : html`<p>${oneLine(node.by)}</p>`}</blockquote>`;
    case "facts":
      return html`<ul>${node.facts.map(({ label, value }) => html`<li><b>${oneLine(label)}:</b> <bdi>${oneLine(value)}</bdi></li>`)}</ul>`;
    case "list":
      return html`<ul>${node.items.map((item) => html`<li dir="auto">${oneLine(item)}</li>`)}</ul>`;
    case "table":
      return drawTable(node);
    case "link":
      return html`<p><a href="${webAddress(absolute(node.path))}">${oneLine(node.label)}</a></p>`;
    case "divider":
      return html`<hr>`;
    case "choice":
    case "form":
    case "buttons":
      return "";
  }
}

function drawTable({ caption, columns, rows }: Extract<CardNode, { kind: "table" }>): Html {
  const cell = (text: string, index: number) =>
    index === 0 ? html`<th scope="row" align="left">${oneLine(text)}</th>` : html`<td>${oneLine(text)}</td>`;
  return html`<table cellpadding="6"><caption align="left">${oneLine(caption)}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col" align="left">${oneLine(column)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`;
}

function broken(text: string): Html {
  const lines = printable(text).split("\n");
  return html`${lines.map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))}`;
}

/** Nothing but a web address may stand in a link. */
function webAddress(address: string): string {
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? new URL(address).href : "";
}
