import { describe, expect, test } from "vitest";
import { fileCircles, roomCircles, wrongImports } from "./directions.ts";
import { readSources } from "./source-files.ts";

const sources = readSources(["src", "adapters", "db"], [".ts"]);

function planted(files: Record<string, string>): Map<string, string> {
  return new Map(Object.entries(files));
}

describe("planted violations are seen", () => {
  test.each([
    ["a lower room that imports a higher one", "src/partnerships/contact.ts", "../check-ins/round.ts"],
    ["a feature that imports an adapter", "src/status/query-status.ts", "../../adapters/web/web.ts"],
    ["a feature that imports db", "src/check-ins/open-round.ts", "../../db/database.ts"],
    ["a feature that imports the settings", "src/triggers/schedule.ts", "../config.ts"],
    ["a feature that imports the composition root", "src/simulation/simulate.ts", "../compose.ts"],
    ["triggers that import the simulation", "src/triggers/workers.ts", "../simulation/simulate.ts"],
    [
      "a simulation that imports the command line",
      "src/simulation/simulate.ts",
      "../command-line/command.ts",
    ],
    ["a port that imports a feature", "src/ports/card.ts", "../partnerships/contact.ts"],
    ["a root module that imports a feature", "src/logging.ts", "./partnerships/contact.ts"],
    ["an adapter that imports a feature", "adapters/web/web.ts", "../../src/check-ins/round.ts"],
    ["an adapter that imports another adapter", "adapters/web/web.ts", "../mail/mail.ts"],
    ["an adapter that imports db", "adapters/queue/queue.ts", "../../db/database.ts"],
    ["an adapter that imports the settings", "adapters/mail/mail.ts", "../../src/config.ts"],
    ["db that imports an adapter", "db/database.ts", "../adapters/queue/queue.ts"],
    ["db that imports the composition root", "db/seed.ts", "../src/compose.ts"],
    ["the product importing its tests", "src/triggers/workers.ts", "../../test/builders/a-round.ts"],
    ["a room that the house does not know", "src/helpers/text.ts", "../errors.ts"],
    ["a feature that imports a web framework", "src/pages/home.ts", "express"],
    ["a feature that imports a part of an SDK", "src/status/query-status.ts", "drizzle-orm/pg-core"],
    ["a feature that imports a scoped package", "src/status/query-status.ts", "@slack/bolt"],
    ["a feature that reads files", "src/check-ins/question-bank.ts", "node:fs"],
    ["a feature that imports a logger", "src/triggers/workers.ts", "pino"],
  ])("%s", (_case, path, target) => {
    expect(wrongImports(planted({ [path]: `import { thing } from "${target}";\n` }))).toHaveLength(1);
  });

  test.each([
    ["type imports", 'import type { Thing } from "../check-ins/round.ts";'],
    ["imports over several lines", 'import {\n  type A,\n  b,\n} from "../check-ins/round.ts";'],
    ["imports for their effect", 'import "../check-ins/round.ts";'],
    ["imports at run time", 'const round = await import("../check-ins/round.ts");'],
    ["exports of another file", 'export { round } from "../check-ins/round.ts";'],
    ["imports behind another one", 'import a from "zod";import { b } from "../check-ins/round.ts";'],
  ])("%s count", (_case, source) => {
    expect(wrongImports(planted({ "src/partnerships/contact.ts": source }))).toHaveLength(1);
  });

  test("what stands in a comment does not count", () => {
    const source = '// import { a } from "../compose.ts";\n/* import "pino"; */\nexport const x = 1;\n';
    expect(wrongImports(planted({ "src/ports/card.ts": source }))).toEqual([]);
  });

  test("two files that import each other", () => {
    const files = planted({
      "src/status/a.ts": 'import { b } from "./b.ts";',
      "src/status/b.ts": 'import type { C } from "./c.ts";',
      "src/status/c.ts": 'import type { A } from "./a.ts";',
    });
    expect(fileCircles(files)).toEqual([
      "src/status/a.ts → src/status/b.ts → src/status/c.ts → src/status/a.ts",
    ]);
  });

  test("two rooms of one row that import each other", () => {
    const files = planted({
      "src/status/a.ts": 'import { b } from "../pages/b.ts";',
      "src/pages/c.ts": 'import { d } from "../status/d.ts";',
    });
    expect(roomCircles(files)).toHaveLength(1);
  });
});

describe("the house as it stands", () => {
  test("there is a house to look at", () => {
    expect(sources.size).toBeGreaterThan(20);
    expect(sources.has("src/errors.ts")).toBe(true);
  });

  test("every import goes in a direction that the design allows", () => {
    expect(wrongImports(sources)).toEqual([]);
  });

  test("no files and no rooms import each other in a circle", () => {
    expect(fileCircles(sources)).toEqual([]);
    expect(roomCircles(sources)).toEqual([]);
  });
});
