import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import { RapportError } from "../errors.ts";
import type { Cadence } from "../partnerships/contact.ts";
import {
  type CheckInRule,
  type Partnership,
  type PartnershipType,
  type Party,
  sides,
} from "../partnerships/partnership.ts";
import { type Dimension, dimensions, type QuestionBank } from "./question-bank.ts";
import { isLastRoundOfQuarter } from "./reporting-month.ts";
import type { Round, RoundKind } from "./round.ts";
import { roundOn } from "./round-dates.ts";

/** A side of four or more is split in two halves that answer different dimensions in the same week. */
export type Form = "A" | "B";

/** What decides on the statements of one contact in one round. */
export interface RotationPlace {
  readonly round: Pick<Round, "kind" | "cycle" | "opensOn">;
  readonly form: Form;
  readonly cadence: Cadence;
  /** Regular rounds (not self packs) that the contact has answered, or still may, before this one. */
  readonly regularRounds: number;
  readonly partnership: Pick<Partnership, "phase" | "types" | "endsOn">;
  readonly parties: readonly Pick<Party, "side" | "role" | "tags">[];
}

/** Form A's dimensions by slot; form B is two slots ahead (MEASUREMENT 2.3, table). */
const dimensionPairs: readonly (readonly [Dimension, Dimension])[] = [
  ["DIR", "OPN"],
  ["REL", "CAP"],
  ["CAR", "GOV"],
  ["ADP", "VOI"],
];
const slots = dimensionPairs.length;
const cyclesPerQuarter = 3;
/** Quarters are counted from the first of 2020; the choice decides nothing but where the rotation starts. */
const epochYear = 2020;
const exitMonths = 6;

const packOfType: Readonly<Record<PartnershipType, string>> = {
  private: "PRIVATE",
  nonprofit: "NONPROFIT",
  intergovernmental: "INTERGOV",
  ppp: "PPP",
};

/** Form A for all on a side of up to three active contacts; else a stable half by the contact's key. */
export function formOf(contactKey: string, activeOnSide: number): Form {
  if (activeOnSide < 4) return "A";
  const [first = 0] = createHash("sha256").update(contactKey).digest();
  return first % 2 === 0 ? "A" : "B";
}

/** The week of the four-week cycle (0 to 3) that a contact is in, by their own count of regular rounds. */
export function slotOf(regularRounds: number): number {
  return regularRounds % slots;
}

/** How many times a contact has been through all four slots. */
export function lapOf(regularRounds: number): number {
  return Math.floor(regularRounds / slots);
}

/** The quarter's last round is the self pack, every other one a check-in (MEASUREMENT 2.3). */
export function roundKindOf(rule: CheckInRule, opensOn: Temporal.PlainDate): RoundKind {
  return isLastRoundOfQuarter(rule, opensOn) ? "self-pack" : "check-in";
}

/**
 * The partnership's cycle of a round: three a quarter, four rounds each, worked out from the date alone, so that
 * both sides and every instance agree without a counter. Rounds count to the quarter in which they close. Most
 * quarters have 13 rounds: three cycles and the self pack, which has the number of the round before it. In one of
 * 14 rounds the thirteenth is a partial fourth cycle that shares its number with the next quarter's first; in one
 * of 12 the third cycle is a round short.
 */
export function cycleOf(rule: CheckInRule, opensOn: Temporal.PlainDate): number {
  const { closesOn } = roundOn(rule, opensOn);
  const quarter = Math.floor((closesOn.month - 1) / 3);
  const begins = Temporal.PlainDate.from({ year: closesOn.year, month: quarter * 3 + 1, day: 1 });
  const place = Math.floor(begins.until(closesOn).days / 7) - (isLastRoundOfQuarter(rule, opensOn) ? 1 : 0);
  return ((closesOn.year - epochYear) * 4 + quarter) * cyclesPerQuarter + Math.floor(place / slots);
}

/**
 * The ids of a contact's statements in a round, in the order shown: two of the dimensions and one more, or the
 * eight of the self pack (MEASUREMENT 2.3). Weekly contacts of both sides get the same item of a dimension in the
 * same cycle. A contact who is asked less often goes by their own laps in place of the partnership's cycle:
 * every second cycle would bring them the same two of a dimension's four items for ever.
 */
export function statementsFor(bank: QuestionBank, place: RotationPlace): readonly string[] {
  if (place.round.kind === "self-pack") return idsOf(bank, ["SELF"]);
  const cycle = place.cadence === "weekly" ? place.round.cycle : lapOf(place.regularRounds);
  const offset = place.form === "A" ? 0 : 2;
  const pair = dimensionPairs[(slotOf(place.regularRounds) + offset) % slots] ?? [];
  const rated = pair.map((dimension) => {
    const items = idsOf(bank, [dimension]);
    const number = cycle + dimensions.indexOf(dimension) + offset;
    const item = inTurn(items, number);
    return item === "VOI2" && !hasSmallerPartners(place.parties) ? inTurn(items, number + 1) : item;
  });
  return [...rated, thirdStatement(bank, place, cycle)];
}

/** Overall trust, then the phase's item, another anchor, and the type's item, by slot. */
function thirdStatement(bank: QuestionBank, place: RotationPlace, cycle: number): string {
  const anchors = idsOf(bank, ["ANC"]);
  const ofPhase = idsOf(bank, phasePacks(place));
  const ofType = idsOf(bank, typePacks(place));
  switch (slotOf(place.regularRounds)) {
    case 0:
      return inTurn(anchors, 0);
    case 1:
      return inTurn(ofPhase, cycle);
    case 2:
      return inTurn(anchors.slice(1), cycle);
    default:
      // The phase's next item stands in, so that one cycle does not ask the same twice.
      return ofType.length > 0 ? inTurn(ofType, cycle) : inTurn(ofPhase, cycle + 1);
  }
}

/** The phase's pack, and EXIT from six months before the last day of the work. */
function phasePacks({ partnership, round }: RotationPlace): readonly string[] {
  const exitFrom = partnership.endsOn?.subtract({ months: exitMonths });
  const ends = exitFrom !== undefined && Temporal.PlainDate.compare(round.opensOn, exitFrom) >= 0;
  return [partnership.phase.toUpperCase(), ...(ends ? ["EXIT"] : [])];
}

/** The packs of the partnership's types, and with three or more parties SHARED and, if one leads, LEAD. */
function typePacks({ partnership, parties }: RotationPlace): readonly string[] {
  const shared = parties.length >= 3;
  const led = shared && parties.some((party) => party.role === "lead");
  const ofTypes = partnership.types.map((type) => packOfType[type]);
  return [...ofTypes, ...(shared ? ["SHARED"] : []), ...(led ? ["LEAD"] : [])];
}

/** VOI2 asks about smaller partners: one organisation a side and no subcontractor leaves nobody to ask about. */
function hasSmallerPartners(parties: RotationPlace["parties"]): boolean {
  return (
    sides.some((side) => parties.filter((party) => party.side === side).length > 1) ||
    parties.some((party) => party.tags.includes("subcontractor"))
  );
}

function idsOf(bank: QuestionBank, groups: readonly string[]): readonly string[] {
  return groups.flatMap((group) => bank.inGroup(group).map((statement) => statement.id));
}

function inTurn(ids: readonly string[], number: number): string {
  const found = ids.at(number % ids.length);
  if (found === undefined) throw new RapportError("question-bank.unknown", "A pack without statements.");
  return found;
}
