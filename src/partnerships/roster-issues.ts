import type { z } from "zod";
import { nearestWord } from "./nearest-word.ts";
import { rosterJsonSchema } from "./roster.ts";
import { quoted, type RosterFault, type RosterPath, valueWords } from "./roster-fault.ts";
import type { RosterSource } from "./roster-source.ts";

type Issue = z.core.$ZodIssue;

/**
 * What the schema refuses, as faults with their places. Where the syntax is broken, only what stands whole in the
 * file is judged: a key that seems to be missing may have been lost with the broken part.
 */
export function issueFaults(issues: readonly Issue[], source: RosterSource): RosterFault[] {
  const broken = source.faults.length > 0;
  return issues
    .flatMap(flatten)
    .filter((issue) => !broken || !(isMissing(issue) || source.isBroken(steps(issue))))
    .flatMap((issue) => explain(issue, source));
}

/** A refused union becomes the issues of the one alternative whose key was written, if there is one. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0));
  const only = meant.length === 1 ? meant[0] : undefined;
  if (only === undefined) return [issue];
  return only.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
}

function explain(issue: Issue, source: RosterSource): RosterFault[] {
  const path = steps(issue);
  const fault = (problem: string, remedy: string) => [source.fault(path, "value", problem, remedy)];
  if (isMissing(issue)) return fault("is missing.", `Add it: ${descriptionAt(path)}`);
  if (issue.input === null) return fault("is empty.", `Write a value: ${descriptionAt(path)}`);
  const found = valueWords(issue.input);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = keysAt(path);
        const meant = nearestWord(key, known);
        const remedy = meant === null ? `Known here: ${known.join(", ")}.` : `Did you mean ${meant}?`;
        return source.fault([...path, key], "key", `The key ${quoted(key)} is not known here.`, remedy);
      });
    case "invalid_value": {
      const values = issue.values.map(String);
      const meant = typeof issue.input === "string" ? nearestWord(issue.input, values) : null;
      const list = `Use ${values.length === 1 ? "" : "one of "}${values.join(", ")}.`;
      return fault(`${found} is not known here.`, meant === null ? list : `Did you mean ${meant}?`);
    }
    case "invalid_type":
      return fault(
        `${kinds[issue.expected] ?? issue.expected} is expected, found ${found}.`,
        issue.expected === "string" && ["number", "boolean"].includes(typeof issue.input)
          ? `Put it in quotes: "${found}".`
          : descriptionAt(path),
      );
    case "invalid_union":
      return fault(`${found} is not a route.`, routeRemedy);
    case "too_small":
      return fault("is too short a list.", `It needs ${issue.minimum} or more: ${descriptionAt(path)}`);
    case "custom":
      return fault(`${found} ${issue.params?.problem ?? "cannot be used."}`, issue.message);
    default:
      return fault(`${found} cannot be used here.`, descriptionAt(path));
  }
}

const kinds: Readonly<Partial<Record<string, string>>> = {
  string: "Text",
  object: "A group of keys",
  array: "A list",
  boolean: "true or false",
};

const routeRemedy =
  "Use one of { web: true }, { slack: { team: T..., user: U... } }, { teams: { tenant: ..., objectId: ... } }, { email: ... }.";

function isMissing(issue: Issue): boolean {
  return issue.input === undefined && issue.code !== "unrecognized_keys" && issue.code !== "invalid_union";
}

function steps(issue: Issue): RosterPath {
  return issue.path.map((step) => (typeof step === "number" ? step : String(step)));
}

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

/** The schema's part at a path; where alternatives stand, the one that knows the next key. */
function nodeAt(path: RosterPath): Node | undefined {
  let node: Node | undefined = rosterJsonSchema() as Node;
  for (const step of path) {
    if (typeof step === "number") node = node?.items;
    else node = (node?.anyOf?.find((one) => one.properties?.[step] !== undefined) ?? node)?.properties?.[step];
  }
  return node;
}

function descriptionAt(path: RosterPath): string {
  return nodeAt(path)?.description ?? "See the JSON Schema of the roster.";
}

function keysAt(path: RosterPath): string[] {
  const node = nodeAt(path);
  return Object.keys(node?.properties ?? Object.assign({}, ...(node?.anyOf ?? []).map((one) => one.properties)));
}
