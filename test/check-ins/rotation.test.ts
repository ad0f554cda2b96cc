import { readFileSync } from "node:fs";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { dimensions, parseQuestionBank } from "../../src/check-ins/question-bank.ts";
import {
  cycleOf,
  type Form,
  formOf,
  lapOf,
  type RotationPlace,
  roundKindOf,
  slotOf,
  statementsFor,
} from "../../src/check-ins/rotation.ts";
import { type CheckInRule, weekdays } from "../../src/partnerships/partnership.ts";

const file = new URL("../../prompts/questions.yaml", import.meta.url);
const bank = parseQuestionBank(readFileSync(file, "utf8"), "questions.yaml");
const rule: CheckInRule = {
  weekday: "tuesday",
  at: "10:00",
  remind: { weekday: "thursday", at: "10:00" },
  close: { weekday: "friday", at: "17:00" },
};
const date = (text: string) => Temporal.PlainDate.from(text);
const twoParties: RotationPlace["parties"] = [
  { side: "agency", role: "lead", tags: [] },
  { side: "vendor", role: "member", tags: [] },
];
const threeParties: RotationPlace["parties"] = [
  ...twoParties,
  { side: "vendor", role: "member", tags: ["sme"] },
];

function aPlace(changes: Partial<RotationPlace> & { cycle?: number; opensOn?: string } = {}): RotationPlace {
  const { cycle = 0, opensOn = "2026-11-24", ...rest } = changes;
  return {
    round: { kind: "check-in", cycle, opensOn: date(opensOn) },
    form: "A",
    cadence: "weekly",
    regularRounds: 0,
    partnership: { phase: "deploy", types: ["private"], endsOn: null },
    parties: threeParties,
    ...rest,
  };
}

const dimensionOf = (id: string) => id.slice(0, 3);
/** The two dimension statements of each of a weekly contact's rounds, four rounds a cycle. */
function ratedIn(
  rounds: number,
  first: { cycle: number; regularRounds: number; form: Form },
): readonly string[] {
  return [...Array(rounds).keys()].flatMap((week) =>
    statementsFor(
      bank,
      aPlace({
        cycle: first.cycle + Math.floor(week / 4),
        form: first.form,
        regularRounds: first.regularRounds + week,
      }),
    ).slice(0, 2),
  );
}
const start = fc.record({
  cycle: fc.integer({ min: 0, max: 500 }),
  regularRounds: fc.integer({ min: 0, max: 500 }),
  form: fc.constantFrom<Form>("A", "B"),
});

describe("the weekly statements (MEASUREMENT 2.3)", () => {
  test("the table of slots and forms", () => {
    const table = (form: Form) =>
      [0, 1, 2, 3].map((slot) =>
        statementsFor(bank, aPlace({ form, regularRounds: slot }))
          .slice(0, 2)
          .map(dimensionOf)
          .join(" "),
      );
    expect(table("A")).toEqual(["DIR OPN", "REL CAP", "CAR GOV", "ADP VOI"]);
    expect(table("B")).toEqual(["CAR GOV", "ADP VOI", "DIR OPN", "REL CAP"]);
  });

  test("a contact meets each dimension once in any four rounds", () => {
    fc.assert(
      fc.property(start, (first) => {
        expect(ratedIn(4, first).map(dimensionOf).toSorted()).toEqual([...dimensions].toSorted());
      }),
    );
  });

  test("a weekly contact meets each of the 32 core items once in sixteen weeks", () => {
    fc.assert(
      fc.property(start, (first) => {
        expect(new Set(ratedIn(16, first)).size).toBe(32);
      }),
    );
  });

  test("each cycle mixes one to three reversed items, in either form", () => {
    fc.assert(
      fc.property(start, (first) => {
        const reversed = ratedIn(4, first).filter((id) => bank.statement(id).key === "-");
        expect(reversed.length).toBeGreaterThanOrEqual(1);
        expect(reversed.length).toBeLessThanOrEqual(3);
      }),
    );
  });

  test("everybody of one form gets the same items in a cycle, whatever their own count and side", () => {
    fc.assert(
      fc.property(start, fc.nat(500), (first, regularRounds) => {
        const others = ratedIn(4, { ...first, regularRounds });
        expect(others.toSorted()).toEqual(ratedIn(4, first).toSorted());
      }),
    );
  });

  test("form B asks in a cycle the items that form A asks two cycles later, which links the cycles", () => {
    const ofB = ratedIn(4, { cycle: 3, regularRounds: 0, form: "B" });
    expect(ofB.toSorted()).toEqual(ratedIn(4, { cycle: 5, regularRounds: 0, form: "A" }).toSorted());
  });

  test.each(["every two weeks", "monthly"] as const)(
    "a contact who is asked %s meets each core item once in sixteen rounds of their own",
    (cadence) => {
      const everyRounds = cadence === "monthly" ? 4 : 2;
      const met = [...Array(16).keys()].flatMap((count) => {
        const cycle = Math.floor((count * everyRounds) / 4);
        return statementsFor(bank, aPlace({ cadence, cycle, regularRounds: count })).slice(0, 2);
      });
      expect(new Set(met).size).toBe(32);
    },
  );

  test("the quarter's last round holds the eight self statements", () => {
    const place = aPlace({ round: { kind: "self-pack", cycle: 5, opensOn: date("2026-12-22") } });
    expect(statementsFor(bank, place)).toEqual(dimensions.map((dimension) => `${dimension}s`));
  });

  test("VOI2 gives way to the next item where each side is one organisation without subcontractors", () => {
    const voice = (parties: RotationPlace["parties"]) =>
      [0, 1, 2, 3].map((cycle) => statementsFor(bank, aPlace({ cycle, regularRounds: 3, parties }))[1]);
    expect(voice(threeParties)).toEqual(["VOI4", "VOI1", "VOI2", "VOI3"]);
    expect(voice(twoParties)).toEqual(["VOI4", "VOI1", "VOI3", "VOI3"]);
    expect(voice(twoParties.map((party) => ({ ...party, tags: ["subcontractor"] })))[2]).toBe("VOI2");
  });
});

describe("the third statement (MEASUREMENT 2.3)", () => {
  const third = (regularRounds: number, changes: Parameters<typeof aPlace>[0] = {}, cycles = 3) =>
    [...Array(cycles).keys()].map(
      (cycle) => statementsFor(bank, aPlace({ ...changes, cycle, regularRounds }))[2],
    );
  const of = (
    phase: "deploy" | "pilot",
    types: RotationPlace["partnership"]["types"],
    endsOn: string | null = null,
  ) => ({
    partnership: { phase, types, endsOn: endsOn === null ? null : date(endsOn) },
    parties: twoParties,
  });

  test("is overall trust in every cycle, and the other anchors in turn", () => {
    expect(third(0)).toEqual(["ANC1", "ANC1", "ANC1"]);
    expect(third(2)).toEqual(["ANC2", "ANC3", "ANC4"]);
  });

  test("is the phase's item and the type's item", () => {
    expect(third(1, of("pilot", ["private"]))).toEqual(["PIL1", "PIL2", "PIL3"]);
    expect(third(3, of("pilot", ["ppp"]))).toEqual(["PPP1", "PPP2", "PPP3"]);
    expect(third(3, of("pilot", ["nonprofit", "intergovernmental"]), 6)).toEqual([
      ...["NPO1", "NPO2", "NPO3"],
      ...["IGV1", "IGV2", "IGV3"],
    ]);
  });

  test("without a type is another item of the phase than that of the same cycle", () => {
    expect(third(3, of("pilot", []))).toEqual(["PIL2", "PIL3", "PIL1"]);
  });

  test("three parties add the shared-service pack, and a lead partner's item", () => {
    const shared = { ...of("deploy", []), parties: threeParties };
    expect(third(3, shared, 6)).toEqual(["SHR1", "SHR2", "SHR3", "SHR4", "SHR5", "LED1"]);
    const unled = {
      ...shared,
      parties: threeParties.map((party) => ({ ...party, role: "member" as const })),
    };
    expect(third(3, unled, 6)).not.toContain("LED1");
  });

  test("the exit pack joins the phase's in the last six months", () => {
    expect(third(1, of("deploy", [], "2027-05-24"), 5)).toEqual(["DEP1", "DEP2", "DEP3", "EXT1", "EXT2"]);
    expect(third(1, of("deploy", [], "2027-05-25"), 5)).not.toContain("EXT1");
  });
});

describe("forms", () => {
  test("a side of up to three uses form A only", () => {
    fc.assert(fc.property(fc.string(), fc.nat(3), (key, active) => formOf(key, active) === "A"));
  });

  test("a larger side splits in two stable halves", () => {
    const forms = [...Array(200).keys()].map((n) => formOf(`contact-${n}`, 4));
    expect(forms.filter((form) => form === "A").length).toBeGreaterThan(70);
    expect(forms.filter((form) => form === "B").length).toBeGreaterThan(70);
    expect([...Array(200).keys()].map((n) => formOf(`contact-${n}`, 40))).toEqual(forms);
  });
});

describe("cycles", () => {
  const roundsFrom = (opensOn: string, count: number, by: CheckInRule = rule) =>
    [...Array(count).keys()].map((week) => {
      const day = date(opensOn).add({ days: 7 * week });
      return { cycle: cycleOf(by, day), kind: roundKindOf(by, day) };
    });

  test("a quarter of 13 rounds has three cycles of four and the self pack, then the next one starts", () => {
    const rounds = roundsFrom("2026-09-29", 14);
    const first = rounds[0]!.cycle;
    expect(rounds.map((round) => round.cycle - first)).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]);
    expect(rounds.map((round) => round.kind).indexOf("self-pack")).toBe(12);
  });

  test("the thirteenth of 14 rounds shares its cycle with the next quarter's first", () => {
    // The third quarter of 2026 begins and ends with a Wednesday.
    const wednesdays = { ...rule, close: { weekday: "wednesday", at: "17:00" } } as const;
    const rounds = roundsFrom("2026-06-30", 15, wednesdays);
    const first = rounds[0]!.cycle;
    expect(rounds.slice(11).map((round) => round.cycle - first)).toEqual([2, 3, 3, 3]);
    expect(rounds.map((round) => round.kind).indexOf("self-pack")).toBe(13);
  });

  test("never go back and never skip a number, whatever the rule", () => {
    fc.assert(
      fc.property(fc.constantFrom(...weekdays), fc.constantFrom(...weekdays), (weekday, closing) => {
        const by = { ...rule, weekday, close: { weekday: closing, at: "17:00" } };
        const first = date("2020-01-06")
          .add({ days: weekdays.indexOf(weekday) })
          .toString();
        const rounds = roundsFrom(first, 52 * 5, by);
        for (const [index, round] of rounds.entries()) {
          const step = round.cycle - (rounds[index - 1]?.cycle ?? round.cycle);
          expect([0, 1]).toContain(step);
        }
        expect(rounds.filter((round) => round.kind === "self-pack").length).toBeGreaterThanOrEqual(19);
      }),
      { numRuns: 10 },
    );
  });

  test("slot and lap follow the contact's own count", () => {
    expect([0, 3, 4, 9].map((count) => [slotOf(count), lapOf(count)])).toEqual([
      [0, 0],
      [3, 0],
      [0, 1],
      [1, 2],
    ]);
  });
});
