import { sayFigure } from "../confidentiality/figure-words.ts";
import { sides } from "../partnerships/partnership.ts";
import { sayMonth } from "../partnerships/say-date.ts";
import type { Card } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";
import type { StatusEntry } from "./query-status.ts";

/** Several partnerships, each with its state in a line and the key to type for more. */
export function statusListCard(partnerships: readonly StatusEntry[], words: Words): Card {
  const title = words.say("status.several", { count: partnerships.length });
  return {
    summary: title,
    nodes: [
      { kind: "heading", text: title },
      {
        kind: "facts",
        facts: partnerships.slice(0, most).map((entry) => ({
          label: words.say("status.entry", { name: entry.name, key: entry.key }),
          value: stateOf(entry, words),
        })),
      },
      ...(partnerships.length > most
        ? [{ kind: "text" as const, text: words.say("status.more", { count: partnerships.length - most }) }]
        : []),
      { kind: "text", text: words.say("status.typeKey"), tone: "quiet" },
    ],
  };
}

/** Nothing was found for what they typed; `nearest` is the key that they perhaps meant. */
export function noStatusCard(nearest: string | null, words: Words): Card {
  const text =
    nearest === null ? words.say("status.nothing") : words.say("status.didYouMean", { key: nearest });
  return { summary: words.say("status.notFound"), nodes: [{ kind: "text", text }] };
}

/** As many as stand well in one message. */
const most = 25;

function stateOf({ phase, released, sides: labels }: StatusEntry, words: Words): string {
  const phaseName = words.say(`status.phases.${phase}`);
  if (released === null) return words.say("status.entryEmpty", { phase: phaseName });
  const shown = sides.map((side) =>
    words.say("status.entrySide", {
      side: labels[side].label,
      figure: sayFigure(released.sides[side].index, words),
    }),
  );
  return words.say("status.entryState", {
    phase: phaseName,
    figures: shown.join("; "),
    month: sayMonth(released.month, words.language),
  });
}
