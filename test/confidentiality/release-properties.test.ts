import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dimensions } from "../../src/check-ins/question-bank.ts";
import { buildRelease } from "../../src/confidentiality/build-release.ts";
import { precisionFor } from "../../src/confidentiality/precision.ts";
import type {
  Contributors,
  ReleasedSide,
  ReleaseInput,
  SideInput,
} from "../../src/confidentiality/release.ts";
import { aSide, type Person } from "./side.ts";

const anyPerson = (index: number): fc.Arbitrary<Person> =>
  fc.record({
    id: fc.constant(`p${index}`),
    rating: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 3 }),
    isActive: fc.oneof(
      { weight: 6, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    agrees: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    isNewest: fc.oneof(
      { weight: 5, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    theme: fc.constantFrom("budget", "cyber"),
  });
const anyPeople = fc
  .integer({ min: 0, max: 14 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyPerson(index))));
/** Answers that skip some dimensions for some people. */
const anySide: fc.Arbitrary<SideInput> = fc
  .record({ people: anyPeople, dropped: fc.infiniteStream(fc.integer({ min: 0, max: 9 })) })
  .map(({ people, dropped }) => {
    const side = aSide(people);
    const drops = dropped[Symbol.iterator]();
    return { ...side, ratings: side.ratings.filter(() => drops.next().value !== 0) };
  });
const anyMonth = fc.record({
  sides: fc.record({ agency: anySide, vendor: anySide }),
  isBaseline: fc.oneof(
    { weight: 8, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});
const rating = fc.integer({ min: 1, max: 5 });
/** Eleven people who rate nearly everything; in each month a few of them leave a dimension out. */
const nearbyHistory = fc.array(
  fc
    .record({
      ratings: fc.array(rating, { minLength: 11, maxLength: 11 }),
      left: fc.array(fc.tuple(fc.nat({ max: 10 }), fc.constantFrom(...dimensions)), { maxLength: 3 }),
    })
    .map(({ ratings, left }) => {
      const side = aSide(ratings.map((value, index) => ({ id: `p${index}`, rating: value })));
      const isLeft = (id: string, part: string) =>
        left.some(([index, out]) => id === `p${index}` && part === out);
      const kept = side.ratings.filter(({ contactId, part }) => !isLeft(contactId, String(part)));
      return { isBaseline: false, sides: { agency: { ...side, ratings: kept }, vendor: aSide([]) } };
    }),
  { minLength: 1, maxLength: 5 },
);
const anyHistory = fc.array(anyMonth, { minLength: 1, maxLength: 6 });

type Month = { readonly input: ReleaseInput; readonly release: ReturnType<typeof buildRelease> };

function releasesOf(history: readonly Pick<ReleaseInput, "sides" | "isBaseline">[]): readonly Month[] {
  let previous: Contributors | null = null;
  return history.map((month, index) => {
    const input: ReleaseInput = {
      ...month,
      month: `2026-0${index + 1}`,
      isQuarterEnd: index % 3 === 2,
      threshold: 5,
    };
    const release = buildRelease(input, previous);
    previous = release.contributors;
    return { input, release };
  });
}

function shownOf(side: ReleasedSide) {
  return [side.index, ...side.dimensions.map(({ figure }) => figure)].filter((figure) => figure !== null);
}

const activeOf = (side: SideInput) => side.people.filter((person) => person.isActive).length;
const respondentsOf = (side: SideInput) => new Set(side.ratings.map((rating) => rating.contactId)).size;

function everySide(check: (side: ReleasedSide, input: SideInput, month: Month) => void) {
  fc.assert(
    fc.property(anyHistory, (history) => {
      for (const month of releasesOf(history)) {
        for (const side of ["agency", "vendor"] as const) {
          check(month.release.figures.sides[side], month.input.sides[side], month);
        }
      }
    }),
    { numRuns: 300 },
  );
}

describe("under random rosters, answers and histories (DESIGN, promise 3)", () => {
  test("fewer than five of five or more show no figure and no theme", () => {
    everySide((side, input) => {
      if (activeOf(input) < 5 || respondentsOf(input) >= 5) return;
      expect([shownOf(side), side.themes, side.tier]).toEqual([[], [], "none"]);
    });
  });

  test("one or two people show nothing at all", () => {
    everySide((side, input) => {
      if (activeOf(input) > 2) return;
      expect([shownOf(side), side.themes, side.response]).toEqual([[], [], null]);
    });
  });

  test("a side of three or four shows no number, no dimension, no rate and no theme", () => {
    everySide((side, input) => {
      if (activeOf(input) > 4) return;
      expect(shownOf(side).every((figure) => figure.score === null)).toBe(true);
      expect([side.dimensions, side.themes, side.response?.kind === "rate"]).toEqual([[], [], false]);
    });
  });

  test("a small side on which somebody does not agree shows nothing", () => {
    everySide((side, input) => {
      const someNo = input.people.some((person) => person.isActive && !person.agreesToSmallSide);
      if (activeOf(input) > 4 || !someNo) return;
      expect([shownOf(side), side.response]).toEqual([[], null]);
    });
  });

  test("every new figure stands on enough people and is no finer than the audit allows", () => {
    everySide((side, _input, { input, release }) => {
      const name = release.figures.sides.agency === side ? "agency" : "vendor";
      const { published } = release.contributors.sides[name];
      for (const figure of Object.values(published)) {
        if (figure.month !== input.month) continue;
        const people = figure.contactIds.length;
        expect(people).toBeGreaterThanOrEqual(side.tier === "small" ? 3 : 5);
        const step = figure.figure.score?.step ?? null;
        const finest = precisionFor(side.tier === "full" && people < 10 ? "standard" : side.tier, people);
        if (step === 1) expect(finest).toBe("whole");
        if (step === 5) expect(["whole", "nearest 5"]).toContain(finest);
      }
    });
  });

  test("two numbers in a row never stand on sets that differ by one or two people (R5)", () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const months = releasesOf(history);
        for (const [index, { input, release }] of months.entries()) {
          const before = months[index - 1]?.release.contributors.sides.agency.published.index;
          const now = release.contributors.sides.agency.published.index;
          if (before === undefined || now?.month !== input.month) continue;
          const changed =
            now.contactIds.filter((id) => !before.contactIds.includes(id)).length +
            before.contactIds.filter((id) => !now.contactIds.includes(id)).length;
          if (changed !== 1 && changed !== 2) continue;
          expect([before.held, now.figure.score?.step === 1]).toEqual([true, false]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("beside a dimension that is held the index is not new, except one step wider after its own hold (R5)", () => {
    fc.assert(
      fc.property(nearbyHistory, (history) => {
        const months = releasesOf(history);
        for (const [index, { input, release }] of months.entries()) {
          const before = months[index - 1]?.release.contributors.sides.agency.published;
          const { index: now, ...parts } = release.contributors.sides.agency.published;
          const isHeld = Object.values(parts).some((part) => part.held && part.month !== input.month);
          const wasHeld = before?.index?.held === true;
          expect(wasHeld && now?.held).not.toBe(true);
          if (!isHeld || now?.month !== input.month) continue;
          expect([wasHeld, now.figure.score?.step === 1]).toEqual([true, false]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("what one person newly said of a held dimension moves nothing that is shown (R5)", () => {
    fc.assert(
      fc.property(
        nearbyHistory,
        fc.constantFrom(...dimensions),
        fc.tuple(rating, rating),
        (history, part, values) => {
          const last = history.at(-1)?.sides.agency ?? aSide([]);
          const drop = (side: SideInput) => ({
            ...side,
            ratings: side.ratings.filter((one) => one.part !== part || one.contactId !== "p0"),
          });
          const months = (agency: SideInput) => ({
            isBaseline: false,
            sides: { agency, vendor: aSide([]) },
          });
          // The same quiet month twice settles every figure; then only p0's answer is new.
          const quiet = [months(drop(last)), months(drop(last)), months(drop(last))];
          const shown = values.map((value) => {
            const more = { contactId: "p0", part, value, isNewest: true };
            const now = { ...last, ratings: [...drop(last).ratings, more] };
            return releasesOf([...history, ...quiet, months(now)]).at(-1)?.release.figures;
          });
          expect(shown[0]).toEqual(shown[1]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a side's figures never depend on the other side", () => {
    fc.assert(
      fc.property(anyHistory, anySide, (history, other) => {
        const changed = history.map((month) => ({ ...month, sides: { ...month.sides, vendor: other } }));
        const [one, two] = [releasesOf(history), releasesOf(changed)];
        for (const [index, { release }] of one.entries()) {
          expect(two[index]?.release.figures.sides.agency).toEqual(release.figures.sides.agency);
        }
      }),
    );
  });

  test("one person's answer that moves no shown figure changes nothing else either", () => {
    fc.assert(
      fc.property(
        anySide,
        anySide,
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        (agency, vendor, pick, value) => {
          const who = agency.people[pick % Math.max(1, agency.people.length)]?.contactId;
          const ratings = agency.ratings.map((one) => (one.contactId === who ? { ...one, value } : one));
          const before = releasesOf([{ sides: { agency, vendor }, isBaseline: false }])[0]?.release.figures;
          const changed = { agency: { ...agency, ratings }, vendor };
          const after = releasesOf([{ sides: changed, isBaseline: false }])[0]?.release.figures;
          if (before === undefined || after === undefined) throw new Error("no release");
          const [was, is] = [before.sides.agency, after.sides.agency];
          if (JSON.stringify(shownOf(was)) === JSON.stringify(shownOf(is))) expect(after).toEqual(before);
          expect([is.tier, is.reason, is.response, is.themes]).toEqual([
            was.tier,
            was.reason,
            was.response,
            was.themes,
          ]);
        },
      ),
    );
  });
});
