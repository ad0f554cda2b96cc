/** A published mean of one whole rating (1 to 5) a person, and what one of these people knows. */
export interface Disclosure {
  readonly people: number;
  /** The lowest and the highest mean that the published figure stands for, both included. */
  readonly published: readonly [number, number];
  /** The insider's own answer; null for a reader who knows none. */
  readonly insiderKnows: number | null;
}

const lowest = 1;
const highest = 5;
/** Means are written with few digits; sums of whole ratings are not that close to each other. */
const tolerance = 1e-6;

/** Which answers another single person may have given, as far as the reader can tell (MEASUREMENT R6). */
export function feasibleAnswers({ people, published, insiderKnows }: Disclosure): readonly number[] {
  const known = insiderKnows ?? 0;
  const others = people - 1 - (insiderKnows === null ? 0 : 1);
  const least = Math.ceil(published[0] * people - tolerance);
  const most = Math.floor(published[1] * people + tolerance);
  return [1, 2, 3, 4, 5].filter((answer) => {
    const from = Math.max(least, known + answer + others * lowest);
    const to = Math.min(most, known + answer + others * highest);
    return from <= to;
  });
}
