import { describe, expect, test } from "vitest";
import { bandOf, displayOf } from "../../src/measurement/band.ts";
import { trustPartOf } from "../../src/measurement/dimension.ts";
import { dimensionScores, indexOf, type KeyedRating } from "../../src/measurement/score.ts";

const rating = (contactId: string, part: KeyedRating["part"], value: number): KeyedRating => ({
  contactId,
  part,
  value,
});

describe("simple means (MEASUREMENT 4.3, first version)", () => {
  test("one person has one voice, however many answers they gave", () => {
    const keen = [5, 5, 5, 5, 5, 5].map((value) => rating("keen", "OPN", value));
    const score = dimensionScores([...keen, rating("rare", "OPN", 2)]).get("OPN");
    expect(score).toEqual({ mean: 3.5, contactIds: ["keen", "rare"] });
  });

  test("a person's own answers are averaged first", () => {
    const score = dimensionScores([rating("a", "REL", 4), rating("a", "REL", 3), rating("b", "REL", 2)]);
    expect(score.get("REL")?.mean).toBe(2.75);
  });

  test("the index is the mean of the dimensions, not of the answers", () => {
    const many = ["a", "b", "c"].map((id) => rating(id, "DIR", 5));
    const scores = dimensionScores([...many, rating("a", "GOV", 2), rating("d", "anchor", 1)]);
    expect([...scores.keys()]).toEqual(["DIR", "GOV"]);
    expect(indexOf([...scores.values()])).toEqual({ mean: 3.5, contactIds: ["a", "b", "c"] });
    expect(indexOf([])).toBeNull();
  });

  test("the order of answers cannot move a mean across a band's edge", () => {
    const values = [4.1, 4.1, 3.9, 3.9, 4.3, 3.7];
    const forward = values.map((value, index) => rating(`p${index}`, "VOI", value));
    const one = dimensionScores(forward).get("VOI")?.mean;
    expect(dimensionScores(forward.toReversed()).get("VOI")?.mean).toBe(one);
    expect(bandOf(one ?? 0)).toBe("strong");
  });

  test("packs and self items are no part of trust, dimensions and anchors are (MEASUREMENT 2.3)", () => {
    const parts = ["OPN", "ANC", "SELF", "PILOT", "EXIT"].map((group) => trustPartOf({ group }));
    expect(parts).toEqual(["OPN", "anchor", null, null, null]);
  });
});

describe("bands and display (MEASUREMENT 2.3)", () => {
  test("the cuts are 4.0 and 3.0", () => {
    expect([5, 4, 3.99, 3, 2.99, 1].map(bandOf)).toEqual([
      "strong",
      "strong",
      "steady",
      "steady",
      "strained",
      "strained",
    ]);
  });

  test("the display runs from 0 to 100", () => {
    expect([1, 2, 3, 3.5, 5].map(displayOf)).toEqual([0, 25, 50, 62.5, 100]);
  });
});
