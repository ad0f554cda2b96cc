import type { Words } from "../ports/words.ts";
import type { QuestionBank } from "./question-bank.ts";

/** What it takes to put check-ins into words: the questions and our own words in the reader's language. */
export interface DrawingNeeds {
  readonly bank: QuestionBank;
  readonly words: Words;
}
