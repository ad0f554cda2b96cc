import { describe, expect, test } from "vitest";
import { dimensions } from "../../src/check-ins/question-bank.ts";
import { buildRelease } from "../../src/confidentiality/build-release.ts";
import { type DigestEntry, type DigestInput, writeDigest } from "../../src/summaries/digest.ts";
import { digestCard } from "../../src/summaries/digest-card.ts";
import { digestText } from "../../src/summaries/digest-text.ts";
import { aSideOf } from "../confidentiality/side.ts";
import { words } from "../db/small-world.ts";

const people = { steward: "s", sponsor: "s", leaders: [] };
const { figures } = buildRelease(
  {
    ...{ month: "2026-10", isQuarterEnd: false, isBaseline: false, threshold: 5 },
    sides: { agency: aSideOf("a", Array(8).fill(4)), vendor: aSideOf("v", [2, 2]) },
  },
  null,
);
const win: DigestEntry = {
  ...{ promptId: "W1", kind: "win", question: "What went well?", side: "vendor", author: "Vic" },
  ...{ text: "We shipped <b>it</b>", audience: "joint" },
};
const input: DigestInput = {
  partnership: {
    name: "Permits",
    sides: { agency: { label: "City", ...people }, vendor: { label: "Acme", ...people } },
  },
  ...{ audience: "joint", figures, shared: [], next: ["Next check-in: soon."], words },
};
const written = (changes: Partial<DigestInput> = {}) => writeDigest({ ...input, ...changes });
const section = (changes: Partial<DigestInput>, heading: string) =>
  written(changes).sections.find((one) => one.heading === heading);

describe("a month's digest without a model", () => {
  test("says the figures as they were released, and why there are none", () => {
    const lines = section({}, "How both sides see it")?.lines.map((line) => line.text);
    expect(lines).toEqual([
      "City: Strong, about 75 (0 to 100).",
      "City: 100 % of the people answered.",
      "Acme shows no figures. Too few people are on that side.",
      "There are too few people to tell if the two sides agree.",
    ]);
    expect(section({}, "In more detail")?.lines).toHaveLength(dimensions.length);
  });

  test("quotes what people shared under their names, by kind", () => {
    const ask = { ...win, promptId: "A1", kind: "ask", text: "Send the plan" };
    const change = { ...win, promptId: "C3", kind: "concern", text: "New minister" };
    const other = { ...win, promptId: "R1", kind: "people", question: "Who is missing?", text: "A tester" };
    const shared = [win, ask, change, other];
    expect(section({ shared }, "Wins")?.lines).toEqual([{ quote: win.text, by: "Vic, Acme" }]);
    expect(section({ shared }, "Asks")?.lines).toMatchObject([{ quote: "Send the plan" }]);
    expect(section({ shared }, "What has changed")?.lines).toMatchObject([{ quote: "New minister" }]);
    expect(section({ shared }, "Also shared")?.lines).toMatchObject([
      { text: "Who is missing?", quote: "A tester" },
    ]);
  });

  test("an empty month still reads well", () => {
    expect(section({}, "What people shared")?.lines).toEqual([
      { text: "Nobody shared a win, an ask or a change this month. The next check-in asks again." },
    ]);
    expect(written().sections.every(({ lines }) => lines.length > 0)).toBe(true);
  });

  test("a side's edition is the joint one and what was shared within that side", () => {
    const own = { ...win, audience: "side" as const, text: "Between us" };
    const shared = [win, own];
    const joint = written({ shared: [win] });
    const edition = written({ shared, audience: "vendor" });
    const added = edition.sections.filter(
      (one) => !joint.sections.some((two) => two.heading === one.heading),
    );
    expect(added).toMatchObject([{ heading: "Shared within Acme only", lines: [{ quote: "Between us" }] }]);
    expect(edition.sections.filter((one) => !added.includes(one))).toEqual(joint.sections);
  });

  test("an own-side text that strays into another edition is left out", () => {
    const own = { ...win, audience: "side" as const, text: "Between us" };
    for (const audience of ["joint", "agency"] as const) {
      expect(JSON.stringify(written({ shared: [win, own], audience }))).not.toContain("Between us");
    }
  });

  test("themes stand by name and side, without counts (R9)", () => {
    const agency = { ...figures.sides.agency, themes: ["budget", "lock-in"] };
    const themed = { ...figures, sides: { ...figures.sides, agency } };
    expect(section({ figures: themed }, "Topics that came up")?.lines).toEqual([
      { text: "City: Budget, Lock-in" },
    ]);
  });

  test("many texts of a kind are cut with their number", () => {
    const shared = Array.from({ length: 20 }, () => win);
    expect(section({ shared }, "Wins")?.lines.at(-1)).toEqual({ text: "And 8 more." });
  });

  test("it says what it is not (M47, R14)", () => {
    expect(written().sections.at(-1)?.lines[0]?.text).toContain("not a contract notice");
  });
});

describe("drawing a digest", () => {
  test("people's words are quotes on the card and stay as written", () => {
    const card = digestCard(written({ shared: [win] }));
    expect(card.nodes).toContainEqual({ kind: "quote", text: "We shipped <b>it</b>", by: "Vic, Acme" });
    expect(card.summary).toBe("Permits: digest for October 2026");
  });

  test("the terminal gets plain text without control characters from people", () => {
    const nasty = { ...win, text: "red \u001b[31m\u202eword\nsecond line" };
    const text = digestText(written({ shared: [nasty] }));
    expect(text).toContain("  > red [31mword\n  > second line\n    (Vic, Acme)");
    for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
  });
});
