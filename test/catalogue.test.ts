import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWordsFor, isolated } from "../src/catalogue.ts";

const en = `
greeting: Hello {name}
status:
  title: "Status of {name}"
  open: "{count, plural, one {# open item} other {# open items}}"
  share: "{part, number, percent} <b> it's"
  only-english: "Only in English: {count, plural, one {one} other {many}}"
`;
const fr = `
greeting: Bonjour {name}
status:
  open: "{count, plural, one {# point ouvert} other {# points ouverts}}"
  number: "{count, number}"
`;
const wordsFor = createWordsFor([
  { language: "en", text: en, source: "en.yaml" },
  { language: "fr", text: fr, source: "fr.yaml" },
  { language: "fr-CA", text: "greeting: Allô {name}", source: "fr-CA.yaml" },
]);

describe("words", () => {
  test("are ICU messages under dotted keys", () => {
    const words = wordsFor("en");
    expect(words.say("greeting", { name: "Ana" })).toBe("Hello Ana");
    expect(words.say("status.open", { count: 1 })).toBe("1 open item");
    expect(words.say("status.open", { count: 1200 })).toBe("1,200 open items");
  });

  test("are text, never markup", () => {
    expect(wordsFor("en").say("status.share", { part: 0.25 })).toBe("25% <b> it's");
    expect(wordsFor("en").say("greeting", { name: "<b>{x}</b>" })).toBe("Hello <b>{x}</b>");
  });

  test("fall back line by line from fr-CA to fr to en", () => {
    const words = wordsFor("fr-CA");
    expect(words.language).toBe("fr-CA");
    expect(words.say("greeting", { name: "Ana" })).toBe("Allô Ana");
    expect(words.say("status.open", { count: 0 })).toBe("0 point ouvert");
    expect(words.say("status.title", { name: "Acme" })).toBe("Status of Acme");
  });

  test("keep the plural rules of the language they are borrowed from", () => {
    expect(wordsFor("fr").say("status.only-english", { count: 0 })).toBe("Only in English: many");
  });

  test("write numbers as the reader's own region does", () => {
    expect(wordsFor("fr-CA").say("status.number", { count: 1234567 })).toBe(
      new Intl.NumberFormat("fr-CA").format(1234567),
    );
  });

  test.each(["de", "enm", "", "not a language", "../en", "x".repeat(500)])(
    "in %j are English",
    (language) => {
      expect(wordsFor(language).language).toBe("en");
      expect(wordsFor(language).say("greeting", { name: "Ana" })).toBe("Hello Ana");
    },
  );

  test("in a spelling that is not canonical are found", () => {
    expect(wordsFor("FR-ca").language).toBe("fr-CA");
    expect(wordsFor("fr-CA")).toBe(wordsFor("FR-ca"));
  });

  test.each(["status.titel", "status", "constructor", "__proto__"])("%s is refused as unknown", (key) => {
    expect(() => wordsFor("fr").say(key)).toThrow(expect.objectContaining({ code: "words.unknown" }));
  });

  test("without a value that the line needs are refused", () => {
    expect(() => wordsFor("en").say("greeting")).toThrow(
      expect.objectContaining({ code: "words.unformattable" }),
    );
  });

  test("of a broken message are refused by its key", () => {
    const broken = createWordsFor([{ language: "en", text: "a: 'Hello {name'", source: "en.yaml" }]);
    expect(() => broken("en").say("a")).toThrow('The line "a" is not an ICU message.');
  });

  test.each(["a: 1", "a: [x]", "a:", "a: x\na: y", "a: {b: c"])("from a file with %j are refused", (text) => {
    expect(() => createWordsFor([{ language: "en", text, source: "en.yaml" }])).toThrow(
      expect.objectContaining({ code: "words.invalid", message: expect.stringContaining("en.yaml") }),
    );
  });

  test("may come from an empty file, and from several of one language", () => {
    const parts = createWordsFor([
      { language: "en", text: "# nothing yet", source: "en.yaml" },
      { language: "en", text: "a: A", source: "more.yaml" },
    ]);
    expect(parts("en").say("a")).toBe("A");
  });
});

const fsi = "\u2068";
const pdi = "\u2069";
const override = "\u202E";

describe("people's words inside ours", () => {
  test("that run from left to right stay as they are", () => {
    for (const name of ["Ana", "Zoë Ångström", "李明", "O'Brien {x} # ", ""])
      expect(isolated(name)).toBe(name);
  });

  test("that run from right to left are isolated from the sentence", () => {
    expect(wordsFor("en").say("greeting", { name: "דנה" })).toBe(`Hello ${fsi}דנה${pdi}`);
    expect(wordsFor("en").say("greeting", { name: "ليلى (QA)" })).toBe(`Hello ${fsi}ليلى (QA)${pdi}`);
  });

  test("cannot turn the sentence around them", () => {
    expect(isolated(`a${override}b`)).toBe(`${fsi}ab${pdi}`);
    expect(isolated(`${pdi}a\u202C`)).toBe(`${fsi}a${pdi}`);
    expect(isolated(`\u2066a\u202Ab${pdi}c`)).toBe(`${fsi}\u2066ab${pdi}c${pdi}`);
  });

  test("keep controls that are paired", () => {
    const paired = "\u202Bab\u202C \u2067cd\u2069";
    expect(isolated(paired)).toBe(`${fsi}${paired}${pdi}`);
  });

  test("are isolated paragraph by paragraph, where direction starts anew", () => {
    expect(isolated("שלום\n\nabc")).toBe(`${fsi}שלום${pdi}\n\n${fsi}abc${pdi}`);
    expect(isolated("\u2067a\nb\u2069")).toBe(`${fsi}a${pdi}\n${fsi}b${pdi}`);
  });

  test("whatever they hold, lose nothing but controls and leave every paragraph balanced", () => {
    const sign = fc.constantFrom(..."aא\n\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200F");
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 24 }), (value) => {
        const result = isolated(value);
        const plain = (text: string) => text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "");
        expect(plain(result)).toBe(plain(value));
        for (const paragraph of result.split(/[\n\u2029]/)) expect(openAtEnd(paragraph)).toBe(0);
      }),
    );
  });
});

/** How many pairs are open at the end; fails at a closing sign that closes nothing. */
function openAtEnd(paragraph: string): number {
  const stack: string[] = [];
  for (const sign of paragraph) {
    if ("\u2066\u2067\u2068".includes(sign)) stack.push("\u2069");
    else if ("\u202A\u202B\u202D\u202E".includes(sign)) stack.push("\u202C");
    else if ("\u2069\u202C".includes(sign)) expect(stack.pop()).toBe(sign);
  }
  return stack.length;
}
