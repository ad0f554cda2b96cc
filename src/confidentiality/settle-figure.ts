import type { Score } from "../measurement/score.ts";
import { coarsened, type Figure, figureAt, type Precision, wider } from "./figure.ts";

/** A figure that was published, kept from release to release as the one to compare with (MEASUREMENT R5). */
export interface PublishedFigure {
  readonly month: string;
  readonly figure: Figure;
  /** Who stood behind it; never shown. */
  readonly contactIds: readonly string[];
  /** A release since then held it because one or two people changed. */
  readonly held: boolean;
}

/**
 * What one or two people who came or went do to a figure: nothing, `held` back for this release, or shown one step
 * `wider` (MEASUREMENT R5).
 */
export type Movement = "none" | "held" | "wider";

/** What a release shows of one figure. */
export interface SettledFigure {
  /** Null where nothing may be shown. `keptFrom`: the month of an older figure, shown again; null for a new one. */
  readonly shown: (Figure & { readonly keptFrom: string | null }) | null;
  readonly published: PublishedFigure | null;
  readonly movement: Movement;
}

/** A figure as it would come out now. `hasEnoughNew`: the tier's minimum answered in the newest weeks. */
export interface FigureCandidate {
  readonly month: string;
  readonly score: Score;
  readonly precision: Precision;
  readonly hasEnoughNew: boolean;
  /** Of the figures that this one is made of: the index, shown afresh, would tell a dimension that is held. */
  readonly partsMovement: Movement;
}

/**
 * Decides between a new figure and the last published one (MEASUREMENT R5): without enough new answers the last
 * is carried forward; where one or two people came or went, in it or in one of its parts, it is held once, then
 * shown one step wider.
 */
export function settleFigure(candidate: FigureCandidate, last: PublishedFigure | null): SettledFigure {
  const { precision, hasEnoughNew } = candidate;
  if (precision === "hidden") return { shown: null, published: last, movement: "none" };
  const movement = movementOf(candidate, last);
  if (!hasEnoughNew) return { ...keptFigure(last, precision), movement };
  if (movement === "none") return publish(candidate, precision, movement);
  if (movement === "wider") return publish(candidate, wider(precision), movement);
  return { ...keptFigure(last === null ? null : { ...last, held: true }, precision), movement };
}

/** The last published figure once more, no finer than what may be shown now; nothing when there is none. */
export function keptFigure(
  last: PublishedFigure | null,
  precision: Precision,
): Omit<SettledFigure, "movement"> {
  if (last === null || precision === "hidden") return { shown: null, published: last };
  return { shown: { ...coarsened(last.figure, precision), keptFrom: last.month }, published: last };
}

function movementOf({ score, partsMovement }: FigureCandidate, last: PublishedFigure | null): Movement {
  const isNear = last !== null && isNearby(score.contactIds, last.contactIds);
  if (!isNear && partsMovement !== "held") return partsMovement;
  return last?.held === true ? "wider" : "held";
}

function publish(
  { month, score }: FigureCandidate,
  precision: Exclude<Precision, "hidden">,
  movement: Movement,
): SettledFigure {
  const figure = figureAt(score.mean, precision);
  return {
    shown: { ...figure, keptFrom: null },
    published: { month, figure, contactIds: score.contactIds, held: false },
    movement,
  };
}

/** One or two people came or went: the difference of the two figures would speak about them. */
function isNearby(now: readonly string[], then: readonly string[]): boolean {
  const changed =
    now.filter((id) => !then.includes(id)).length + then.filter((id) => !now.includes(id)).length;
  return changed === 1 || changed === 2;
}
