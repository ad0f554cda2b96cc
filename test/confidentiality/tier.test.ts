import { describe, expect, test } from "vitest";
import { cautiousTierOf, thresholdOf, tierOf } from "../../src/confidentiality/tier.ts";

const tier = (people: number, respondents: number, everyoneAgreed = false, threshold = 5) => {
  const found = tierOf({ people, respondents, everyoneAgreed, threshold });
  return found.tier === "none" ? found.reason : found.tier;
};

describe("tiers (MEASUREMENT 3.4, table)", () => {
  test("Full from ten of ten, Standard from five", () => {
    expect([tier(10, 10), tier(12, 9), tier(9, 9), tier(30, 5)]).toEqual([
      "full",
      "standard",
      "standard",
      "standard",
    ]);
  });

  test("a side of five or more with four who answered shows nothing, whatever they agreed to", () => {
    expect([tier(5, 4, true), tier(20, 4, true)]).toEqual(["too-few-answers", "too-few-answers"]);
  });

  test("a small side needs three who answered and everybody's consent", () => {
    expect([tier(3, 3, true), tier(4, 3, true), tier(4, 2, true)]).toEqual([
      "small",
      "small",
      "too-few-answers",
    ]);
    expect([tier(4, 4), tier(4, 0)]).toEqual(["no-consent", "no-consent"]);
  });

  test("one or two people never have a figure", () => {
    expect([tier(2, 2, true), tier(1, 1, true), tier(0, 0, true)]).toEqual(Array(3).fill("too-few-people"));
  });

  test("a partnership may raise K; four needs both stewards, and less is never possible", () => {
    const both = { bothStewardsAgreed: true };
    const one = { bothStewardsAgreed: false };
    expect([7, 5, 4, 1].map((wanted) => thresholdOf({ wanted, ...one }))).toEqual([7, 5, 5, 5]);
    expect([7, 5, 4, 1].map((wanted) => thresholdOf({ wanted, ...both }))).toEqual([7, 5, 4, 4]);
    expect([tier(5, 5, false, 4), tier(4, 4, false, 4), tier(8, 6, false, 7), tier(6, 6, true, 7)]).toEqual([
      "standard",
      "standard",
      "too-few-answers",
      "small",
    ]);
  });

  test("a join or a leave leaves the lower tier for one release (R15)", () => {
    const crossing = (before: number, people: number, respondents: number) =>
      cautiousTierOf({ people, respondents, everyoneAgreed: true, threshold: 5 }, before).tier;
    expect([crossing(9, 10, 10), crossing(10, 9, 9), crossing(10, 10, 10)]).toEqual([
      "standard",
      "standard",
      "full",
    ]);
    expect([crossing(4, 5, 5), crossing(5, 4, 5), crossing(2, 3, 3)]).toEqual(["small", "small", "none"]);
    // Three of five is nothing, though three of the four before would have been a small side.
    expect(crossing(4, 5, 3)).toBe("none");
  });
});
