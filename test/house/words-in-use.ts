import { type SourceFiles, withoutComments } from "./source-files.ts";

const key = "[a-zA-Z][\\w-]*(?:\\.[\\w -]+)+";

/** Keys that some file says literally but the catalogue does not have, as "file: key". */
export function missingKeys(files: SourceFiles, keys: ReadonlySet<string>): string[] {
  const said = new RegExp(`\\bsay\\(\\s*["'\`](${key})["'\`]`, "g");
  return [...files].flatMap(([path, source]) =>
    [...withoutComments(source, "keep-strings").matchAll(said)]
      .map((match) => match[1] ?? "")
      .filter((found) => !keys.has(found))
      .map((found) => `${path}: ${found}`),
  );
}

/**
 * Keys of the catalogue that no file names as a literal. A family counts as used when a template starts with
 * its beginning (`say(\`family.${value}\`)`) or the catalogue documents it ("used by prefix: family.").
 */
export function unusedKeys(files: SourceFiles, keys: ReadonlySet<string>, catalogue: string): string[] {
  const code = [...files.values()].map((source) => withoutComments(source, "keep-strings")).join("\n");
  const literals = new Set(
    [...code.matchAll(new RegExp(`["'\`](${key})["'\`]`, "g"))].map((match) => match[1] ?? ""),
  );
  const prefixes = [
    ...[...code.matchAll(/`([a-zA-Z][\w-]*\.[\w.-]*)\$\{/g)].map((match) => match[1] ?? ""),
    ...documentedPrefixes(catalogue),
  ];
  return [...keys].filter(
    (name) => !literals.has(name) && !prefixes.some((prefix) => name.startsWith(prefix)),
  );
}

/** Prefixes that the catalogue's comments name; the one in its header is an example. */
export function documentedPrefixes(catalogue: string): string[] {
  return [...catalogue.matchAll(/^\s*# used by prefix: (\S+)/gm)]
    .map((match) => match[1] ?? "")
    .filter((prefix) => prefix !== "example.family.");
}
