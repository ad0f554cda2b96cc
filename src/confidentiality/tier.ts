/** How much of a side may be shown (MEASUREMENT 3.4). */
export type Tier = "full" | "standard" | "small" | "none";

/** Why a side shows nothing; words for it must not say more than this. */
export type NoScoreReason = "too-few-people" | "too-few-answers" | "no-consent";

/** K: how many people must stand behind a figure, where a partnership sets nothing else (MEASUREMENT 3.4). */
export const usualThreshold = 5;
const lowestThreshold = 4;
const smallestSide = 3;
const fullFrom = 10;

/**
 * A partnership's own K: any higher whole number, or 4 when both stewards agreed to it; never less
 * (MEASUREMENT 3.4).
 */
export function thresholdOf(setting: {
  readonly wanted: number;
  readonly bothStewardsAgreed: boolean;
}): number {
  const lowest = setting.bothStewardsAgreed ? lowestThreshold : usualThreshold;
  return Math.max(lowest, Math.ceil(setting.wanted));
}

/** What a tier depends on: people, never numbers of answers (MEASUREMENT R1). */
export interface SideSize {
  /** N: active contacts. */
  readonly people: number;
  /** r: different people who answered in the window. */
  readonly respondents: number;
  /** Each person on the side, and each behind its answers, agreed to figures of a small side. */
  readonly everyoneAgreed: boolean;
  readonly threshold: number;
}

export type TierFinding =
  | { readonly tier: Exclude<Tier, "none"> }
  | { readonly tier: "none"; readonly reason: NoScoreReason };

/** The tier of a side, with the reason where it is "none" (MEASUREMENT 3.4, table). */
export function tierOf(size: SideSize): TierFinding {
  const { people, respondents, everyoneAgreed, threshold } = size;
  if (people < smallestSide) return { tier: "none", reason: "too-few-people" };
  const isSmall = people < threshold;
  // Consent is looked at first, so that the reason says nothing about who answered.
  if (isSmall && !everyoneAgreed) return { tier: "none", reason: "no-consent" };
  if (respondents < leastRespondents(isSmall ? "small" : "standard", threshold)) {
    return { tier: "none", reason: "too-few-answers" };
  }
  if (isSmall) return { tier: "small" };
  return { tier: people >= fullFrom && respondents >= Math.max(fullFrom, threshold) ? "full" : "standard" };
}

/**
 * The lower tier of a side as it is now and with the N of the release before, so that a join or a leave raises
 * nothing for one full cycle (MEASUREMENT R15).
 */
export function cautiousTierOf(size: SideSize, peopleBefore: number | null): TierFinding {
  const now = tierOf(size);
  const before = tierOf({ ...size, people: peopleBefore ?? size.people });
  return ascending.indexOf(before.tier) < ascending.indexOf(now.tier) ? before : now;
}

const ascending: readonly Tier[] = ["none", "small", "standard", "full"];

/** The fewest people behind any one figure of a side of this tier (MEASUREMENT 3.4, table). */
export function leastRespondents(tier: Exclude<Tier, "none">, threshold: number): number {
  return tier === "small" ? smallestSide : threshold;
}
