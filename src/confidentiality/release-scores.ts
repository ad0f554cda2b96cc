import { type Dimension, dimensions } from "../check-ins/question-bank.ts";
import { dimensionScores, indexOf, type Score } from "../measurement/score.ts";
import type { Precision } from "./figure.ts";
import type { ReleasedSide, SideContributors, SideInput } from "./release.ts";
import { type Movement, settleFigure } from "./settle-figure.ts";
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
 * people; while a dimension is held, the index is too, since it would tell it (MEASUREMENT R1 and R5).
 */
export function releaseDimensionsAndIndex(
  side: SideInput,
  earlier: Published,
  rules: ScoreRules,
): Pick<ReleasedSide, "index" | "dimensions"> & { readonly published: Published } {
  const least = leastRespondents(rules.tier, rules.threshold);
  const published: { -readonly [name in keyof Published]: Published[name] } = { ...earlier };
  const settle = (
    name: keyof Published,
    score: Score | null,
    parts: readonly Dimension[],
    partsMovement: Movement,
  ) => {
    if (score === null) return null;
    const precision = rules.precisionOf(score.contactIds.length);
    const hasEnoughNew = newestPeople(side, parts) >= least;
    const candidate = { month: rules.month, score, precision, hasEnoughNew, partsMovement };
    const settled = settleFigure(candidate, earlier[name] ?? null);
    if (settled.published !== null) published[name] = settled.published;
    return settled;
  };
  // A dimension with fewer people is in no figure at all: the index less the others would tell it.
  const scores = new Map(
    [...dimensionScores(side.ratings)].filter(([, score]) => score.contactIds.length >= least),
  );
  const settled = (rules.tier === "small" ? [] : dimensions).map((dimension) => ({
    dimension,
    figure: settle(dimension, scores.get(dimension) ?? null, [dimension], "none"),
  }));
  const movements = settled.map(({ figure }) => figure?.movement ?? "none");
  const index = settle("index", indexOf([...scores.values()]), [...scores.keys()], widest(movements));
  return {
    index: index?.shown ?? null,
    dimensions: settled.map(({ dimension, figure }) => ({ dimension, figure: figure?.shown ?? null })),
    published,
  };
}

function widest(movements: readonly Movement[]): Movement {
  if (movements.includes("held")) return "held";
  return movements.includes("wider") ? "wider" : "none";
}

function newestPeople(side: SideInput, parts: readonly Dimension[]): number {
  const newest = side.ratings.filter(
    (rating) => rating.isNewest && parts.some((part) => part === rating.part),
  );
  return new Set(newest.map((rating) => rating.contactId)).size;
}
