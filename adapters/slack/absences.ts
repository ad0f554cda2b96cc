import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";
import { accountIdOf, type SlackPerson } from "./slack-address.ts";

/** Who asks again after a minute must not ask every workspace each time. */
const rememberedFor = { hours: 1 };

/** Workspaces that said not long ago that they do not know a person. Of this process alone: it costs a call to learn. */
export interface Absences {
  note(workspace: string, person: SlackPerson): void;
  isKnown(workspace: string, person: SlackPerson): boolean;
}

export function createAbsences(clock: Clock): Absences {
  // In the order in which they end.
  const ends = new Map<string, Temporal.Instant>();
  const dropOld = () => {
    for (const [key, end] of ends) {
      if (Temporal.Instant.compare(clock.now(), end) < 0) return;
      ends.delete(key);
    }
  };
  return {
    note(workspace, person) {
      const key = keyOf(workspace, person);
      ends.delete(key);
      ends.set(key, clock.now().add(rememberedFor));
    },
    isKnown(workspace, person) {
      dropOld();
      return ends.has(keyOf(workspace, person));
    },
  };
}

function keyOf(workspace: string, person: SlackPerson): string {
  return `${workspace} ${accountIdOf(person)}`;
}
