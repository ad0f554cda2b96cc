import { feasibleAnswers } from "./feasible-answers.ts";
import { figureAt, type Precision } from "./figure.ts";
import type { Tier } from "./tier.ts";

/** The finest precision of each tier (MEASUREMENT 3.4, table); the audit may widen it. */
const finest: Readonly<Record<Exclude<Tier, "none">, Precision>> = {
  full: "whole",
  standard: "nearest 5",
  small: "band",
};
const widening: readonly Precision[] = ["whole", "nearest 5", "band"];
const leastFeasible = 3;
const known = new Map<string, Precision>();

/**
 * How finely a figure of this tier with this many people behind it is shown. It is fixed by the two alone and
 * never looks at anybody's answers: the finest that passes the audit of MEASUREMENT R6, down to "hidden".
 */
export function precisionFor(tier: Tier, respondents: number): Precision {
  if (tier === "none") return "hidden";
  const key = `${tier} ${respondents}`;
  const found = known.get(key) ?? firstThatPasses(finest[tier], respondents);
  known.set(key, found);
  return found;
}

/**
 * Whether, whatever everybody answered, the shown figure leaves at least three values open for each single answer:
 * to an outsider, and to an insider who knows one answer of the kind that the figure itself suggests, as in the
 * rule's own examples (MEASUREMENT R6). Somebody far from all others can always tell that they are alone.
 */
export function passesAudit(precision: Exclude<Precision, "hidden">, people: number): boolean {
  return publishedMeans(precision, people).every((published) => {
    const from = Math.floor(published[0]);
    const to = Math.ceil(published[1]);
    const typical = [1, 2, 3, 4, 5].filter((answer) => answer >= from && answer <= to);
    return [null, ...typical].every((insiderKnows) => {
      const feasible = feasibleAnswers({ people, published, insiderKnows });
      return feasible.length >= leastFeasible || (feasible.length === 0 && insiderKnows !== null);
    });
  });
}

function firstThatPasses(from: Precision, people: number): Precision {
  const steps = widening.slice(widening.indexOf(from));
  return steps.find((precision) => precision !== "hidden" && passesAudit(precision, people)) ?? "hidden";
}

/** For each figure that may be shown, the lowest and the highest mean of whole ratings that show it. */
function publishedMeans(
  precision: Exclude<Precision, "hidden">,
  people: number,
): readonly (readonly [number, number])[] {
  const means = new Map<string, [number, number]>();
  for (let sum = people; sum <= 5 * people; sum++) {
    const mean = sum / people;
    const shown = JSON.stringify(figureAt(mean, precision));
    const range = means.get(shown);
    if (range === undefined) means.set(shown, [mean, mean]);
    else range[1] = mean;
  }
  return [...means.values()];
}
