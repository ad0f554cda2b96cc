import { describe, expect, test } from "vitest";
import { backOff, defaultCadence, isInvited, type PastInvitation } from "../../src/check-ins/cadence.ts";

/** Newest first, one a week: "y" answered, "n" skipped. */
const weekly = (marks: string): readonly PastInvitation[] =>
  [...marks].map((mark, index) => ({ answered: mark === "y", weeksAgo: index + 1 }));

describe("who is asked in a round (MEASUREMENT 3.1)", () => {
  test.each([
    ["weekly", [true, true, true, true]],
    ["every two weeks", [false, true, true, true]],
    ["monthly", [false, false, false, true]],
  ] as const)("%s", (cadence, asked) => {
    expect([1, 2, 3, 4].map((rounds) => isInvited(cadence, rounds))).toEqual(asked);
    expect(isInvited(cadence, null)).toBe(true);
  });

  test("executives start at every two weeks, everybody else weekly", () => {
    expect(defaultCadence("executive")).toBe("every two weeks");
    expect(defaultCadence("front line")).toBe("weekly");
  });
});

describe("back-off (MEASUREMENT 3.1)", () => {
  test("two skipped in a row ask for the cadence, once for each run", () => {
    const kinds = ["nyyy", "nnyy", "nnny", "nnnn", "ynny", "nynn", "nnyn"].map(
      (marks) => backOff(weekly(marks), "weekly", "default").kind,
    );
    expect(kinds).toEqual(["none", "ask-cadence", "none", "none", "none", "none", "ask-cadence"]);
  });

  test("also at the very beginning, and never without history", () => {
    expect(backOff(weekly("nn"), "every two weeks", "contact").kind).toBe("ask-cadence");
    expect(backOff([], "weekly", "default").kind).toBe("none");
  });

  test("nobody is asked who is on the slowest cadence", () => {
    expect(backOff(weekly("nnyy"), "monthly", "contact").kind).toBe("none");
  });

  test("under half answered over eight weeks slows a weekly contact down", () => {
    expect(backOff(weekly("nnnyynny"), "weekly", "default")).toEqual({
      kind: "slow-down",
      to: "every two weeks",
    });
  });

  test("half answered is enough, and older weeks do not count", () => {
    expect(backOff(weekly("yynnyynn"), "weekly", "default").kind).toBe("none");
    expect(backOff(weekly("yynnyynnnnnnnn"), "weekly", "default").kind).toBe("none");
  });

  test("a newcomer's first seven weeks slow nobody down", () => {
    expect(backOff(weekly("ynnnnnn"), "weekly", "default").kind).toBe("none");
  });

  test("the person's own choice is never overruled, only asked about", () => {
    expect(backOff(weekly("nnyynnnn"), "weekly", "contact").kind).toBe("ask-cadence");
    expect(backOff(weekly("nnnnnnnn"), "weekly", "contact").kind).toBe("none");
  });

  test("a contact who is already slower is not slowed down again", () => {
    expect(backOff(weekly("nnnnnnnn"), "every two weeks", "back-off").kind).toBe("none");
  });
});
