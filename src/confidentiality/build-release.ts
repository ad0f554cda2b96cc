import { compareSides } from "./compare-sides.ts";
import type { Contributors, ReleasedFigures, ReleaseInput } from "./release.ts";
import { releaseSide } from "./release-side.ts";

/**
 * A month's figures behind the rules of MEASUREMENT 3.4, and what the next release must remember. A side's part
 * depends on that side alone; the comparison is made from what both parts show.
 */
export function buildRelease(
  input: ReleaseInput,
  previous: Contributors | null,
): { readonly figures: ReleasedFigures; readonly contributors: Contributors } {
  const agency = releaseSide(input, input.sides.agency, previous?.sides.agency ?? null);
  const vendor = releaseSide(input, input.sides.vendor, previous?.sides.vendor ?? null);
  return {
    figures: {
      month: input.month,
      sides: { agency: agency.side, vendor: vendor.side },
      comparison: compareSides(agency.side, vendor.side, input.isQuarterEnd),
    },
    contributors: { sides: { agency: agency.contributors, vendor: vendor.contributors } },
  };
}
