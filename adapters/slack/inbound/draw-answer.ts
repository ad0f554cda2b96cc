import type { types } from "@slack/bolt";
import { RapportError } from "../../../src/errors.ts";
import type { Card, Dialog } from "../../../src/ports/card.ts";
import { drawMessage } from "../draw/draw-message.ts";
import { drawModal } from "../draw/draw-modal.ts";
import type { InboundContext } from "./inbound-context.ts";
import { encodeOrigin, type WindowOrigin } from "./window-origin.ts";

type Needs = Pick<InboundContext, "words" | "absolute" | "logger">;

/** A line of ours as a card. */
export function noteCard({ words }: Pick<Needs, "words">, key: NoteKey): Card {
  const text = words.say(key);
  return { summary: text.slice(0, 150), nodes: [{ kind: "text", text, tone: "warning" }] };
}

/** Lines that this adapter says by itself. */
export type NoteKey =
  | "slack.late"
  | "slack.notSaved"
  | "slack.savedLate"
  | "slack.inMessages"
  | "slack.pressAgain"
  | "slack.noWindow"
  | "slack.notPossible"
  | "slack.undrawable";

/** A card as the body of an acknowledgement or for a response URL. Nobody hears if Slack refuses a table there: none is used. */
export function drawAnswer(
  needs: Needs,
  card: Card,
): { readonly text: string; readonly blocks: types.KnownBlock[] } {
  const draw = (drawn: Card) =>
    drawMessage(drawn, { words: needs.words, absolute: needs.absolute, plainTables: true });
  return orUndrawable(
    needs,
    () => draw(card),
    () => draw(noteCard(needs, "slack.undrawable")),
  );
}

/** A card as a message that is posted by a call, where a refused table can be told. */
export function drawPost(
  needs: Needs,
  card: Card,
): { readonly text: string; readonly blocks: types.KnownBlock[] } {
  const draw = (drawn: Card) => drawMessage(drawn, { words: needs.words, absolute: needs.absolute });
  return orUndrawable(
    needs,
    () => draw(card),
    () => draw(noteCard(needs, "slack.undrawable")),
  );
}

/** A window over what `origin` says. */
export function drawWindow(needs: Needs, dialog: Dialog, origin: WindowOrigin): types.ModalView {
  const { words, absolute } = needs;
  const options = { words, origin: encodeOrigin(origin), ...(absolute === undefined ? {} : { absolute }) };
  const instead = { title: dialog.title, nodes: noteCard(needs, "slack.undrawable").nodes };
  return orUndrawable(
    needs,
    () => drawModal(dialog, options),
    () => drawModal(instead, options),
  );
}

/** What the person did is kept; only we cannot show it, which is for us to mend. */
function orUndrawable<Drawn>({ logger }: Needs, draw: () => Drawn, instead: () => Drawn): Drawn {
  try {
    return draw();
  } catch (error) {
    const code = error instanceof RapportError ? error.code : "slack.undrawable";
    logger.error(
      { code, error },
      "A card could not be drawn for Slack. Fix: report this line to Rapport's makers.",
    );
    return instead();
  }
}
