import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { linesOf } from "../../src/catalogue.ts";
import { helpPage } from "../../src/pages/help-page.ts";
import type { PageNeeds } from "../../src/pages/page-needs.ts";
import { readPrompts } from "../../src/prompts.ts";
import { allText } from "../builders/roster-world.ts";

const text = readFileSync(new URL("../../prompts/words/en.yaml", import.meta.url), "utf8");
const words = readPrompts().wordsFor("en");

test("the help says every line of its part of the catalogue", async () => {
  const reader = { contacts: [], partnerships: [], words, timeZone: "UTC", scope: { kind: "door" as const } };
  const shown = allText(await helpPage({ commands: [] } as unknown as PageNeeds, reader, {}));
  const keys = [...linesOf({ language: "en", text, source: "en.yaml" }).keys()];
  // The line about a host needs a partnership.
  const ours = keys.filter((key) => key.startsWith("help.") && key !== "help.host");
  const unsaid = ours.filter((key) => !shown.includes(JSON.stringify(words.say(key)).slice(1, -1)));
  expect(ours.length).toBeGreaterThan(40);
  expect(unsaid).toEqual([]);
});
