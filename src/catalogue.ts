import { IntlMessageFormat } from "intl-messageformat";
import { parse } from "yaml";
import { RapportError } from "./errors.ts";
import type { Words, WordsFor, WordValue } from "./ports/words.ts";

/** The text of one `prompts/words/<language>.yaml`; several may share a language. `source` names it in errors. */
export interface WordsFile {
  readonly language: string;
  readonly text: string;
  readonly source: string;
}

/**
 * Makes the catalogues out of YAML files of ICU messages; nested keys are joined by dots. A language falls back
 * line by line: fr-CA to fr to en. Throws RapportError `words.invalid` for a file that it cannot use; `say`
 * throws `words.unknown` for a key that no language has and `words.unformattable` for a line that lacks a value.
 */
export function createWordsFor(files: readonly WordsFile[]): WordsFor {
  const catalogues = new Map<string, Map<string, string>>();
  for (const file of files) {
    const language = canonical(file.language) ?? file.language;
    const lines = catalogues.get(language) ?? new Map<string, string>();
    for (const [key, line] of linesOf(file)) lines.set(key, line);
    catalogues.set(language, lines);
  }
  const made = new Map<string, Words>();
  return (requested) => {
    const language = supported(requested, catalogues);
    const known = made.get(language);
    if (known !== undefined) return known;
    const words = wordsOf(language, catalogues);
    made.set(language, words);
    return words;
  };
}

/**
 * A person's words made safe to stand inside ours: what runs from right to left, or steers direction, is put
 * between FSI and PDI, paragraph by paragraph, without its unpaired controls. Other text is returned as it is.
 */
export function isolated(value: string): string {
  if (!rightToLeftOrControl.test(value)) return value;
  return value
    .split(paragraphBreak)
    .map((part, index) => (index % 2 === 1 || part === "" ? part : `\u2068${withPairsOnly(part)}\u2069`))
    .join("");
}

/** Every line of a file by its dotted key, as written. */
export function linesOf(file: WordsFile): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  const collect = (node: unknown, path: readonly string[]): void => {
    if (typeof node === "string") lines.set(path.join("."), node);
    else if (typeof node === "object" && node !== null && !Array.isArray(node)) {
      for (const [key, child] of Object.entries(node)) collect(child, [...path, key]);
    } else {
      throw new RapportError("words.invalid", `${file.source}: "${path.join(".")}" is not a line of text.`);
    }
  };
  try {
    collect(parse(file.text) ?? {}, []);
  } catch (cause) {
    if (cause instanceof RapportError) throw cause;
    throw new RapportError("words.invalid", `${file.source} is not readable YAML.`, { cause });
  }
  return lines;
}

function wordsOf(language: string, catalogues: ReadonlyMap<string, ReadonlyMap<string, string>>): Words {
  const compiled = new Map<string, IntlMessageFormat>();
  const messageOf = (key: string): IntlMessageFormat => {
    const ready = compiled.get(key);
    if (ready !== undefined) return ready;
    const source = fallbacks(language).find((tag) => catalogues.get(tag)?.has(key));
    const line = source === undefined ? undefined : catalogues.get(source)?.get(key);
    if (source === undefined || line === undefined) {
      throw new RapportError("words.unknown", `No catalogue has the line "${key}".`);
    }
    // French words read by a Canadian keep Canadian numbers; borrowed English words keep English plurals.
    const locale = isWithin(language, source) ? language : source;
    const message = compile(key, line, locale);
    compiled.set(key, message);
    return message;
  };
  return {
    language,
    say: (key, values = {}) => {
      const message = messageOf(key);
      try {
        return String(message.format(isolatedValues(values)));
      } catch (cause) {
        throw new RapportError("words.unformattable", `The line "${key}" lacks a value.`, { cause });
      }
    },
  };
}

function compile(key: string, line: string, locale: string): IntlMessageFormat {
  try {
    return new IntlMessageFormat(line, locale, undefined, { ignoreTag: true });
  } catch (cause) {
    throw new RapportError("words.unformattable", `The line "${key}" is not an ICU message.`, { cause });
  }
}

function isolatedValues(values: Readonly<Record<string, WordValue>>): Record<string, WordValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? isolated(value) : value,
    ]),
  );
}

function supported(requested: string, catalogues: ReadonlyMap<string, unknown>): string {
  const language = canonical(requested) ?? "en";
  const nearest = fallbacks(language).find((tag) => catalogues.has(tag)) ?? "en";
  return isWithin(language, nearest) ? language : nearest;
}

function isWithin(language: string, wider: string): boolean {
  return language === wider || language.startsWith(`${wider}-`);
}

/** "fr-CA" gives fr-CA, fr, en. */
function fallbacks(language: string): string[] {
  const parts = language.split("-");
  const own = parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
  return [...new Set([...own, "en"])];
}

function canonical(language: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

const rightToLeftOrControl =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

// Direction starts anew behind these, so that a pair around all of them would hold for the first part alone.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the separators of Unicode's bidi class B are controls.
const paragraphBreak = /([\n\r\x1C-\x1E\x85\u2029]+)/;

const isolates = "\u2066\u2067\u2068";
const embeddings = "\u202A\u202B\u202D\u202E";

function withPairsOnly(text: string): string {
  const signs = [...text];
  const unpaired = new Set<number>();
  const opened: { readonly at: number; readonly isolate: boolean }[] = [];
  for (const [at, sign] of signs.entries()) {
    if (isolates.includes(sign)) opened.push({ at, isolate: true });
    else if (embeddings.includes(sign)) opened.push({ at, isolate: false });
    else if (sign === "\u202C") {
      if (opened.at(-1)?.isolate === false) opened.pop();
      else unpaired.add(at);
    } else if (sign === "\u2069") {
      const from = opened.findLastIndex((entry) => entry.isolate);
      if (from < 0) unpaired.add(at);
      else for (const entry of opened.splice(from).slice(1)) unpaired.add(entry.at);
    }
  }
  for (const entry of opened) unpaired.add(entry.at);
  return signs.filter((_, at) => !unpaired.has(at)).join("");
}
