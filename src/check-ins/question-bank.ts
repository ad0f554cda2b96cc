import { isNode, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";
import { z } from "zod";
import { RapportError } from "../errors.ts";
import type { RoundKind } from "./round.ts";

/** The eight dimensions in the order of the model (MEASUREMENT 2.3); their index enters the rotation. */
export const dimensions = ["DIR", "OPN", "REL", "CAP", "CAR", "GOV", "ADP", "VOI"] as const;
export type Dimension = (typeof dimensions)[number];

/** The ready-made themes that an author may tap for a text (REQUIREMENTS M80). */
export const themes = [
  "budget",
  "legacy",
  "cyber",
  "staffing",
  "policy-change",
  "turnover",
  "scope",
  "timeline",
  "procurement",
  "lock-in",
  "data",
  "politics",
] as const;
export type Theme = (typeof themes)[number];

const packs = [
  ...["EVALUATE", "DESIGN", "PILOT", "DEPLOY", "MEASURE", "EVOLVE"],
  ...["PRIVATE", "NONPROFIT", "INTERGOV", "PPP"],
  ...["SHARED", "LEAD", "EXIT"],
];
const groups = [...dimensions, "ANC", "SELF", ...packs];

const tokenPattern = /\{([^{}]*)\}/g;
const words = (...tokens: readonly string[]) =>
  z
    .string()
    .trim()
    .min(1)
    .superRefine((text, context) => {
      for (const [token, name = ""] of text.matchAll(tokenPattern)) {
        if (!tokens.includes(name)) context.addIssue({ code: "custom", message: `unknown token ${token}` });
      }
    });
const id = z.string().regex(/^[A-Z]+[0-9a-z]+$/, "an id looks like DIR1");

const statementShape = z.strictObject({
  id,
  group: z.enum(groups),
  kind: z.enum(["J", "P", "S"]),
  key: z.enum(["+", "-"]),
  measures: words(),
  text: words("them"),
});

const promptShape = z.strictObject({
  id,
  kind: words(),
  defaultMode: z.enum(["attributed", "confidential", "unlinked"]),
  text: words("them", "ask", "action"),
});

const bankShape = z
  .strictObject({
    scale: z.array(words()).length(5, "the scale has five labels"),
    cannotSay: words(),
    unnamedPartner: words(),
    frame: z.strictObject({ "check-in": words("them"), "self-pack": words("them") }),
    statements: z.array(statementShape),
    prompts: z.array(promptShape),
  })
  .superRefine((bank, context) => {
    const fault = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const group of groups) {
      const found = bank.statements.filter((statement) => statement.group === group).length;
      const wanted = wantedSize(group);
      const fits = wanted === null ? found > 0 : found === wanted;
      if (!fits) fault(["statements"], `group ${group} needs ${wanted ?? "one or more"}, has ${found}`);
    }
    const seen = new Set<string>();
    for (const list of ["statements", "prompts"] as const) {
      for (const [index, question] of bank[list].entries()) {
        if (seen.has(question.id)) fault([list, index, "id"], `${question.id} is there twice`);
        seen.add(question.id);
      }
    }
  });

/** A rated item. `kind` J: both judge the same; P: rates the partner; S: rates the own side (MEASUREMENT 2.3). */
export type Statement = z.infer<typeof statementShape>;
/** An open question; `defaultMode` holds unless its author changes it. */
export type OpenPrompt = z.infer<typeof promptShape>;

/** All words that people are asked, in the file's order. Look-ups by id throw `question-bank.unknown`. */
export interface QuestionBank {
  /** Labels of the ratings 1 to 5. */
  readonly scale: readonly string[];
  /** Label of the sixth button: missing data, never a 3. */
  readonly cannotSay: string;
  /** Stands for `{them}` where the other side has no name. */
  readonly unnamedPartner: string;
  /** The line above the statements, by the round's kind. */
  readonly frame: Readonly<Record<RoundKind, string>>;
  readonly statements: readonly Statement[];
  readonly prompts: readonly OpenPrompt[];
  statement(id: string): Statement;
  prompt(id: string): OpenPrompt;
  /** Statements of a dimension, ANC, SELF or a pack, in the order of rotation. */
  inGroup(group: Statement["group"]): readonly Statement[];
}

/** Reads the bank's YAML. Throws one `question-bank.invalid` that lists every fault as "source:line: fault". */
export function parseQuestionBank(yamlText: string, source: string): QuestionBank {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const parsed = bankShape.safeParse(document.errors.length > 0 ? null : document.toJS());
  if (parsed.success) return bankOf(parsed.data);
  const broken = document.errors.map((error) => ({ at: error.pos[0], message: error.message }));
  const wrong = parsed.error.issues.map((issue) => ({
    at: placeOf(document, issue.path),
    message: `${issue.path.join(".") || "the file"}: ${issue.message}`,
  }));
  const faults = (broken.length > 0 ? broken : wrong)
    .toSorted((a, b) => a.at - b.at)
    .map((fault) => `${source}:${lines.linePos(fault.at).line}: ${fault.message}`);
  throw new RapportError("question-bank.invalid", `The question bank has faults.\n${faults.join("\n")}`);
}

/** A rating of 1 to 5 as it counts: reverse-keyed statements as 6 minus the tap (MEASUREMENT 2.3). */
export function keyed(statement: Pick<Statement, "key">, raw: number): number {
  return statement.key === "-" ? 6 - raw : raw;
}

/**
 * The text with `{them}`, `{ask}` and `{action}` filled in. Values are data: tokens inside them stay as they
 * are, controls of text direction are dropped and right-to-left values are isolated. Throws
 * `question-bank.token` where a value is missing.
 */
export function worded(
  text: string,
  values: Readonly<Partial<Record<"them" | "ask" | "action", string>>>,
): string {
  return text.replace(tokenPattern, (token, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as keyof typeof values]?.trim() : undefined;
    if (!value) throw new RapportError("question-bank.token", `Nothing to put in place of ${token}.`);
    const plain = value.replace(/\p{Bidi_Control}/gu, "");
    return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
  });
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The rotation counts on these sizes; null means any. */
function wantedSize(group: string): number | null {
  if (group === "SELF") return dimensions.length;
  return packs.includes(group) ? null : 4;
}

/** Where a path begins in the file; for something that is missing, where its parent begins. */
function placeOf(document: YamlDocument, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function bankOf(data: z.infer<typeof bankShape>): QuestionBank {
  const statements = new Map(data.statements.map((statement) => [statement.id, statement]));
  const prompts = new Map(data.prompts.map((prompt) => [prompt.id, prompt]));
  return {
    ...data,
    statement: (wanted) => statements.get(wanted) ?? unknown(wanted),
    prompt: (wanted) => prompts.get(wanted) ?? unknown(wanted),
    inGroup: (group) => data.statements.filter((statement) => statement.group === group),
  };
}

function unknown(wanted: string): never {
  throw new RapportError("question-bank.unknown", `The question bank has no ${wanted}.`);
}
