import { type Band, bandOf, displayOf } from "../measurement/band.ts";

/** How finely a figure is shown, from the finest to nothing (MEASUREMENT 3.4 and R6). */
export type Precision = "whole" | "nearest 5" | "band" | "hidden";

/** A score from 0 to 100 as it is shown. `end` says that it was clipped: "90 or more", "10 or less". */
export interface ShownScore {
  readonly value: number;
  readonly step: 1 | 5;
  readonly end: "or more" | "or less" | null;
}

/** A figure as people see it; nothing finer is kept. */
export interface Figure {
  readonly band: Band;
  /** Null where only the band may be shown. */
  readonly score: ShownScore | null;
}

const highEnd = 90;
const lowEnd = 10;

/**
 * A mean of 1 to 5 at a precision. Ends are clipped at every size: R7 asks it below ten people, and the audit of
 * R6 for more, since a score of 0 or 100 tells everybody's answer at any size (MEASUREMENT 3.2, attack 4).
 */
export function figureAt(mean: number, precision: Exclude<Precision, "hidden">): Figure {
  if (precision === "band") return { band: bandOf(mean), score: null };
  return scored(clipped(displayOf(mean), precision === "whole" ? 1 : 5));
}

/** The same figure at a precision that is no finer than the one it has. */
export function coarsened(figure: Figure, precision: Exclude<Precision, "hidden">): Figure {
  if (precision === "band" || figure.score === null) return { band: figure.band, score: null };
  if (precision === "whole" || figure.score.step === 5) return figure;
  const { value, end } = figure.score;
  return scored({ value: roundTo(value, 5), step: 5, end: endOf(roundTo(value, 5)) ?? end });
}

/** The band is that of the score as it is shown: the same number never has two bands, nor tells more than itself. */
function scored(score: ShownScore): Figure {
  return { band: bandOf(1 + score.value / 25), score };
}

/** One step wider: score → nearest 5 → band, where it ends (MEASUREMENT R5). */
export function wider(precision: Exclude<Precision, "hidden">): Exclude<Precision, "hidden"> {
  return precision === "whole" ? "nearest 5" : "band";
}

function clipped(display: number, step: 1 | 5): ShownScore {
  const value = roundTo(display, step);
  return { value: Math.min(highEnd, Math.max(lowEnd, value)), step, end: endOf(value) };
}

function endOf(value: number): ShownScore["end"] {
  if (value >= highEnd) return "or more";
  return value <= lowEnd ? "or less" : null;
}

function roundTo(value: number, step: number): number {
  return Math.round(Math.round((value / step) * 1e6) / 1e6) * step;
}
