import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";
import type { PlatformNotes } from "../../src/ports/installation.ts";

/** When workspaces were last heard of: proof that what Slack sends arrives. By the installation's id. */
export interface Heard {
  /** Something signed came in from there. Kept once an hour at most; never rejects and is not worth waiting for. */
  note(workspace: string): Promise<void>;
  /** To the hour; null when nothing ever came. */
  last(workspace: string): Promise<Temporal.Instant | null>;
}

const keptFor = { hours: 1 };
const key = "heard";

export function createHeard({
  notes,
  clock,
}: {
  readonly notes: PlatformNotes;
  readonly clock: Clock;
}): Heard {
  const keptUntil = new Map<string, Temporal.Instant>();
  return {
    async note(workspace) {
      const now = clock.now();
      const until = keptUntil.get(workspace);
      if (until !== undefined && Temporal.Instant.compare(now, until) < 0) return;
      keptUntil.set(workspace, now.add(keptFor));
      await notes.write(workspace, key, now.toString(), now).catch(() => keptUntil.delete(workspace));
    },
    async last(workspace) {
      const at = await notes.read(workspace, key);
      return at === null ? null : Temporal.Instant.from(at);
    },
  };
}
