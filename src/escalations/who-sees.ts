import type { Place, StewardReach } from "../partnerships/own-places.ts";
import { sides } from "../partnerships/partnership.ts";
import type { CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";

/** Partnerships whose stewards are named one by one above a form that offers them all. */
const mostNamed = 10;

/** Said before it goes: who will see it, by name (MEASUREMENT 4.9, E0). */
export function whoWillSee(words: Words, places: readonly Place[]): readonly CardNode[] {
  const [only] = places;
  if (only !== undefined && places.length === 1) return asNodes(linesFor(words, only, "who"));
  if (places.length > mostNamed) return asNodes([words.say("raise.who.chosen")]);
  const items = places.map((place) =>
    words.say("raise.who.in", {
      partnership: place.partnership.name,
      who: linesFor(words, place, "who").join(" "),
    }),
  );
  return [{ kind: "list", items }];
}

/** Said after it went: who was told, and who could not be. */
export function whoWasTold(words: Words, place: Place): readonly CardNode[] {
  return asNodes(linesFor(words, place, "told"));
}

function linesFor(words: Words, { partnership, stewards }: Place, tense: "who" | "told"): readonly string[] {
  const { agency, vendor } = stewards;
  if (agency.reach === "now" && vendor.reach === "now") {
    const names = { first: agency.steward.name, second: vendor.steward.name };
    return [words.say(`raise.${tense}.both`, names)];
  }
  return sides.map((side) => lineFor(words, stewards[side], partnership.sides[side].label, tense));
}

function lineFor(
  words: Words,
  { reach, steward }: StewardReach,
  side: string,
  tense: "who" | "told",
): string {
  const values = { side, name: steward?.name ?? "" };
  const isReached = reach === "now" || reach === "later";
  return words.say(isReached ? `raise.${tense}.${reach}` : `raise.who.${reach}`, values);
}

function asNodes(lines: readonly string[]): readonly CardNode[] {
  return lines.map((text) => ({ kind: "text", text }));
}
