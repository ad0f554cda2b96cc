import { rosterFile } from "./roster.ts";
import type { RosterFault } from "./roster-fault.ts";
import { issueFaults } from "./roster-issues.ts";
import { type Breach, rosterBreaches } from "./roster-rules.ts";
import { openRosterSource, type RosterSource } from "./roster-source.ts";
import { rosterWarnings } from "./roster-warnings.ts";
import { type Roster, settleRoster } from "./settle-roster.ts";

/** A roster that can be imported, or everything that is wrong with it in the order of the file. */
export type RosterReading =
  | { readonly kind: "roster"; readonly roster: Roster; readonly warnings: readonly RosterFault[] }
  | { readonly kind: "faults"; readonly faults: readonly RosterFault[] };

/** Reads the YAML of a roster; `source` is the file's name in faults. Collects all faults in one run; never throws. */
export function readRoster(text: string, source: string): RosterReading {
  const opened = openRosterSource(text, source);
  if (opened.value === null && opened.faults.length === 0) {
    return { kind: "faults", faults: [opened.fault([], "value", "The file is empty.", emptyRemedy)] };
  }
  const checked = rosterFile.safeParse(opened.value, { reportInput: true });
  const unread = opened.value === undefined || checked.success ? [] : checked.error.issues;
  const breaches = opened.broken ? [] : rosterBreaches(opened.value);
  const faults = [
    ...opened.faults,
    ...issueFaults(unread, opened),
    ...breaches.map((one) => placed(one, opened)),
  ];
  if (!checked.success || faults.length > 0) return { kind: "faults", faults: faults.toSorted(byPlace) };
  const roster = settleRoster(checked.data);
  return { kind: "roster", roster, warnings: rosterWarnings(roster).map((one) => placed(one, opened)) };
}

const emptyRemedy = 'Start it with "partnerships:" and list one below.';

function placed({ path, problem, remedy }: Breach, source: RosterSource): RosterFault {
  return source.fault(path, "value", problem, remedy);
}

function byPlace(one: RosterFault, other: RosterFault): number {
  return one.line - other.line || one.column - other.column;
}
