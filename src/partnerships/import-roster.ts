import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import { planImport } from "./plan-import.ts";
import { readRoster } from "./read-roster.ts";
import { changeAudit, type RosterChange } from "./roster-change.ts";
import type { RosterFault } from "./roster-fault.ts";
import type { RosterStore } from "./roster-store.ts";

/** `planned` is the outcome of a dry run; `unchanged` means that the roster is known as it is. */
export type ImportOutcome =
  | { readonly kind: "faults"; readonly faults: readonly RosterFault[] }
  | {
      readonly kind: "planned" | "imported" | "unchanged";
      readonly changes: readonly RosterChange[];
      readonly warnings: readonly RosterFault[];
    };

/**
 * Makes a roster file the truth, all of it or, when it has a fault, nothing. Whoever is not in the file is
 * deactivated and keeps their history; what people chose for themselves stays. `source` names the file in faults.
 */
export async function importRoster(
  {
    clock,
    ids,
    transact,
  }: {
    readonly clock: Clock;
    readonly ids: Ids;
    readonly transact: Transact<{ readonly roster: RosterStore }>;
  },
  { text, source, dryRun }: { readonly text: string; readonly source: string; readonly dryRun: boolean },
): Promise<ImportOutcome> {
  const reading = readRoster(text, source);
  if (reading.kind === "faults") return reading;
  const { roster, warnings } = reading;
  return transact(async (stores) => {
    const { changes, writes } = planImport(await stores.roster.snapshot(), roster, ids);
    if (changes.length === 0) return { kind: "unchanged", changes, warnings };
    if (dryRun) return { kind: "planned", changes, warnings };
    const audit = changes.map((change) => ({ id: ids.next(), ...changeAudit(change) }));
    await stores.roster.apply(writes, audit, clock.now());
    return { kind: "imported", changes, warnings };
  });
}
