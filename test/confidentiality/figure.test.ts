import { describe, expect, test } from "vitest";
import { coarsened, figureAt, wider } from "../../src/confidentiality/figure.ts";

describe("figures at a precision (MEASUREMENT 3.4)", () => {
  test("a band has no number, nearest 5 and whole have one", () => {
    expect(figureAt(3.55, "band")).toEqual({ band: "steady", score: null });
    expect(figureAt(3.55, "nearest 5").score).toEqual({ value: 65, step: 5, end: null });
    expect(figureAt(3.55, "whole").score).toEqual({ value: 64, step: 1, end: null });
  });

  test("ends are clipped to 90 or more and 10 or less (R7, attack 4)", () => {
    for (const precision of ["nearest 5", "whole"] as const) {
      expect(figureAt(5, precision).score).toMatchObject({ value: 90, end: "or more" });
      expect(figureAt(4.7, precision)).toEqual(figureAt(5, precision));
      expect(figureAt(1, precision).score).toMatchObject({ value: 10, end: "or less" });
      expect(figureAt(1.3, precision)).toEqual(figureAt(1, precision));
    }
  });

  test("one step wider is nearest 5, then the band, and no further (R5)", () => {
    expect([wider("whole"), wider("nearest 5"), wider("band")]).toEqual(["nearest 5", "band", "band"]);
  });

  test("an older figure is made coarser without looking behind it", () => {
    const whole = figureAt(3.55, "whole");
    expect(coarsened(whole, "nearest 5").score).toEqual({ value: 65, step: 5, end: null });
    expect(coarsened(whole, "band")).toEqual({ band: "steady", score: null });
    expect(coarsened(figureAt(3.55, "band"), "whole")).toEqual({ band: "steady", score: null });
  });
});
