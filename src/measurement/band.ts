/** How a mean of keyed ratings (1 to 5) reads in one word (MEASUREMENT 2.3). */
export type Band = "strong" | "steady" | "strained";

/** Strong from 4.0, Steady from 3.0, Strained below (MEASUREMENT 2.3). */
export function bandOf(mean: number): Band {
  if (mean >= 4) return "strong";
  return mean >= 3 ? "steady" : "strained";
}

/** A mean of 1 to 5 on the 0–100 display: 25 × (m − 1), not rounded (MEASUREMENT 2.3). */
export function displayOf(mean: number): number {
  return 25 * (mean - 1);
}
