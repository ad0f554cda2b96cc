/** What stands in for a placeholder of a catalogue line. Strings are data: isolated from the text's direction. */
export type WordValue = string | number;

/**
 * Our words in one language: `say("status.title", { name })` formats an ICU message of `prompts/words/<lang>.yaml`.
 * Throws RapportError `words.unknown` for a key that is not in the catalogue.
 */
export interface Words {
  readonly language: string;
  say(key: string, values?: Readonly<Record<string, WordValue>>): string;
}

/** The catalogue for a language, falling back to English. */
export type WordsFor = (language: string) => Words;
