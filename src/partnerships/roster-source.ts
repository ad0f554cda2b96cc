import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
} from "yaml";
import { pathText, quoted, type RosterFault, type RosterPath } from "./roster-fault.ts";

/** A roster's YAML with what is needed to say where something stands in it. */
export interface RosterSource {
  /** The plain value, or undefined when the text cannot be read at all. */
  readonly value: unknown;
  /** Broken syntax, keys written twice, aliases to nothing. */
  readonly faults: readonly RosterFault[];
  /** Whether a part of the file could not be read, so that keys may be lost from `value`. */
  readonly broken: boolean;
  /** Whether what stands at `path` reaches into the part that could not be read, so that it means nothing. */
  isDoubtful(path: RosterPath, at: "key" | "value"): boolean;
  /** A fault at `path`; `at: "key"` points at the key itself, and a missing path at its nearest parent. */
  fault(path: RosterPath, at: "key" | "value", problem: string, remedy: string): RosterFault;
}

/** Reads the YAML of a roster; `file` is its name in faults. Never throws. */
export function openRosterSource(text: string, file: string): RosterSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "error",
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [
    ...firstSyntaxFault(document, place),
    ...duplicateKeys(document, place),
    ...danglingAliases(document, place),
  ];
  const value = plainValue(document);
  if (value === undefined && faults.length === 0) {
    faults.push({
      ...place(0),
      path: "",
      problem: "The aliases (*) of this file cannot be followed.",
      remedy: "Write the values out.",
    });
  }
  return {
    value,
    faults,
    broken: document.errors.length > 0 || value === undefined,
    isDoubtful: (path, at) => {
      const broken = Math.min(...document.errors.map((error) => error.pos[0]));
      const end = at === "key" ? undefined : rangeOf(descend(document, path).node)?.[2];
      return (end ?? offsetOf(document, path, at)) >= broken;
    },
    fault: (path, at, problem, remedy) => ({
      ...place(offsetOf(document, path, at)),
      path: pathText(path),
      problem,
      remedy,
    }),
  };
}

const syntaxRemedies: Readonly<Partial<Record<string, string>>> = {
  TAB_AS_INDENT: "Indent with spaces.",
  MULTIPLE_DOCS: "Keep one roster in one file, without a second ---.",
  MISSING_CHAR: "Close the quotes or brackets that are open here.",
  BAD_INDENT: "Line this up with its neighbours, or close the bracket above.",
};

type Place = (offset: number) => Pick<RosterFault, "file" | "line" | "column">;

/** Only the first: what follows a broken place is read wrongly, so later errors mostly echo it. */
function firstSyntaxFault(document: Document, place: Place): RosterFault[] {
  const [error] = document.errors.toSorted((one, other) => one.pos[0] - other.pos[0]);
  if (error === undefined) return [];
  const [says = ""] = error.message.split("\n");
  const remedy =
    syntaxRemedies[error.code] ??
    "Check the quotes, brackets and indentation of this line and the one above.";
  return [
    {
      ...place(error.pos[0]),
      path: "",
      problem: `The YAML cannot be read from here on: ${says.replace(/\.?$/, ".")}`,
      remedy: `${remedy} What stands below was not checked.`,
    },
  ];
}

function duplicateKeys(document: Document, place: Place): RosterFault[] {
  const faults: RosterFault[] = [];
  visit(document, {
    Map(_, map, ancestors) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.range === undefined || key.range === null) continue;
        const name = String(key.value);
        const first = seen.get(name);
        if (first === undefined) {
          seen.set(name, key.range[0]);
          continue;
        }
        const { line, column } = place(first);
        faults.push({
          ...place(key.range[0]),
          path: pathText([...pathOf([...ancestors, map]), name]),
          problem: `The key ${quoted(name)} stands here and at line ${line}, column ${column}.`,
          remedy: "Keep one of them.",
        });
      }
    },
  });
  return faults;
}

function pathOf(nodes: readonly unknown[]): RosterPath {
  const path: (string | number)[] = [];
  nodes.forEach((node, index) => {
    const next = nodes[index + 1];
    if (isSeq(node)) path.push(node.items.indexOf(next));
    else if (isMap(node)) {
      const pair = next as Pair | undefined;
      if (pair !== undefined) path.push(isScalar(pair.key) ? String(pair.key.value) : String(pair.key));
    }
  });
  return path;
}

function danglingAliases(document: Document, place: Place): RosterFault[] {
  const faults: RosterFault[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      faults.push({
        ...place(alias.range?.[0] ?? 0),
        path: "",
        problem: `The alias ${quoted(`*${alias.source}`)} points at nothing.`,
        remedy: `Set the anchor &${alias.source} above it, or write the value out.`,
      });
    },
  });
  return faults;
}

function plainValue(document: Document): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

/** The node at `path`, or as far down as the file goes, with the key that led there. */
function descend(document: Document, path: RosterPath): { node: unknown; key: unknown; whole: boolean } {
  let node: unknown = document.contents;
  let key: unknown = null;
  for (const step of path) {
    if (isAlias(node)) node = (node as Alias).resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.findLast(
        (item) => isScalar(item.key) && String(item.key.value) === step,
      );
      if (pair === undefined) return { node, key, whole: false };
      key = pair.key;
      node = pair.value ?? pair.key;
    } else if (isSeq(node) && typeof step === "number" && node.items[step] !== undefined) {
      key = null;
      node = node.items[step];
    } else return { node, key, whole: false };
  }
  return { node, key, whole: true };
}

function offsetOf(document: Document, path: RosterPath, at: "key" | "value"): number {
  const { node, key, whole } = descend(document, path);
  const target = key !== null && (at === "key" || !whole) ? key : node;
  return rangeOf(target)?.[0] ?? rangeOf(node)?.[0] ?? 0;
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  return (node as { range?: readonly [number, number, number] | null } | null)?.range ?? null;
}
