import type { Action } from "../../src/ports/card.ts";
import type { Words } from "../../src/ports/words.ts";

/** Where a card is drawn: what its ids start with, where its taps go and what they carry along. */
export interface Drawing {
  readonly words: Words;
  /** Makes ids unique on the page; letters, digits and "-" only. */
  readonly idPrefix: string;
  /** Level of the card's headings, so that they fit into the page's outline. */
  readonly headingLevel: 2 | 3;
  /** Path that taps and forms are posted to. */
  readonly postTo: string;
  /** Hidden inputs that every form of the card carries, for example the message that it stands in. */
  readonly carried: Readonly<Record<string, string>>;
  /** A new event id for each form that is drawn, so that a double click is one submission. */
  readonly nextEventId: () => string;
  /** The address of a page of ours for this viewer, or null when the path is not one of ours. */
  readonly hrefOf: (path: string) => string | null;
  /** Signs an action, where only drawn actions may be sent. */
  readonly sealOf?: (action: Action) => string;
}

/** Names a control by what it does, the same in every drawing of a card: focus and typed words find it again. */
export function keyOf(action: Action, part: string): string {
  return JSON.stringify([action.name, Object.entries(action.args).sort(), part]);
}
