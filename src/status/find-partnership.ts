import { nearestWord } from "../partnerships/nearest-word.ts";
import type { Partnership } from "../partnerships/partnership.ts";

/** What a typed name may mean. `nearest` is the key that was perhaps meant. */
export type Finding =
  | { readonly kind: "one"; readonly partnership: Partnership }
  | { readonly kind: "several"; readonly partnerships: readonly Partnership[] }
  | { readonly kind: "none"; readonly nearest: string | null };

const longestName = 200;

/**
 * Finds a partnership by key or name, whatever its case: all of it, else how it begins, else a part of it. An
 * empty text means the only one, or all of them.
 */
export function findPartnership(text: string, partnerships: readonly Partnership[]): Finding {
  const wanted = plain(text);
  const tests: readonly ((name: string) => boolean)[] =
    wanted === ""
      ? [() => true]
      : [
          (name) => name === wanted,
          (name) => name.startsWith(wanted),
          (name) => wanted.length > 2 && name.includes(wanted),
        ];
  for (const matches of tests) {
    const found = partnerships.filter(({ key, name }) => matches(plain(key)) || matches(plain(name)));
    const [only] = found;
    if (only !== undefined && found.length === 1) return { kind: "one", partnership: only };
    if (found.length > 1) return { kind: "several", partnerships: found };
  }
  return { kind: "none", nearest: nearestKey(wanted, partnerships) };
}

function nearestKey(wanted: string, partnerships: readonly Partnership[]): string | null {
  if (wanted.length === 0 || wanted.length > longestName) return null;
  const names = new Map(
    partnerships.flatMap(({ key, name }) => [[plain(name), key] as const, [plain(key), key] as const]),
  );
  const nearest = nearestWord(wanted, names.keys());
  return nearest === null ? null : (names.get(nearest) ?? null);
}

function plain(text: string): string {
  return text.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();
}
