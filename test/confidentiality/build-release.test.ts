import { describe, expect, test } from "vitest";
import { dimensions } from "../../src/check-ins/question-bank.ts";
import { buildRelease } from "../../src/confidentiality/build-release.ts";
import type { Contributors, ReleaseInput, SideInput } from "../../src/confidentiality/release.ts";
import { aSide, aSideOf } from "./side.ts";

const nobody: SideInput = { people: [], ratings: [], respondents: [], themes: [] };

function release(
  agency: SideInput,
  previous: Contributors | null = null,
  changes: Partial<ReleaseInput> = {},
  vendor: SideInput = nobody,
) {
  const input: ReleaseInput = {
    month: "2026-10",
    isQuarterEnd: false,
    isBaseline: false,
    threshold: 5,
    sides: { agency, vendor },
    ...changes,
  };
  const { figures, contributors } = buildRelease(input, previous);
  return { agency: figures.sides.agency, vendor: figures.sides.vendor, figures, contributors };
}

const ratings = (count: number, rating: number) => Array<number>(count).fill(rating);

describe("what each tier shows (MEASUREMENT 3.4, table)", () => {
  test("Full shows whole numbers, Standard numbers to the nearest 5, five people a band", () => {
    const shown = [10, 8, 5].map((people) => release(aSideOf("a", [3, ...ratings(people - 1, 4)])).agency);
    expect(shown.map((side) => side.tier)).toEqual(["full", "standard", "standard"]);
    expect(shown.map((side) => side.index?.score)).toEqual(
      [{ value: 73, step: 1, end: null }, { value: 70, step: 5, end: null }, undefined].map(
        (score) => score ?? null,
      ),
    );
    expect(shown.map((side) => side.index?.band)).toEqual(["steady", "steady", "steady"]);
    expect(shown.map((side) => side.dimensions.length)).toEqual([8, 8, 8]);
  });

  test("a small side shows the band of its index with the quarter's last month, and no dimension", () => {
    const small = aSideOf("v", [4, 5, 4], { agrees: true });
    expect(release(small, null, { isQuarterEnd: true }).agency).toEqual({
      tier: "small",
      reason: null,
      index: { band: "strong", score: null, keptFrom: null },
      dimensions: [],
      response: { kind: "enough" },
      themes: [],
    });
    expect(release(small).agency).toMatchObject({ reason: "quarterly", index: null });
  });

  test("between its quarters a small side shows the last band with its month", () => {
    const small = aSideOf("v", [4, 5, 4], { agrees: true });
    const { contributors } = release(small, null, { isQuarterEnd: true, month: "2026-09" });
    const next = release(aSideOf("v", [1, 1, 1], { agrees: true }), contributors).agency;
    expect(next).toMatchObject({ reason: "quarterly", index: { band: "strong", keptFrom: "2026-09" } });
  });

  test("one who does not agree hides a small side, also one who has left but whose answers count", () => {
    const quarter = { isQuarterEnd: true };
    const three = [3, 4, 4].map((rating, index) => ({ id: `v${index}`, rating, agrees: true }));
    const oneNo = aSide([...three, { id: "v3", rating: null, agrees: false }]);
    expect(release(oneNo, null, quarter).agency).toMatchObject({
      reason: "no-consent",
      index: null,
      response: null,
    });
    const left = aSide([...three, { id: "v3", rating: 1, isActive: false, agrees: false }]);
    expect(release(left, null, quarter).agency).toMatchObject({ reason: "no-consent", index: null });
  });

  test("the first eight weeks show no figure (M18)", () => {
    const { agency, contributors } = release(aSideOf("a", ratings(12, 4)), null, { isBaseline: true });
    expect(agency).toMatchObject({ reason: "baseline", index: null, dimensions: [] });
    expect(contributors.sides.agency).toEqual({ people: 12, published: {} });
  });

  test("a dimension with fewer people than K is in no figure, so that nothing tells it (R1, R2)", () => {
    const side = aSideOf("a", ratings(8, 4));
    const few = side.ratings.filter(
      ({ part, contactId }) => part !== "GOV" || ["a0", "a1"].includes(contactId),
    );
    const lowGov = few.map((rating) => (rating.part === "GOV" ? { ...rating, value: 1 } : rating));
    const { agency } = release({ ...side, ratings: lowGov });
    expect(agency.dimensions.find(({ dimension }) => dimension === "GOV")?.figure).toBeNull();
    expect(agency.index?.score?.value).toBe(75);
  });

  test("a person who joins counts for the tier one cycle later (R15)", () => {
    const four = release(aSideOf("a", ratings(4, 4), { agrees: false }));
    const five = release(aSideOf("a", ratings(5, 4)), four.contributors);
    expect(five.agency).toMatchObject({ tier: "none", reason: "no-consent" });
    expect(release(aSideOf("a", ratings(5, 4)), five.contributors).agency.tier).toBe("standard");
  });
});

describe("movement (MEASUREMENT R5)", () => {
  const eight = release(aSideOf("a", ratings(8, 3)), null, { month: "2026-09" });

  test("too few new answers carry the last figure forward, marked with its month", () => {
    const quiet = aSide(
      Array.from({ length: 8 }, (_, index) => ({ id: `a${index}`, rating: 5, isNewest: index < 4 })),
    );
    const { agency, contributors } = release(quiet, eight.contributors);
    expect(agency.index).toEqual({ ...eight.agency.index, keptFrom: "2026-09" });
    expect(contributors.sides.agency.published).toEqual(eight.contributors.sides.agency.published);
  });

  test("too few new answers and nothing published show nothing", () => {
    const side = release(aSideOf("a", ratings(8, 3), { isNewest: false })).agency;
    expect(side).toMatchObject({ index: null, reason: "too-few-answers" });
  });

  test("a set of people that differs by one or two is held once, then shown one step wider", () => {
    for (const { more, widened } of [
      { more: 1, widened: null },
      { more: 2, widened: { value: 60, step: 5, end: null } },
    ]) {
      const joined = aSideOf("a", [...ratings(8, 3), ...ratings(more, 5)]);
      const held = release(joined, eight.contributors);
      expect(held.agency.index).toEqual({ ...eight.agency.index, keptFrom: "2026-09" });
      const wide = release(joined, held.contributors, { month: "2026-11" });
      expect(wide.agency.index).toEqual({ band: "steady", score: widened, keptFrom: null });
      const settled = release(joined, wide.contributors, { month: "2026-12" });
      expect(settled.agency.index?.score).toMatchObject({ step: more === 1 ? 5 : 1 });
    }
  });

  test("while a dimension is held, the index is held too, and both come back one step wider", () => {
    const without = (letter: string, side: SideInput) => ({
      ...side,
      ratings: side.ratings.filter(({ part, contactId }) => part !== "DIR" || contactId !== letter),
    });
    const eleven = aSideOf("a", [1, ...ratings(10, 4)]);
    const before = release(without("a0", eleven), null, { month: "2026-09" });
    const direction = (side: typeof before.agency) =>
      side.dimensions.find(({ dimension }) => dimension === "DIR")?.figure;
    expect([before.agency.index?.score?.step, direction(before.agency)?.score?.step]).toEqual([1, 1]);
    const held = release(eleven, before.contributors);
    expect(direction(held.agency)).toEqual({ ...direction(before.agency), keptFrom: "2026-09" });
    expect(held.agency.index).toEqual({ ...before.agency.index, keptFrom: "2026-09" });
    const wide = release(eleven, held.contributors, { month: "2026-11" });
    expect([wide.agency.index, direction(wide.agency)]).toMatchObject([
      { score: { step: 5 }, keptFrom: null },
      { score: { step: 5 }, keptFrom: null },
    ]);
    const settled = release(eleven, wide.contributors, { month: "2026-12" });
    expect(settled.agency.index).toMatchObject({ score: { step: 1 }, keptFrom: null });
  });

  test("a set that differs by three is shown at once", () => {
    const joined = aSideOf("a", [...ratings(8, 3), ...ratings(3, 5)]);
    expect(release(joined, eight.contributors).agency.index).toMatchObject({ keptFrom: null });
  });

  test("what is kept is never finer than what may be shown now", () => {
    const ten = release(aSideOf("a", [3, ...ratings(9, 4)]), null, { month: "2026-09" });
    expect(ten.agency.index?.score).toMatchObject({ value: 73, step: 1 });
    const nine = release(aSideOf("a", ratings(9, 4)), ten.contributors);
    expect(nine.agency.index?.score).toMatchObject({ value: 75, step: 5 });
    expect(nine.agency.index?.keptFrom).toBe("2026-09");
  });
});

describe("the four attacks (MEASUREMENT 3.2)", () => {
  test("subtracting sides: there is no figure over both (R2)", () => {
    const { figures } = release(aSideOf("a", ratings(9, 4)), null, {}, aSideOf("v", [2, 2]));
    expect(Object.keys(figures)).toEqual(["month", "sides", "comparison"]);
    expect(figures.sides.vendor).toMatchObject({ index: null, reason: "too-few-people", response: null });
    expect(figures.comparison).toBe("too-few");
  });

  test("subtracting weeks: a late sixth answer does not show as a difference (R5)", () => {
    const five = release(aSideOf("a", [4, 4, 4, 4, 3, null]), null, { month: "2026-09" });
    const six = release(aSideOf("a", [4, 4, 4, 4, 3, 2]), five.contributors);
    expect(six.agency.index).toEqual({ ...five.agency.index, keptFrom: "2026-09" });
  });

  test("insider: of two people nothing is shown, whatever they agreed to", () => {
    const two = release(aSideOf("v", [4, 2], { agrees: true }), null, { isQuarterEnd: true }).agency;
    expect(two).toMatchObject({ tier: "none", index: null, response: null });
  });

  test("extremes: everybody at 5, and nearly everybody, look the same (R7)", () => {
    for (const people of [8, 12]) {
      const all = release(aSideOf("a", ratings(people, 5))).agency;
      const nearly = release(aSideOf("a", [4, ...ratings(people - 1, 5)])).agency;
      expect(nearly).toEqual(all);
      expect(all.index?.score).toMatchObject({ value: 90, end: "or more" });
    }
  });
});

describe("comparing sides (MEASUREMENT R3)", () => {
  const side = (letter: string, rating: number) => aSideOf(letter, ratings(8, rating));

  test("two shown numbers agree, or differ by half a point or more", () => {
    const compare = (one: number, other: number) =>
      release(side("a", one), null, {}, side("v", other)).figures.comparison;
    expect([compare(4, 4), compare(4, 3), compare(2, 4)]).toEqual(["agree", "differ", "differ"]);
  });

  test("a small side is compared once a quarter, by bands", () => {
    const small = aSideOf("v", [3, 3, 3], { agrees: true });
    const compare = (isQuarterEnd: boolean, rating: number) =>
      release(side("a", rating), null, { isQuarterEnd }, small).figures.comparison;
    expect([compare(true, 4), compare(true, 3)]).toEqual(["differ", "agree"]);
    expect(compare(false, 4)).toBe("too-few");
  });

  test("between two small sides no difference means too few people to tell (4.5)", () => {
    const small = (letter: string) => aSideOf(letter, [3, 3, 3], { agrees: true });
    const { figures } = release(small("a"), null, { isQuarterEnd: true }, small("v"));
    expect(figures.comparison).toBe("too-few");
  });
});

describe("response and themes", () => {
  test("a rate from five people on, else only enough or not enough (R10)", () => {
    expect(release(aSideOf("a", [4, 4, null, null, null, null])).agency).toMatchObject({
      index: null,
      response: { kind: "rate", percent: 33 },
    });
    const small = aSideOf("v", [4, 4, 4], { agrees: true });
    expect(release(small).agency.response).toEqual({ kind: "enough" });
    expect(release({ ...small, respondents: ["v0"] }).agency.response).toEqual({ kind: "not-enough" });
  });

  test("a theme needs two authors on a side of five or more, and has no count (R9)", () => {
    const people = (count: number, authors: number) =>
      Array.from({ length: count }, (_, index) => ({
        id: `a${index}`,
        rating: 4,
        agrees: true,
        ...(index < authors ? { theme: "budget" } : {}),
      }));
    expect(release(aSide(people(6, 2))).agency.themes).toEqual(["budget"]);
    expect(release(aSide(people(6, 1))).agency.themes).toEqual([]);
    expect(release(aSide(people(4, 4))).agency.themes).toEqual([]);
  });

  test("the same author twice is one author (R1)", () => {
    const side = aSideOf("a", ratings(6, 4));
    const twice = ["a0", "a0"].map((contactId) => ({ contactId, theme: "cyber" }));
    expect(release({ ...side, themes: twice }).agency.themes).toEqual([]);
  });
});

test("a release is plain JSON and shows nobody's id", () => {
  const { figures, contributors } = release(aSideOf("person-", ratings(8, 4)));
  expect(JSON.parse(JSON.stringify({ figures, contributors }))).toEqual({ figures, contributors });
  expect(JSON.stringify(figures)).not.toContain("person-");
  expect(figures.sides.agency.dimensions.map(({ dimension }) => dimension)).toEqual([...dimensions]);
});
