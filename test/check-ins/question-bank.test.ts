import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dimensions, keyed, parseQuestionBank, themes, worded } from "../../src/check-ins/question-bank.ts";
import { RapportError } from "../../src/errors.ts";

const yaml = readFileSync(new URL("../../prompts/questions.yaml", import.meta.url), "utf8");
const bank = parseQuestionBank(yaml, "questions.yaml");

/** The message for the bank's text with one thing broken. */
function faultsOf(broken: string): string {
  expect(broken).not.toBe(yaml);
  try {
    parseQuestionBank(broken, "questions.yaml");
  } catch (error) {
    if (error instanceof RapportError && error.code === "question-bank.invalid") return error.message;
    throw error;
  }
  return "no fault";
}

const lineOf = (text: string) => yaml.slice(0, yaml.indexOf(text)).split("\n").length;

describe("the question bank (MEASUREMENT 2.3)", () => {
  test("holds 82 statements and 23 prompts", () => {
    expect([bank.statements.length, bank.prompts.length]).toEqual([82, 23]);
    expect([...bank.scale, bank.cannotSay]).toEqual([
      "Strongly disagree",
      "Disagree",
      "Neither",
      "Agree",
      "Strongly agree",
      "Can't say",
    ]);
  });

  test("each dimension has two P, two J and one reverse-keyed statement", () => {
    for (const dimension of dimensions) {
      const items = bank.inGroup(dimension);
      expect(items.map((item) => item.kind).toSorted()).toEqual(["J", "J", "P", "P"]);
      expect(items.filter((item) => item.key === "-")).toHaveLength(1);
    }
  });

  test("the self pack has one statement for each dimension, in their order", () => {
    expect(bank.inGroup("SELF").map((item) => item.id)).toEqual(
      dimensions.map((dimension) => `${dimension}s`),
    );
  });

  test("no statement starts or ends with the token or adds 's to it, so that any name fits", () => {
    const awkward = /^\{them\}|\{them\}\W*$|\{them\}'s/;
    expect(bank.statements.filter((item) => awkward.test(item.text))).toEqual([]);
  });

  test("finds by id, and says so when there is none", () => {
    expect(bank.statement("OPN1").text).toBe("We hear early from {them} when plans change on their side.");
    expect(bank.prompt("U1").defaultMode).toBe("unlinked");
    expect(() => bank.statement("OPN9")).toThrow("no OPN9");
    expect(() => bank.prompt("OPN1")).toThrow("no OPN1");
  });

  test("there are twelve ready-made themes (REQUIREMENTS M80)", () => {
    expect(new Set(themes).size).toBe(12);
  });
});

describe("faults in the bank's file", () => {
  test("are listed all at once, each with its line", () => {
    const broken = yaml
      .replace("kind: J", "kind: Q")
      .replace("defaultMode: attributed", "defaultMode: secret")
      .replace("want the same end result", "and {us} want the same end result");
    const message = faultsOf(broken);
    expect(message).toContain(`questions.yaml:${lineOf("kind: J")}: statements.0.kind`);
    expect(message).toContain(
      `questions.yaml:${lineOf("want the same end")}: statements.0.text: unknown token {us}`,
    );
    expect(message).toContain(`questions.yaml:${lineOf("defaultMode: attributed")}: prompts.0.defaultMode`);
    expect(message.split("\n")).toHaveLength(4);
  });

  test("a missing field is reported where its statement begins", () => {
    const message = faultsOf(yaml.replace("    measures: shared end result\n", ""));
    expect(message).toContain(`questions.yaml:${lineOf("id: DIR1")}: statements.0.measures`);
  });

  test("an id that stands twice and a group of the wrong size are faults", () => {
    expect(faultsOf(yaml.replace("id: DIR2", "id: DIR1"))).toContain(
      `questions.yaml:${lineOf("id: DIR2")}: statements.1.id: DIR1 is there twice`,
    );
    expect(faultsOf(yaml.replace("group: DIR", "group: OPN"))).toContain("group DIR needs 4, has 3");
    expect(faultsOf(yaml.replace("group: LEAD", "group: EXIT"))).toContain("group LEAD needs one or more");
  });

  test("broken YAML is reported with its line", () => {
    expect(faultsOf(yaml.replace("  - id: DIR2", "  - id: [DIR2"))).toMatch(/^questions\.yaml:\d+: /m);
    expect(faultsOf("")).toContain("questions.yaml:1: the file");
  });
});

describe("answers and words", () => {
  test("reverse-keyed statements count as 6 minus the tap (MEASUREMENT 2.3)", () => {
    expect([1, 2, 3, 4, 5].map((raw) => keyed(bank.statement("OPN4"), raw))).toEqual([5, 4, 3, 2, 1]);
    expect([1, 2, 3, 4, 5].map((raw) => keyed(bank.statement("OPN1"), raw))).toEqual([1, 2, 3, 4, 5]);
  });

  test("the partner's name stands in the words", () => {
    expect(worded(bank.statement("ANC1").text, { them: "Acme Ltd" })).toBe(
      "Overall, I trust Acme Ltd as a partner.",
    );
    expect(worded(bank.frame["self-pack"], { them: bank.unnamedPartner })).toBe(
      "Think about the last three months with our partner.",
    );
    expect(worded(bank.prompt("L1").text, { ask: "More time", action: "Two weeks" })).toBe(
      "You said: More time. We did: Two weeks. Did it help? (Yes / In part / No)",
    );
  });

  test("a name is data, whatever it contains", () => {
    expect(worded("With {them}.", { them: "$& {ask} {them} \\1" })).toBe("With $& {ask} {them} \\1.");
    expect(worded("With {them}.", { them: "Ac\u202eme" })).toBe("With Acme.");
    expect(worded("With {them}.", { them: "אקמה" })).toBe("With \u2068אקמה\u2069.");
  });

  test("a missing value is an error, not an empty place", () => {
    expect(() => worded("With {them}.", {})).toThrow("{them}");
    expect(() => worded("With {them}.", { them: "  " })).toThrow("{them}");
    expect(() => worded("With {toString}.", {})).toThrow("{toString}");
  });
});
