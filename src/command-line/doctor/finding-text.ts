import type { Finding } from "../../ports/finding.ts";
import type { Words } from "../../ports/words.ts";

/** A finding in words; `fix` and `why` where something is to be done. */
export interface SaidFinding extends Pick<Finding, "code" | "state"> {
  readonly text: string;
  readonly fix?: string;
  /** Where the check is explained. */
  readonly why?: string;
}

const signs = { good: "✓", attention: "!", bad: "✗" } as const;

export function sayFinding({ code, state, key, values }: Finding, words: Words): SaidFinding {
  const text = words.say(`doctor.${key}`, values);
  if (state === "good") return { code, state, text };
  return { code, state, text, fix: words.say(`doctor.${key}Fix`, values), why: whyOf(code) };
}

/** One line: `✗ S04 ... Fix: ... Why: README.md#s04`. */
export function findingLine({ code, state, text, fix, why }: SaidFinding): string {
  const rest = [fix === undefined ? [] : `Fix: ${fix}`, why === undefined ? [] : `Why: ${why}`].flat();
  return [signs[state], code, text, ...rest].join(" ");
}

/** The anchor of a check in the README. */
export function whyOf(code: string): string {
  return `README.md#${code.toLowerCase()}`;
}
