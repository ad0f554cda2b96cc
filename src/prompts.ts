import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { createWordsFor } from "./catalogue.ts";
import { parseQuestionBank, type QuestionBank } from "./check-ins/question-bank.ts";
import type { WordsFor } from "./ports/words.ts";

const folder = new URL("../prompts/", import.meta.url);

/** All words that are asked of people or said to them, read from `prompts/` and checked. Throws on any fault. */
export function readPrompts(): { readonly bank: QuestionBank; readonly wordsFor: WordsFor } {
  const questions = new URL("questions.yaml", folder);
  const catalogues = readdirSync(new URL("words/", folder)).filter((name) => name.endsWith(".yaml"));
  return {
    bank: parseQuestionBank(readFileSync(questions, "utf8"), "prompts/questions.yaml"),
    wordsFor: createWordsFor(
      catalogues.map((name) => ({
        language: basename(name, ".yaml"),
        text: readFileSync(new URL(`words/${name}`, folder), "utf8"),
        source: `prompts/words/${name}`,
      })),
    ),
  };
}
