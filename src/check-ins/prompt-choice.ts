import { lapOf, slotOf } from "./rotation.ts";
import type { RoundKind } from "./round.ts";

/** Prompts by slot, each list in turn from lap to lap (MEASUREMENT 2.3, table). L1 joins with the asks. */
const bySlot: readonly (readonly string[])[] = [
  ["W1", "W2", "W3", "B1"],
  ["C1", "H1", "C2", "C3"],
  ["A1", "A2", "A3"],
  ["U1", "R1", "U2", "F1", "U3"],
];

/** The prompts whose answers are unlinked, and so safe only among five or more (MEASUREMENT R13). */
export const unspokenPrompts = ["U1", "U2", "U3"] as const;
const unspoken: ReadonlySet<string> = new Set(unspokenPrompts);
const unspokenFrom = 5;

/**
 * The id of the open prompt that goes with a contact's statements, or null in the self pack's round. `regularRounds`
 * is the contact's own count, as in the rotation; on a side of under five active contacts the unspoken prompts
 * are left out and the others of that slot take turns (MEASUREMENT R13).
 */
export function promptFor(place: {
  readonly kind: RoundKind;
  readonly regularRounds: number;
  readonly activeOnSide: number;
}): string | null {
  if (place.kind === "self-pack") return null;
  const inTurn = (bySlot[slotOf(place.regularRounds)] ?? []).filter(
    (prompt) => place.activeOnSide >= unspokenFrom || !unspoken.has(prompt),
  );
  return inTurn[lapOf(place.regularRounds) % inTurn.length] ?? null;
}
