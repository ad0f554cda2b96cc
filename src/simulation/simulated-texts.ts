import { parse } from "yaml";
import { z } from "zod";
import type { Theme } from "../check-ins/question-bank.ts";
import { themes } from "../check-ins/question-bank.ts";
import { RapportError } from "../errors.ts";
import { type Side, sides } from "../partnerships/partnership.ts";

const sentence = z.union([
  z.string().trim().min(1),
  z.strictObject({
    text: z.string().trim().min(1),
    side: z.enum(sides).optional(),
    theme: z.enum(themes).optional(),
  }),
]);

const textsShape = z.record(z.string(), z.record(z.string(), z.array(sentence).min(1)));

/** A sentence that a simulated contact may write; `{a|b}` picks one, `{them}`, `{person}`, `{colleague}` are names. */
export interface Sentence {
  readonly template: string;
  /** Null: either side could have written it. */
  readonly side: Side | null;
  readonly theme: Theme | null;
}

/** Sentences by the partnership's key (`general` fits any), then by the open prompt's id. */
export type SimulatedTexts = ReadonlyMap<string, ReadonlyMap<string, readonly Sentence[]>>;

/** The set that fits any partnership. */
export const generalTexts = "general";

/** Reads the sentence bank. Throws RapportError `simulation.texts` with the first fault and its place. */
export function parseSimulatedTexts(yamlText: string, source: string): SimulatedTexts {
  const read = textsShape.safeParse(parse(yamlText));
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join(".") ?? "";
    throw new RapportError(
      "simulation.texts",
      `${source} cannot be used: ${place}: ${issue?.message ?? ""}.`,
    );
  }
  return new Map(
    Object.entries(read.data).map(([set, prompts]) => [
      set,
      new Map(Object.entries(prompts).map(([prompt, list]) => [prompt, list.map(toSentence)])),
    ]),
  );
}

function toSentence(given: z.infer<typeof sentence>): Sentence {
  if (typeof given === "string") return { template: given, side: null, theme: null };
  return { template: given.text, side: given.side ?? null, theme: given.theme ?? null };
}
