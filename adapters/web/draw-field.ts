import { html } from "hono/html";
import type { Action, Field } from "../../src/ports/card.ts";
import { drawText, type Html, withoutControls } from "./draw-text.ts";
import { type Drawing, keyOf } from "./drawing.ts";

/**
 * Draws one labelled input named `field.<name>`, with its hint and character limit tied to it by
 * aria-describedby. `action` is the form's own; with the name it lets a redrawn card keep what was typed.
 */
export function drawField(field: Field, id: string, action: Action, drawing: Drawing): Html {
  const hints = hintsOf(field, id, drawing);
  return html`<div class="field">
<label for="${id}">${drawText(field.label)}</label>
${hints.map((hint) => html`<p class="hint" id="${hint.id}">${drawText(hint.text)}</p>`)}
${drawInput(field, {
  id,
  name: `field.${withoutControls(field.name)}`,
  key: keyOf(action, field.name),
  describedBy: hints.map((hint) => hint.id).join(" "),
})}
</div>`;
}

interface Input {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly describedBy: string;
}

function drawInput(field: Field, input: Input): Html {
  const common = html`id="${input.id}" name="${input.name}" data-key="${input.key}" ${
    input.describedBy ? html`aria-describedby="${input.describedBy}"` : ""
  }`;
  const value = withoutControls(field.value ?? "");
  if (field.kind === "select") {
    return html`<select ${common}>${field.options.map(
      (option) =>
        html`<option value="${withoutControls(option.value)}"${option.value === field.value ? html` selected` : ""}>${withoutControls(option.label)}</option>`,
    )}</select>`;
  }
  if (field.kind === "date") return html`<input type="date" ${common} value="${value}">`;
  if (!field.multiline) {
    return html`<input type="text" ${common} maxlength="${field.maxLength}" value="${value}" autocomplete="off" dir="auto">`;
  }
  // The parser drops one new line after the tag, so that a text that starts with one needs another.
  return html`<textarea ${common} maxlength="${field.maxLength}" rows="4" dir="auto">${"\n"}${value}</textarea>`;
}

function hintsOf(field: Field, id: string, drawing: Drawing): { id: string; text: string }[] {
  const hints = field.hint ? [{ id: `${id}-hint`, text: field.hint }] : [];
  // One line is as long as it looks; a limit is worth a word only where people write.
  if (field.kind !== "text" || field.multiline !== true) return hints;
  const limit = drawing.words.say("web.field.limit", { count: field.maxLength });
  return [...hints, { id: `${id}-limit`, text: limit }];
}
