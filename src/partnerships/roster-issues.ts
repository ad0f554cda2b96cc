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
  const shape = issues.length === 0 ? {} : (rosterJsonSchema() as Node);
  return issues.flatMap(flatten).flatMap((issue) => {
    if (!source.broken) return explain(issue, source, shape);
    if (isMissing(issue) || (issue.code !== "unrecognized_keys" && source.isDoubtful(steps(issue), "value")))
      return [];
    return explain(issue, source, shape);
  });
}

/** A refused union becomes the issues of the one alternative whose key was written, if there is one. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((branch) => !branch.some((inner) => inner.path.length === 0));
  const only = meant.length === 1 ? meant[0] : undefined;
  if (only === undefined) return [issue];
  return only.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as Issue));
}

function explain(issue: Issue, source: RosterSource, shape: Node): RosterFault[] {
  const path = steps(issue);
  const node = nodeAt(shape, path);
  const description = node?.description ?? "See the JSON Schema of the roster.";
  const fault = (problem: string, remedy: string) => [source.fault(path, "value", problem, remedy)];
  if (isMissing(issue)) return fault("is missing.", `Add it: ${description}`);
  if (issue.input === null) return fault("is empty.", `Write a value: ${description}`);
  const found = valueWords(issue.input);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.flatMap((key) => {
        if (source.isDoubtful([...path, key], "key")) return [];
        const known = keysOf(node);
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
        issue.expected === "string" ? textRemedy(issue, node, found) : shapeRemedy(node, description),
      );
    case "invalid_union":
      return fault(`${keyWords(issue.input)} is not a route.`, routeRemedy(issue.input));
    case "too_small":
      return fault("is too short a list.", `It needs ${issue.minimum} or more: ${description}`);
    case "custom":
      return fault(`${found} ${issue.params?.problem ?? "cannot be used."}`, issue.message);
    default:
      return fault(`${found} cannot be used here.`, description);
  }
}

function shapeRemedy(node: Node | undefined, description: string): string {
  if (node?.items !== undefined) return 'Start each item with "- ", or write [ ] around them.';
  return node?.properties === undefined ? description : `Known here: ${keysOf(node).join(", ")}.`;
}

function textRemedy(issue: Issue, node: Node | undefined, found: string): string {
  const isScalar = typeof issue.input === "number" || typeof issue.input === "boolean";
  const fits = isScalar && (node?.pattern === undefined || new RegExp(node.pattern).test(found));
  return fits ? `Put it in quotes: "${found}".` : issue.message;
}

const kinds: Readonly<Partial<Record<string, string>>> = {
  string: "Text",
  object: "A group of keys",
  array: "A list",
  boolean: "true or false",
};

function keyWords(value: unknown): string {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  return isGroup ? `{ ${Object.keys(value).map(quoted).join(", ")} }` : valueWords(value);
}

function routeRemedy(value: unknown): string {
  const [key, ...others] = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const meant =
    key === undefined || others.length > 0 ? null : nearestWord(key, ["web", "slack", "teams", "email"]);
  if (meant !== null) return `Did you mean ${meant}?`;
  return "Use one of { web: true }, { slack: { team, user } }, { teams: { tenant, objectId } }, { email: ... }.";
}

function isMissing(issue: Issue): boolean {
  return issue.input === undefined && issue.code !== "unrecognized_keys" && issue.code !== "invalid_union";
}

function steps(issue: Issue): RosterPath {
  return issue.path.map((step) => (typeof step === "number" ? step : String(step)));
}

interface Node {
  readonly description?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

/** The schema's part at a path; where alternatives stand, the one that knows the next key. */
function nodeAt(shape: Node, path: RosterPath): Node | undefined {
  let node: Node | undefined = shape;
  for (const step of path) {
    if (typeof step === "number") node = node?.items;
    else
      node = (node?.anyOf?.find((one) => one.properties?.[step] !== undefined) ?? node)?.properties?.[step];
  }
  return node;
}

function keysOf(node: Node | undefined): string[] {
  return Object.keys(node?.properties ?? {});
}
