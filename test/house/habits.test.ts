import { describe, expect, test } from "vitest";
import { brokenHabits, longestFile, longFiles } from "./habits.ts";
import { readSources } from "./source-files.ts";

const sources = readSources(["src", "adapters", "db"], [".ts"]);

describe("planted habits are seen", () => {
  test.each([
    ["reading the environment", "const port = process.env.PORT;"],
    ["reading the environment by another spelling", 'const port = process["env"].PORT;'],
    ["taking the environment out of the process", "const { env } = process;"],
    ["reading the clock", "const now = Date.now();"],
    ["handing the clock on", "const now = Date.now;"],
    ["making a date of now", "const now = new Date();"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template.
    ["making a date of now inside a template", "const line = `${new Date().toISOString()}`;"],
    ["asking Temporal for now", "const now = Temporal.Now.instant();"],
    ["throwing dice", "const chance = Math.random();"],
    ["taking the machine's clock", 'import { systemClock } from "../ports/clock.ts";'],
    ["a default export", "export default function round() {}"],
    ["a default export by name", "export { round as default };"],
    ["a barrel", 'export * from "./round.ts";'],
    ["a barrel by names", 'export {\n  round,\n} from "./round.ts";'],
    ["a barrel of types", 'export type { Round } from "./round.ts";'],
  ])("%s", (_case, source) => {
    expect(brokenHabits(new Map([["src/check-ins/round.ts", source]]))).toHaveLength(1);
    expect(brokenHabits(new Map([["adapters/web/web.ts", source]]))).toHaveLength(1);
  });

  test.each([
    ["a date made of a number", "const then = new Date(1_000);"],
    ["a date made of a call", "const then = new Date(instant.epochMilliseconds);"],
    ["words in a comment", "// Date.now() and process.env are for others\nexport const x = 1;"],
    ["words in a string", 'const line = "process.env";'],
    ["its own exports", "const a = 1;\nexport { a };"],
  ])("%s is no fault", (_case, source) => {
    expect(brokenHabits(new Map([["src/check-ins/round.ts", source]]))).toEqual([]);
  });

  test("a file of one line too many", () => {
    const lines = (count: number) => "const a = 1;\n".repeat(count);
    expect(longFiles(new Map([["src/long.ts", lines(longestFile + 1)]]))).toHaveLength(1);
    expect(longFiles(new Map([["src/long.ts", lines(longestFile)]]))).toEqual([]);
  });
});

describe("the house as it stands", () => {
  test("time, chance, the environment and exports are handled as the design says", () => {
    expect(brokenHabits(sources)).toEqual([]);
  });

  test("no source file is longer than STYLE allows", () => {
    expect(longFiles(readSources(["src", "adapters", "db"], [".ts", ".js", ".css"]))).toEqual([]);
  });
});
