import { readFileSync } from "node:fs";
import { readRoster } from "../../src/partnerships/read-roster.ts";
import { formatFault } from "../../src/partnerships/roster-fault.ts";
import type { Roster } from "../../src/partnerships/settle-roster.ts";

/** The bundled sample roster. */
export const sampleText = readFileSync(new URL("../../db/seed/sample-roster.yaml", import.meta.url), "utf8");

/** The smallest roster without faults: one contact on each side, all defaults. */
export const smallText = `partnerships:
  - key: bridge-works
    name: Bridge works
    timeZone: Europe/Dublin
    host: Harbour Council
    sides:
      agency: { label: Council, steward: aoife, sponsor: aoife }
      vendor: { label: Span, steward: noor, sponsor: noor }
    parties:
      - { organisation: Harbour Council, side: agency }
      - { organisation: Span Engineering, side: vendor }
    contacts:
      - { id: aoife, name: Aoife Byrne, organisation: Harbour Council }
      - { id: noor, name: Noor Jansen, organisation: Span Engineering }
`;

/** The text with one part replaced; throws when the part is not in it, so that no test passes by accident. */
export function edited(text: string, ...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`The roster has no ${from}`);
    return before.replace(from, to);
  }, text);
}

/** A roster that must have no faults. */
export function rosterOf(text: string): Roster {
  const reading = readRoster(text, "roster.yaml");
  if (reading.kind === "faults") throw new Error(reading.faults.map(formatFault).join("\n"));
  return reading.roster;
}

/** The lines that an operator reads: faults, or warnings where there are none. */
export function linesOf(text: string): string[] {
  const reading = readRoster(text, "roster.yaml");
  return (reading.kind === "faults" ? reading.faults : reading.warnings).map(formatFault);
}
