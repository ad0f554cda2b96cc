import type { Temporal } from "temporal-polyfill";
import { keyed, type Statement } from "../check-ins/question-bank.ts";
import { trustPartOf } from "../measurement/dimension.ts";
import type { Side } from "../partnerships/partnership.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { type Span, shareOf } from "./span.ts";
import type { Temperament, Trend } from "./temperament.ts";

/** Who rates, where and how. */
export interface Rater {
  /** The partnership's key. */
  readonly partnership: string;
  readonly side: Side;
  readonly temperament: Temperament;
  readonly chance: Chance;
}

/** What a tap would be: "1" to "5" as shown, or "cannot-say". */
export type Tap = "1" | "2" | "3" | "4" | "5" | "cannot-say";

const overall = { agency: 3.6, vendor: 3.9 } as const;
const sideSpread = 0.15;
const dimensionSpread = 0.4;
const itemSpread = 0.2;
const occasionSpread = 0.6;

/** Where a trend stands above its side's usual level, in points of the five, at a share of the span. */
const trends: Readonly<Record<Trend, (share: number) => number>> = {
  steady: () => 0,
  improving: (share) => -0.6 + 1.2 * smooth(share),
  declining: (share) => 0.3 - 1.2 * smooth((share - 0.3) / 0.7),
  dipping: (share) => -0.8 * Math.exp(-(((share - 0.5) / 0.15) ** 2)),
};

/**
 * Rates as people do: around a level that each side has for each dimension and that follows the side's trend, with
 * a leaning of the person, of the statement and of the moment. Reverse-keyed statements are tapped the other way
 * round (MEASUREMENT 2.3); a self view follows the same levels.
 */
export function createAttitudes(seed: number, span: Span) {
  const leaning = (...names: readonly string[]) => chanceOf(seed, "leaning", ...names).between(-1.5, 1.5);
  return {
    tapFor(statement: Statement, rater: Rater, at: Temporal.Instant): Tap {
      const { partnership, side, temperament, chance } = rater;
      // Both are drawn in any case, so that one answer less does not change all the later ones.
      const isUnsure = chance.happens(temperament.unsure);
      const mood = chance.normal();
      if (isUnsure) return "cannot-say";
      const level =
        overall[side] +
        sideSpread * leaning(partnership, side) +
        dimensionSpread * leaning(partnership, side, trustPartOf(statement) ?? statement.group) +
        itemSpread * leaning(statement.id) +
        trends[temperament.trend](shareOf(span, at));
      const felt = Math.round(level + temperament.leniency + occasionSpread * mood);
      return String(keyed(statement, Math.min(5, Math.max(1, felt)))) as Tap;
    },
  };
}

export type Attitudes = ReturnType<typeof createAttitudes>;

/** From 0 to 1 along an S, flat outside. */
function smooth(share: number): number {
  const inside = Math.min(1, Math.max(0, share));
  return inside * inside * (3 - 2 * inside);
}
