import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { promptFor } from "../../src/check-ins/prompt-choice.ts";
import { readPrompts } from "../../src/prompts.ts";
import { chanceOf } from "../../src/simulation/chance.ts";
import { generalTexts, parseSimulatedTexts } from "../../src/simulation/simulated-texts.ts";
import { createWriter, type Occasion } from "../../src/simulation/writer.ts";

const read = (name: string) => readFileSync(new URL(`../../db/seed/${name}`, import.meta.url), "utf8");
const { bank } = readPrompts();
const texts = parseSimulatedTexts(read("simulated-texts.yaml"), "simulated-texts.yaml");
const roster = parse(read("sample-roster.yaml")) as {
  partnerships: { key: string; parties: Party[]; contacts: { name: string; organisation: string }[] }[];
};
interface Party {
  readonly organisation: string;
  readonly side: string;
}

const at = Temporal.Instant.from("2026-09-15T15:00:00Z");
const occasion = (changes: Partial<Occasion> = {}): Occasion => ({
  ...{ partnership: "p", promptId: "W1", side: "agency", at, them: "Acme", author: "Ann Low" },
  ...{ people: ["Bo Berg"], colleagues: ["Cy Dunn"] },
  ...changes,
});

describe("the bundled sentences", () => {
  test("answer every prompt that the rotation asks, for any roster and either side", () => {
    const asked = new Set(
      Array.from({ length: 200 }, (_, regularRounds) =>
        promptFor({ kind: "check-in", regularRounds, activeOnSide: 8 }),
      ),
    );
    for (const promptId of asked) {
      const general = texts.get(generalTexts)?.get(promptId ?? "") ?? [];
      expect(general.filter(({ side }) => side === null).length, `${promptId}`).toBeGreaterThanOrEqual(3);
    }
  });

  test("belong to prompts that there are, and to partnerships of the sample roster", () => {
    const keys = roster.partnerships.map(({ key }) => key);
    for (const [set, prompts] of texts) {
      expect([generalTexts, ...keys]).toContain(set);
      for (const promptId of prompts.keys()) expect(() => bank.prompt(promptId)).not.toThrow();
    }
  });

  test("name nothing but what is filled in", () => {
    for (const prompts of texts.values())
      for (const { template } of [...prompts.values()].flat())
        for (const [, inside = ""] of template.matchAll(/\{([^{}]*)\}/g))
          expect(
            ["them", "person", "colleague", "past month", "coming month"].includes(inside) ||
              inside.includes("|"),
            template,
          ).toBe(true);
  });

  test("thank people across the table, never somebody on the own side", () => {
    for (const { key, parties, contacts } of roster.partnerships)
      for (const { template, side } of texts.get(key)?.get("W2") ?? [])
        for (const { name, organisation } of contacts.filter((contact) => template.includes(contact.name)))
          expect(parties.find((party) => party.organisation === organisation)?.side, name).not.toBe(side);
  });
});

describe("a writer", () => {
  const small = parseSimulatedTexts(
    'general: { W1: ["One with {them}.", { text: Two., side: vendor }] }',
    "x",
  );

  test("does not repeat a sentence within a quarter, and then has nothing to say", () => {
    const writer = createWriter(small);
    const chance = chanceOf(1);
    expect(writer.write(occasion(), chance)?.text).toBe("One with Acme.");
    expect(writer.write(occasion({ at: at.add({ hours: 13 * 7 * 24 }) }), chance)).toBeNull();
    expect(writer.write(occasion({ at: at.add({ hours: 13 * 7 * 24 + 1 }) }), chance)).not.toBeNull();
    expect(writer.write(occasion({ partnership: "q" }), chance)).not.toBeNull();
  });

  test("leaves a side's sentence to that side, and nobody praises themself", () => {
    const named = parseSimulatedTexts("p: { W1: [{ text: Thanks to Ann Low., side: vendor }] }", "x");
    const write = (changes: Partial<Occasion>) => createWriter(named).write(occasion(changes), chanceOf(1));
    expect(write({ side: "agency", author: "Zed" })).toBeNull();
    expect(write({ side: "vendor", author: "Ann Low" })).toBeNull();
    expect(write({ side: "vendor", author: "Zed" })?.text).toBe("Thanks to Ann Low.");
  });

  test("fills in names, months around the moment and one of several words", () => {
    const template = "{person} and {colleague} in {past month} or {coming month}, {three|3} times.";
    const writer = createWriter(parseSimulatedTexts(`p: { W1: ["${template}"] }`, "x"));
    expect(writer.write(occasion(), chanceOf(3))?.text).toMatch(
      /^Bo Berg and Cy Dunn in (June|July|August) or (October|November|December), (three|3) times\.$/,
    );
  });
});

test("a sentence bank with a fault is refused with its place", () => {
  expect(() => parseSimulatedTexts("general: { W1: [{ text: Hi., side: both }] }", "texts.yaml")).toThrow(
    /texts\.yaml cannot be used: general\.W1\.0/,
  );
});
