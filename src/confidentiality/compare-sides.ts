import type { Comparison, ReleasedSide } from "./release.ts";

/** Half a point of five on the 0–100 display (MEASUREMENT 4.5). */
const leastDifference = 12.5;

/**
 * Compares what both sides show, so that it tells nothing more (MEASUREMENT R3). Between two small sides no
 * difference means too few people to tell (4.5).
 */
export function compareSides(agency: ReleasedSide, vendor: ReleasedSide, isQuarterEnd: boolean): Comparison {
  if (agency.index === null || vendor.index === null) return "too-few";
  const small = [agency, vendor].filter((side) => side.tier === "small").length;
  if (small > 0 && !isQuarterEnd) return "quarterly";
  if (differ(agency.index, vendor.index)) return "differ";
  return small === 2 ? "too-few" : "agree";
}

type Index = NonNullable<ReleasedSide["index"]>;

function differ(one: Index, other: Index): boolean {
  if (one.score === null || other.score === null) return one.band !== other.band;
  return Math.abs(one.score.value - other.score.value) >= leastDifference;
}
