import { html } from "hono/html";
import type { CardNode } from "../../src/ports/card.ts";
import { drawActionForm, drawFormButton, drawLoneButton } from "./draw-button.ts";
import { drawField } from "./draw-field.ts";
import { drawText, type Html, withoutControls } from "./draw-text.ts";
import { type Drawing, keyOf } from "./drawing.ts";

/** Draws one node of a card; `index` is its place and makes its ids unique. */
export function drawNode(node: CardNode, index: number, drawing: Drawing): Html {
  const id = `${drawing.idPrefix}-${index}`;
  switch (node.kind) {
    case "heading":
      return drawHeading(node.text, drawing.headingLevel);
    case "text":
      return html`<p class="tone-${node.tone ?? "plain"}" dir="auto">${drawText(node.text)}</p>`;
    case "quote":
      return drawQuote(node.text, node.by);
    case "facts":
      return html`<dl>${node.facts.map(
        (fact) =>
          html`<div><dt>${drawText(fact.label)}</dt><dd dir="auto">${drawText(fact.value)}</dd></div>`,
      )}</dl>`;
    case "list":
      return html`<ul>${node.items.map((item) => html`<li dir="auto">${drawText(item)}</li>`)}</ul>`;
    case "table":
      return drawTable(node, id);
    case "choice":
      return drawChoice(node, drawing);
    case "form":
      return drawForm(node, id, drawing);
    case "buttons":
      return html`<div class="buttons">${node.buttons.map((button) => drawLoneButton(button, drawing))}</div>`;
    case "link":
      return drawLink(node, drawing);
    case "divider":
      return html`<hr>`;
  }
}

type Node<Kind extends CardNode["kind"]> = Extract<CardNode, { readonly kind: Kind }>;

function drawHeading(text: string, level: 2 | 3): Html {
  return level === 2 ? html`<h2>${drawText(text)}</h2>` : html`<h3>${drawText(text)}</h3>`;
}

function drawQuote(text: string, by: string | undefined): Html {
  const author = by === undefined ? "" : html`<figcaption><bdi>${drawText(by)}</bdi></figcaption>`;
  return html`<figure class="quote"><blockquote><p><bdi>${drawText(text)}</bdi></p></blockquote>${author}</figure>`;
}

/** Wide tables scroll in a box of their own, which the keyboard can reach. */
function drawTable(table: Node<"table">, id: string): Html {
  return html`<div class="table-box" role="region" tabindex="0" data-key="${withoutControls(table.caption)}" aria-labelledby="${id}-caption"><table>
<caption id="${id}-caption">${drawText(table.caption)}</caption>
<thead><tr>${table.columns.map((column) => html`<th scope="col">${drawText(column)}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map(drawCell)}</tr>`)}</tbody>
</table></div>`;
}

function drawCell(text: string, column: number): Html {
  return column === 0 ? html`<th scope="row">${drawText(text)}</th>` : html`<td>${drawText(text)}</td>`;
}

function drawChoice(choice: Node<"choice">, drawing: Drawing): Html {
  const options = choice.options.map(
    (option) =>
      html`<button class="option" name="field.value" value="${withoutControls(option.value)}" aria-pressed="${String(option.value === choice.chosen)}" data-key="${keyOf(choice.action, option.value)}">${drawText(option.label)}</button>`,
  );
  const inside = html`<fieldset><legend>${drawText(choice.label)}</legend><div class="options">${options}</div></fieldset>`;
  return drawActionForm(choice.action, inside, drawing, "choice");
}

function drawForm(form: Node<"form">, id: string, drawing: Drawing): Html {
  const { action } = form.submit;
  const fields = form.fields.map((field, index) => drawField(field, `${id}-${index}`, action, drawing));
  return drawActionForm(action, html`${fields}${drawFormButton(form.submit)}`, drawing, "fields");
}

function drawLink(link: Node<"link">, drawing: Drawing): Html {
  const href = drawing.hrefOf(link.path);
  const label = drawText(link.label);
  return href === null
    ? html`<p>${label}</p>`
    : html`<p><a class="go" href="${href}" data-key="${href}">${label}</a></p>`;
}
