import type { ResponseFigure, SideInput } from "./release.ts";
import type { Tier } from "./tier.ts";

const rateSide = 5;
const themeSide = 5;
const themeAuthors = 2;
const smallestEnough = 3;

/**
 * How many of the active people answered in the month: a rate from five people on, else enough or not; nothing
 * for one or two people or a small side that has not agreed (MEASUREMENT R10).
 */
export function responseOf(
  side: SideInput,
  tier: Tier,
  size: { readonly people: number; readonly threshold: number },
): ResponseFigure | null {
  const active = side.people.filter((person) => person.isActive).map((person) => person.contactId);
  const answered = active.filter((id) => side.respondents.includes(id)).length;
  if (size.people >= Math.max(rateSide, size.threshold)) {
    return { kind: "rate", percent: Math.round((100 * answered) / active.length) };
  }
  if (tier !== "small") return null;
  return { kind: answered >= smallestEnough ? "enough" : "not-enough" };
}

/** Themes of two or more authors on a side of five or more, where enough answered to hide them (MEASUREMENT R9). */
export function themesOf(side: SideInput, tier: Tier, people: number): readonly string[] {
  if (people < themeSide || (tier !== "standard" && tier !== "full")) return [];
  return [...Map.groupBy(side.themes, (tapped) => tapped.theme)]
    .filter(([, taps]) => new Set(taps.map((tap) => tap.contactId)).size >= themeAuthors)
    .map(([theme]) => theme)
    .sort();
}
