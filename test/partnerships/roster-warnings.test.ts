import { expect, test } from "vitest";
import { edited, linesOf, sampleText, smallText } from "./roster-samples.ts";

test("a side of one or two contacts is warned that no score will show (MEASUREMENT 3.4, No score)", () => {
  expect(linesOf(smallText)).toEqual([
    expect.stringContaining(
      "sides.agency: Only 1 contact stands on the agency side: no score of it will ever show.",
    ),
    expect.stringContaining(
      "sides.vendor: Only 1 contact stands on the vendor side: no score of it will ever show.",
    ),
  ]);
});

test("a side of three or four is warned that it is a small side (MEASUREMENT 3.4, Small side)", () => {
  expect(linesOf(sampleText)).toEqual([
    expect.stringMatching(/partnerships\[1\]\.sides\.agency: The agency side is a small side \(4 contacts\)/),
    expect.stringMatching(/partnerships\[1\]\.sides\.vendor: The vendor side is a small side \(3 contacts\)/),
  ]);
});

test("a side of commercial contacts alone is warned about (M32)", () => {
  const text = edited(smallText, ["name: Noor Jansen", "role: commercial, name: Noor Jansen"]);
  expect(linesOf(text).join("\n")).toContain("sides.vendor: All contacts of the vendor side are commercial.");
});

test("sides that share no platform are warned about", () => {
  const text = edited(
    smallText,
    ["name: Aoife Byrne", "routes: [{ slack: { team: T0001, user: U0001 } }], name: Aoife Byrne"],
    ["name: Noor Jansen", "routes: [{ teams: { tenant: t-1, objectId: o-1 } }], name: Noor Jansen"],
  );
  expect(linesOf(text).join("\n")).toContain(
    "contacts: The two sides share no platform (agency: slack; vendor: teams).",
  );
});
