import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { promptFor } from "../../src/check-ins/prompt-choice.ts";
import { parseQuestionBank } from "../../src/check-ins/question-bank.ts";

const file = new URL("../../prompts/questions.yaml", import.meta.url);
const bank = parseQuestionBank(readFileSync(file, "utf8"), "questions.yaml");

/** The prompts that a contact meets in one slot over some laps. */
const inSlot = (slot: number, laps: number, activeOnSide = 5) =>
  [...Array(laps).keys()].map((lap) =>
    promptFor({ kind: "check-in", regularRounds: lap * 4 + slot, activeOnSide }),
  );

describe("the open prompt (MEASUREMENT 2.3)", () => {
  test("is a win, a concern or hesitation, an ask, then the unspoken, in turn", () => {
    expect(inSlot(0, 5)).toEqual(["W1", "W2", "W3", "B1", "W1"]);
    expect(inSlot(1, 5)).toEqual(["C1", "H1", "C2", "C3", "C1"]);
    expect(inSlot(2, 4)).toEqual(["A1", "A2", "A3", "A1"]);
    expect(inSlot(3, 6)).toEqual(["U1", "R1", "U2", "F1", "U3", "U1"]);
  });

  test("is never an unspoken one on a side of under five (MEASUREMENT R13)", () => {
    expect(inSlot(3, 4, 4)).toEqual(["R1", "F1", "R1", "F1"]);
    const asked = [0, 1, 2, 3].flatMap((slot) => inSlot(slot, 60, 4));
    expect(asked.filter((id) => bank.prompt(id ?? "").defaultMode === "unlinked")).toEqual([]);
  });

  test("stands in the question bank", () => {
    for (const slot of [0, 1, 2, 3]) {
      for (const id of inSlot(slot, 5)) expect(bank.prompt(id ?? "").id).toBe(id);
    }
  });

  test("is left out in the self pack's round", () => {
    expect(promptFor({ kind: "self-pack", regularRounds: 12, activeOnSide: 9 })).toBeNull();
  });
});
