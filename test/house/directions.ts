import { importsOf, type SourceFiles } from "./source-files.ts";

/** The rooms from the ground up: each sees those below and its own row, but no two rooms see each other. */
const rows: readonly (readonly string[])[] = [
  ["errors"],
  ["ports"],
  ["partnerships"],
  ["messages"],
  ["check-ins"],
  ["measurement"],
  ["confidentiality"],
  ["escalations", "wins", "promises", "asks"],
  ["summaries", "status", "pages"],
  ["triggers"],
  ["simulation"],
  ["command-line"],
  ["prompts", "banner"],
  ["compose-slack"],
  ["compose-chat"],
  ["compose"],
  ["main", "cli"],
];

/** Files at the root of src that only these may see, and that see nothing but errors, ports and each other. */
const rootModules = [
  "config",
  "setting-checks",
  "setting-names",
  "setting-rules",
  "secret",
  "catalogue",
  "logging",
];
const composition = ["prompts", "banner", "compose-slack", "compose-chat", "compose", "main", "cli"];

/** Pure libraries that any room may use, and what a room may use besides. */
const pureLibraries = [
  "temporal-polyfill",
  "zod",
  "yaml",
  "date-holidays",
  "fastest-levenshtein",
  "node:crypto",
];
const extraLibraries: Readonly<Record<string, readonly string[]>> = {
  // date-holidays is CommonJS and slow to load: it is required at its first use.
  partnerships: ["node:module"],
  "command-line": ["commander", "@clack/prompts", "node:fs/promises", "node:path"],
};

/** One line for each import that goes where the house does not let it. */
export function wrongImports(files: SourceFiles): string[] {
  const faults: string[] = [];
  for (const [path, source] of files) {
    for (const target of importsOf(path, source)) {
      const reason = isOurs(target) ? wrongDirection(path, target) : wrongPackage(path, target);
      if (reason !== null) faults.push(`${path} imports ${target}: ${reason}`);
    }
  }
  return faults;
}

/** Rooms of one row that import each other in a circle. */
export function roomCircles(files: SourceFiles): string[] {
  const links = new Map<string, Set<string>>();
  for (const [path, source] of files) {
    const room = roomOf(path);
    if (room === null) continue;
    for (const target of importsOf(path, source)) {
      const other = roomOf(target);
      if (other !== null && other !== room) links.set(room, (links.get(room) ?? new Set()).add(other));
    }
  }
  return circles(links);
}

/** Files that import each other in a circle, types included. */
export function fileCircles(files: SourceFiles): string[] {
  const links = new Map(
    [...files].map(([path, source]) => [path, new Set(importsOf(path, source).filter(isOurs))] as const),
  );
  return circles(links);
}

function isOurs(target: string): boolean {
  return /^(?:src|adapters|db|test|prompts)\//.test(target);
}

/** The room of a file under src ("check-ins", "compose", "config"), or null outside of src. */
function roomOf(path: string): string | null {
  return /^src\/([^/.]+)/.exec(path)?.[1] ?? null;
}

function rowOf(room: string): number {
  return rows.findIndex((row) => row.includes(room));
}

function wrongDirection(path: string, target: string): string | null {
  if (target.startsWith("test/")) return "the product never sees its tests";
  if (path.startsWith("adapters/")) return wrongFromAdapter(path, target);
  if (path.startsWith("db/")) return wrongFromDatabase(target);
  const from = roomOf(path) ?? "";
  if (rootModules.includes(from)) return wrongFromRootModule(target);
  if (rowOf(from) < 0) return `the room "${from}" has no place in the house`;
  if (!target.startsWith("src/")) {
    return composition.includes(from) ? null : "only the composition root sees adapters and db";
  }
  const to = roomOf(target) ?? "";
  if (rootModules.includes(to)) {
    return composition.includes(from) ? null : "only the composition root sees the root modules";
  }
  return rowOf(to) >= 0 && rowOf(to) <= rowOf(from) ? null : "a lower room never sees a higher one";
}

function wrongFromRootModule(target: string): string | null {
  const to = roomOf(target) ?? "";
  return ["errors", "ports", ...rootModules].includes(to) ? null : "root modules see errors and ports only";
}

function wrongFromAdapter(path: string, target: string): string | null {
  const folder = path.split("/").slice(0, 2).join("/");
  const own = target.startsWith(`${folder}/`);
  return own || ["errors", "ports"].includes(roomOf(target) ?? "")
    ? null
    : "an adapter sees errors, ports and its own folder";
}

function wrongFromDatabase(target: string): string | null {
  if (target.startsWith("db/")) return null;
  const row = rowOf(roomOf(target) ?? "");
  return row >= 0 && row <= rowOf("triggers") ? null : "db sees features and their stores only";
}

function wrongPackage(path: string, target: string): string | null {
  const room = roomOf(path);
  if (room === null || composition.includes(room) || rootModules.includes(room)) return null;
  const allowed = [...pureLibraries, ...(extraLibraries[room] ?? [])];
  return allowed.includes(target) ? null : "a feature uses pure libraries only";
}

/** Each circle once, as "a → b → a". */
function circles(links: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): void => {
    const start = trail.indexOf(node);
    if (start >= 0) found.push([...trail.slice(start), node].join(" → "));
    if (start >= 0 || done.has(node)) return;
    for (const next of links.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of links.keys()) visit(node, []);
  return found;
}
