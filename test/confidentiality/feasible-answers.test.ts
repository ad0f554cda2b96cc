import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { feasibleAnswers } from "../../src/confidentiality/feasible-answers.ts";
import { passesAudit, precisionFor } from "../../src/confidentiality/precision.ts";

const file = join(import.meta.dirname, "../fixtures/test-vectors.json");
const vectors: readonly {
  readonly name: string;
  readonly rule: string;
  readonly input: { people: number; published: [number, number]; insiderKnows: number | null };
  readonly expected: readonly number[];
}[] = JSON.parse(readFileSync(file, "utf8")).vectors;

describe("the feasible-answer audit (MEASUREMENT R6)", () => {
  const ofRule = vectors.filter((vector) => vector.rule === "3.4 R6");

  test("the fixture holds its nine vectors", () => {
    expect(ofRule).toHaveLength(9);
  });

  test.each(ofRule)("$name", ({ input, expected }) => {
    expect(feasibleAnswers(input)).toEqual(expected);
  });

  test("the table of precisions stands as the audit made it", () => {
    const table = (tier: "full" | "standard" | "small", sizes: readonly number[]) =>
      sizes.map((size) => precisionFor(tier, size));
    expect(table("small", [2, 3, 4])).toEqual(["hidden", "band", "band"]);
    expect(table("standard", [4, 5, 6, 7, 8, 9, 12])).toEqual([
      "band",
      "band",
      "band",
      "nearest 5",
      "nearest 5",
      "nearest 5",
      "nearest 5",
    ]);
    expect(table("full", [10, 11, 40])).toEqual(["whole", "whole", "whole"]);
    expect(precisionFor("none", 40)).toBe("hidden");
  });

  test("a number of five people fails where their band passes", () => {
    expect(passesAudit("nearest 5", 5)).toBe(false);
    expect(passesAudit("band", 5)).toBe(true);
  });
});
