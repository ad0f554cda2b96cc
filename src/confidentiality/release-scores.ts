import { type Dimension, dimensions } from "../check-ins/question-bank.ts";
import { dimensionScores, indexOf, type Score } from "../measurement/score.ts";
import type { Precision } from "./figure.ts";
import type { ReleasedSide, SideContributors, SideInput } from "./release.ts";
import { settleFigure } from "./settle-figure.ts";
import { leastRespondents, type Tier } from "./tier.ts";

interface ScoreRules {
  readonly month: string;
  readonly tier: Exclude<Tier, "none">;
  readonly threshold: number;
  /** By the number of people behind one figure. */
  readonly precisionOf: (people: number) => Precision;
}

type Published = SideContributors["published"];

/**
 * The index and, except on a small side, the dimensions of a side that may show them, each settled on its own
 * people (MEASUREMENT R1 and R5).
 */
export function releaseDimensionsAndIndex(
  side: SideInput,
  earlier: Published,
  rules: ScoreRules,
): Pick<ReleasedSide, "index" | "dimensions"> & { readonly published: Published } {
  const least = leastRespondents(rules.tier, rules.threshold);
  const published: { -readonly [name in keyof Published]: Published[name] } = { ...earlier };
  const settle = (name: keyof Published, score: Score | null, parts: readonly Dimension[]) => {
    if (score === null) return null;
    const precision = rules.precisionOf(score.contactIds.length);
    const hasEnoughNew = newestPeople(side, parts) >= least;
    const candidate = { month: rules.month, score, precision, hasEnoughNew };
    const settled = settleFigure(candidate, earlier[name] ?? null);
    if (settled.published !== null) published[name] = settled.published;
    return settled.shown;
  };
  // A dimension with fewer people is in no figure at all: the index less the others would tell it.
  const scores = [...dimensionScores(side.ratings)].filter(([, score]) => score.contactIds.length >= least);
  const index = settle(
    "index",
    indexOf(scores.map(([, score]) => score)),
    scores.map(([dimension]) => dimension),
  );
  if (rules.tier === "small") return { index, dimensions: [], published };
  const byDimension = new Map(scores);
  const shown = dimensions.map((dimension) => ({
    dimension,
    figure: settle(dimension, byDimension.get(dimension) ?? null, [dimension]),
  }));
  return { index, dimensions: shown, published };
}

function newestPeople(side: SideInput, parts: readonly Dimension[]): number {
  const newest = side.ratings.filter(
    (rating) => rating.isNewest && parts.some((part) => part === rating.part),
  );
  return new Set(newest.map((rating) => rating.contactId)).size;
}
