/** Where something stands in a roster's tree: keys and list positions from the top. */
export type RosterPath = readonly (string | number)[];

/** One thing that is wrong (or, as a warning, worth knowing) in a roster, with its place in the file. */
export interface RosterFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Such as `partnerships[0].timeZone`; empty for the whole file. */
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;
}

/** One line for a terminal: `roster.yaml:12:7  partnerships[0].timeZone: ... is not a time zone. Did you mean ...?` */
export function formatFault(fault: RosterFault): string {
  const subject = fault.path === "" ? "" : `${fault.path}: `;
  return `${fault.file}:${fault.line}:${fault.column}  ${subject}${fault.problem} ${fault.remedy}`.trimEnd();
}

/** A path as people write it; odd keys are quoted. */
export function pathText(path: RosterPath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${quoted(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

const shownLength = 60;

/** A value of the file as data for one line of a terminal: quoted, shortened, without control characters. */
export function quoted(value: string): string {
  const text = value.length > shownLength ? `${value.slice(0, shownLength - 1)}…` : value;
  return JSON.stringify(text.toWellFormed()).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}

/** What a value is, in words: its text, its number, or its kind. */
export function valueWords(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : "a group of keys";
}
