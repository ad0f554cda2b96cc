import { html } from "hono/html";
import type { Action, Button } from "../../src/ports/card.ts";
import { drawText, type Html, withoutControls } from "./draw-text.ts";
import { type Drawing, keyOf } from "./drawing.ts";

/**
 * Draws a form that posts `action`; `inside` is its content. Name, arguments, event id and what the drawing
 * carries travel as hidden inputs.
 */
export function drawActionForm(action: Action, inside: Html, drawing: Drawing, style: string): Html {
  const hidden: [string, string][] = [
    ["action", action.name],
    ["eventId", drawing.nextEventId()],
    ...Object.entries(action.args).map(([name, value]): [string, string] => [`arg.${name}`, value]),
    ...Object.entries(drawing.carried),
    ...(drawing.sealOf === undefined ? [] : [["seal", drawing.sealOf(action)] satisfies [string, string]]),
  ];
  return html`<form class="${style}" method="post" action="${drawing.postTo}" data-live>
${hidden.map(([name, value]) => html`<input type="hidden" name="${withoutControls(name)}" value="${withoutControls(value)}">`)}
${inside}
</form>`;
}

/** Draws a button as a form of its own. */
export function drawLoneButton(button: Button, drawing: Drawing): Html {
  const submit = drawActionForm(button.action, drawSubmit(button), drawing, "lone");
  return button.confirm === undefined ? submit : drawConfirmed(button, submit, button.confirm);
}

/** Draws the submit button of a form that is already open; with `confirm` it opens a question first. */
export function drawFormButton(button: Button): Html {
  const submit = drawSubmit(button);
  return button.confirm === undefined ? submit : drawConfirmed(button, submit, button.confirm);
}

function drawSubmit(button: Button): Html {
  const key = keyOf(button.action, "submit");
  return html`<button class="button ${button.style ?? "plain"}" data-key="${key}">${drawText(button.label)}</button>`;
}

/** `<details>` asks without a script; the button that acts appears with what it will do. */
function drawConfirmed(button: Button, submit: Html, confirm: string): Html {
  const key = keyOf(button.action, "confirm");
  return html`<details class="confirm"><summary class="button ${button.style ?? "plain"}" data-key="${key}"><span>${drawText(button.label)}</span></summary>
<div class="confirm-box"><p>${drawText(confirm)}</p>${submit}</div></details>`;
}
