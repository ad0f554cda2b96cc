import { type Dimension, dimensions } from "../check-ins/question-bank.ts";
import type { TrustPart } from "./dimension.ts";

/** One rating as it counts: keyed (reverse items as 6 minus the tap), 1 to 5. "Can't say" is none at all. */
export interface KeyedRating {
  readonly contactId: string;
  readonly part: TrustPart;
  readonly value: number;
}

/** A mean of 1 to 5 and the people behind it, sorted and each once. */
export interface Score {
  readonly mean: number;
  readonly contactIds: readonly string[];
}

/**
 * The simple mean of each dimension that somebody rated, one person one voice: first each person's own mean, then
 * the mean over persons (MEASUREMENT 4.3, steps 1 and 3 with equal weights).
 */
export function dimensionScores(ratings: readonly KeyedRating[]): ReadonlyMap<Dimension, Score> {
  const byPart = Map.groupBy(ratings, (rating) => rating.part);
  const scores = new Map<Dimension, Score>();
  for (const dimension of dimensions) {
    const found = byPart.get(dimension);
    if (found !== undefined) scores.set(dimension, scoreOf(found));
  }
  return scores;
}

/** A side's index: the mean of its dimensions' means (MEASUREMENT 4.4); null without any. */
export function indexOf(scores: readonly Score[]): Score | null {
  if (scores.length === 0) return null;
  return { mean: meanOf(scores.map((score) => score.mean)), contactIds: peopleOf(scores) };
}

function scoreOf(ratings: readonly KeyedRating[]): Score {
  const byPerson = Map.groupBy(ratings, (rating) => rating.contactId);
  const contactIds = [...byPerson.keys()].sort();
  const means = contactIds.map((id) => meanOf((byPerson.get(id) ?? []).map((rating) => rating.value)));
  return { mean: meanOf(means), contactIds };
}

/** Rounded far below what is ever shown, so that the order of adding cannot move a mean across a band's edge. */
function meanOf(values: readonly number[]): number {
  const sum = values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
  return Math.round((sum / values.length) * 1e9) / 1e9;
}

function peopleOf(scores: readonly Score[]): readonly string[] {
  return [...new Set(scores.flatMap((score) => score.contactIds))].sort();
}
