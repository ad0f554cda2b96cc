import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";

/** Sources by their path from the repository's top, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

export const top = join(import.meta.dirname, "../..");

/** Every file below `folders` whose name ends in one of `endings`. */
export function readSources(folders: readonly string[], endings: readonly string[]): SourceFiles {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(top, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !endings.some((ending) => entry.name.endsWith(ending))) continue;
      const path = join(entry.parentPath, entry.name);
      found.set(relative(top, path).replaceAll("\\", "/"), readFileSync(path, "utf8"));
    }
  }
  return found;
}

/** What a file imports or re-exports: packages by name, our files by path from the top. */
export function importsOf(path: string, source: string): string[] {
  const code = withoutComments(source, "keep-strings");
  const from = /(?:^|[\n;}])\s*(?:import|export)\s[^;"'()]*?\sfrom\s*["']([^"']+)["']/g;
  const bare = /(?:^|[\n;])\s*import\s*["']([^"']+)["']/g;
  const dynamic = /\bimport\s*\(\s*["']([^"']+)["']/g;
  const targets = [from, bare, dynamic].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ""),
  );
  return targets.map((target) =>
    target.startsWith(".") ? posix.join(posix.dirname(path), target) : packageName(target),
  );
}

/** The code with comments blanked, and with plain strings emptied unless they are kept. Templates stay. */
export function withoutComments(source: string, strings: "keep-strings" | "empty-strings"): string {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\\./g;
  return source.replace(token, (found) => {
    if (found.startsWith("//") || found.startsWith("/*")) return found.replace(/[^\n]/g, " ");
    const isString = found.startsWith('"') || found.startsWith("'");
    return isString && strings === "empty-strings" ? '""' : found;
  });
}

function packageName(target: string): string {
  if (target.startsWith("node:")) return target;
  const parts = target.split("/");
  return target.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? target);
}
