import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fitted,
  headOf,
  isBlank,
  oneLine,
  pieces,
  printable,
  sizeOf,
} from "../../../../adapters/slack/draw/fit-text.ts";
import { escapeMrkdwn } from "../../../../adapters/slack/draw/slack-text.ts";
import { anyText } from "./any-card.ts";

const graphemes = (text: string) =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

describe("a text in pieces", () => {
  it("loses nothing that can be seen, and no piece is too long, blank or broken", () => {
    const check = fc.property(anyText, fc.integer({ min: 20, max: 400 }), (text, limit) => {
      const found = pieces(text, limit);
      for (const piece of found) {
        expect(sizeOf(piece)).toBeLessThanOrEqual(limit);
        expect(piece.isWellFormed()).toBe(true);
        expect(isBlank(piece)).toBe(false);
      }
      expect(visible(found.join(""))).toBe(visible(printable(text)));
    });
    fc.assert(check);
  });

  it("breaks between words and lines where one is near", () => {
    expect(pieces("one two three four", 10)).toEqual(["one two ", "three four"]);
    expect(pieces("first line\nsecond", 12)).toEqual(["first line\n", "second"]);
    expect(pieces("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("counts what Slack writes as entities", () => {
    expect(pieces("&&&", 10)).toEqual(["&&", "&"]);
    expect(sizeOf("a&<>")).toBe(1 + 5 + 4 + 4);
  });

  it("cuts no grapheme in two as long as one fits", () => {
    const family = "👩‍👩‍👧‍👦";
    expect(pieces(family.repeat(3), family.length + 2)).toEqual([family, family, family]);
    expect(headOf("e\u0301e\u0301", 3)).toBe("e\u0301");
    const zalgo = `z${"\u0335".repeat(50)}`;
    expect(pieces(zalgo, 20).join("")).toBe(zalgo);
  });

  function visible(text: string): string {
    return text.replace(/[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "");
  }
});

describe("a label of limited length", () => {
  it("is one line, never blank, never too long, cut between graphemes with a sign", () => {
    const check = fc.property(anyText, fc.integer({ min: 10, max: 150 }), (text, limit) => {
      const label = fitted(text, limit);
      expect(sizeOf(label)).toBeLessThanOrEqual(limit);
      expect(isBlank(label)).toBe(false);
      expect(label).not.toMatch(/[\n\r\t]/u);
      const whole = oneLine(text);
      if (label === whole || isBlank(text)) return;
      expect(label.endsWith("…")).toBe(true);
      const start = label.slice(0, -1);
      expect(whole.startsWith(start)).toBe(true);
      const first = graphemes(whole)[0] ?? "";
      if (sizeOf(first) <= limit - 1)
        expect(graphemes(whole).join("|").startsWith(graphemes(start).join("|"))).toBe(true);
    });
    fc.assert(check);
  });

  it("stands in for nothing with a dash", () => {
    expect(fitted(" \u200b\n", 75)).toBe("–");
  });
});

describe("printable text", () => {
  it("has no controls and no broken surrogates; tabs and lines stay", () => {
    expect(printable("a\u0000b\tc\r\nd\u001be\ud800")).toBe("ab\tc\nde\ufffd");
  });
});

describe("a text of plain letters and signs, which takes a shorter way", () => {
  const plain = fc.string({
    unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
  });

  it("comes out as by the long one", () => {
    const check = fc.property(plain, fc.integer({ min: 1, max: 30 }), (text, limit) => {
      expect(printable(text)).toBe(text);
      expect(oneLine(text)).toBe(text.replaceAll(/ +/g, " ").trim());
      expect(isBlank(text)).toBe(text.trim() === "");
      expect(sizeOf(text)).toBe(escapeMrkdwn(text).length);
      const head = headOf(text, limit);
      expect(text.startsWith(head)).toBe(true);
      const longer = text.slice(0, head.length + 1);
      expect(sizeOf(head) <= limit || head === "").toBe(true);
      expect(longer === head || sizeOf(longer) > limit).toBe(true);
    });
    fc.assert(check);
  });
});
