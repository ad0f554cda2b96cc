import type { Dimension } from "../check-ins/question-bank.ts";
import { sayMonth } from "../partnerships/say-date.ts";
import type { Words } from "../ports/words.ts";
import type { ShownScore } from "./figure.ts";
import type { Comparison, HiddenReason, ReleasedSide, ShownFigure } from "./release.ts";

/** A dimension's name: "Openness". */
export function sayDimension(dimension: Dimension, words: Words): string {
  return words.say(`figures.dimension.${dimension}`);
}

/** A figure without its age: "Strong, about 80", or a dash where there is none. */
export function sayFigure(figure: ShownFigure | null, words: Words): string {
  if (figure === null) return words.say("figures.none");
  const band = words.say(`figures.band.${figure.band}`);
  if (figure.score === null) return band;
  return words.say("figures.bandAndScore", { band, score: sayScore(figure.score, words) });
}

/** How the two sides stand to each other, in one sentence. */
export function sayComparison(comparison: Comparison, words: Words): string {
  return words.say(`figures.comparison.${comparison}`);
}

/** The share that answered, "enough" or "not enough"; a dash where not even that is shown. */
export function sayResponse(side: Pick<ReleasedSide, "response">, words: Words): string {
  if (side.response === null) return words.say("figures.none");
  if (side.response.kind !== "rate") return words.say(`figures.response.${side.response.kind}`);
  return words.say("figures.response.rate", { percent: side.response.percent });
}

/** What a reader must know about a side's figures: why there is no new one, and how old the shown ones are. */
export function sideNotes(side: ReleasedSide, label: string, words: Words): readonly string[] {
  const reason = side.reason === null ? [] : [sayReason(side.reason, label, words)];
  const shown = [side.index, ...side.dimensions.map(({ figure }) => figure)];
  const kept = new Set(shown.flatMap((figure) => (figure?.keptFrom == null ? [] : [figure.keptFrom])));
  if (kept.size === 0) return reason;
  const months = [...kept].sort().map((month) => sayMonth(month, words.language));
  if (side.reason === "quarterly") {
    return [...reason, words.say("figures.keptQuarter", { side: label, months: months.join(", ") })];
  }
  return [...reason, words.say("figures.kept", { side: label, months: months.join(", ") })];
}

/** Why a side shows no new index, in a sentence that names nobody. `side` is its label. */
function sayReason(reason: HiddenReason, side: string, words: Words): string {
  return words.say(`figures.reason.${reason}`, { side });
}

function sayScore(score: ShownScore, words: Words): string {
  const { value } = score;
  if (score.end === "or more") return words.say("figures.score.orMore", { value });
  if (score.end === "or less") return words.say("figures.score.orLess", { value });
  return score.step === 1 ? String(value) : words.say("figures.score.about", { value });
}
