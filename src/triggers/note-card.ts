import type { Card, Tone } from "../ports/card.ts";
import type { Words, WordValue } from "../ports/words.ts";

/** A card of one line from the catalogue. */
export function noteCard(
  words: Words,
  key: string,
  values: Readonly<Record<string, WordValue>> = {},
  tone: Tone = "plain",
): Card {
  const text = words.say(key, values);
  return {
    summary: text.length > 150 ? `${text.slice(0, 149)}…` : text,
    nodes: [{ kind: "text", text, tone }],
  };
}
