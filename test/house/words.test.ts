import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { linesOf } from "../../src/catalogue.ts";
import { readSources, top } from "./source-files.ts";
import { documentedPrefixes, missingKeys, unusedKeys } from "./words-in-use.ts";

const path = "prompts/words/en.yaml";
const catalogue = readFileSync(join(top, path), "utf8");
const lines = linesOf({ language: "en", text: catalogue, source: path });
const keys = new Set(lines.keys());
const sources = readSources(["src", "adapters"], [".ts"]);

describe("planted faults are seen", () => {
  const plant = (source: string) => new Map([["src/status/status-card.ts", source]]);
  const known = new Set(["status.title", "status.band.strong"]);

  test("a line that is said but not written", () => {
    expect(missingKeys(plant('words.say("status.titel", { name })'), known)).toHaveLength(1);
    expect(missingKeys(plant('words.say(\n  "status.titel",\n)'), known)).toHaveLength(1);
    expect(missingKeys(plant('words.say("status.title") // say("status.titel")'), known)).toEqual([]);
  });

  test("a line that is written but not said", () => {
    expect(unusedKeys(plant('say("status.title")'), known, "")).toEqual(["status.band.strong"]);
    expect(unusedKeys(plant('// say("status.title")'), known, "")).toHaveLength(2);
  });

  test("a literal, the head of a template and a documented prefix are uses", () => {
    const source = 'const row = { key: "status.title" };';
    expect(unusedKeys(plant(source), known, "# used by prefix: status.band.")).toEqual([]);
    expect(unusedKeys(plant(`${source} say(\`status.band.\${band}\`)`), known, "")).toEqual([]);
  });
});

describe("the English catalogue", () => {
  test("has every line that the code says", () => {
    expect(missingKeys(sources, keys)).toEqual([]);
  });

  test("has no line that nobody says", () => {
    expect(unusedKeys(sources, keys, catalogue)).toEqual([]);
  });

  test("documents no family that it does not have", () => {
    const empty = documentedPrefixes(catalogue).filter(
      (prefix) => ![...keys].some((name) => name.startsWith(prefix)),
    );
    expect(empty).toEqual([]);
  });

  test("holds ICU messages only", () => {
    for (const [key, line] of lines) {
      const compile = () => new IntlMessageFormat(line, "en", undefined, { ignoreTag: true });
      expect(compile, key).not.toThrow();
    }
  });

  test("has sentences of 20 words or fewer", () => {
    const long = [...lines].flatMap(([key, line]) =>
      sentencesOf(line)
        .filter((sentence) => sentence.split(" ").length > 20)
        .map((sentence) => `${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });
});

/** The sentences of a message, each placeholder and each plural or select counted as one word. */
function sentencesOf(line: string): string[] {
  let flat = line;
  for (let before = ""; before !== flat; ) {
    before = flat;
    flat = flat.replace(/\{[^{}]*\}/g, "X");
  }
  return flat.split(/[.!?:;](?:\s|$)|\n/).map((sentence) => sentence.trim().replace(/\s+/g, " "));
}
