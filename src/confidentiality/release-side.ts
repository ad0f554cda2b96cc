import { precisionFor } from "./precision.ts";
import type { ReleasedSide, ReleaseInput, SideContributors, SideInput } from "./release.ts";
import { releaseDimensionsAndIndex } from "./release-scores.ts";
import { keptFigure } from "./settle-figure.ts";
import { responseOf, themesOf } from "./side-participation.ts";
import { cautiousTierOf } from "./tier.ts";

/** One side's part of a release, and what the next one must remember: it looks at nothing of the other side. */
export function releaseSide(
  input: Omit<ReleaseInput, "sides">,
  side: SideInput,
  previous: SideContributors | null,
): { readonly side: ReleasedSide; readonly contributors: SideContributors } {
  const people = side.people.filter((person) => person.isActive).length;
  const peopleBefore = previous?.people ?? null;
  const published = previous?.published ?? {};
  const size = { people, everyoneAgreed: everyoneAgreed(side), threshold: input.threshold };
  const respondents = peopleBehind(side).size;
  const found = cautiousTierOf({ ...size, respondents }, peopleBefore);
  const counted = Math.min(people, peopleBefore ?? people);
  const shared = {
    tier: found.tier,
    response: responseOf(side, found.tier, { people: counted, threshold: input.threshold }),
    themes: themesOf(side, found.tier, counted),
  };
  const withoutScores = (reason: ReleasedSide["reason"], index: ReleasedSide["index"]) => ({
    side: { ...shared, reason, index, dimensions: [] },
    contributors: { people, published },
  });
  if (found.tier === "none") return withoutScores(found.reason, null);
  if (input.isBaseline) return withoutScores("baseline", null);
  if (found.tier === "small" && !input.isQuarterEnd) {
    return withoutScores("quarterly", keptFigure(published.index ?? null, "band").shown);
  }

  const scores = releaseDimensionsAndIndex(side, published, {
    month: input.month,
    tier: found.tier,
    threshold: input.threshold,
    // A figure's own tier: fewer people may stand behind it than behind the side (R1).
    precisionOf: (behind) =>
      precisionFor(cautiousTierOf({ ...size, respondents: behind }, peopleBefore).tier, behind),
  });
  const { index, dimensions } = scores;
  const reason = index === null ? "too-few-answers" : null;
  return {
    side: { ...shared, reason, index, dimensions },
    contributors: { people, published: scores.published },
  };
}

/** Everybody on the side, and those who left it but whose answers still count (MEASUREMENT 3.4 and R15). */
function everyoneAgreed(side: SideInput): boolean {
  const behind = peopleBehind(side);
  return side.people
    .filter((person) => person.isActive || behind.has(person.contactId))
    .every((person) => person.agreesToSmallSide);
}

function peopleBehind(side: SideInput): ReadonlySet<string> {
  return new Set(side.ratings.map((rating) => rating.contactId));
}
