import type { Clock } from "../../../src/ports/clock.ts";
import type { PlatformNotes } from "../../../src/ports/installation.ts";
import type { SlackPerson } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";

/** Whose user ids a workspace has seen: some events name a user of another organisation without the team. */
export interface People {
  /** Keeps where a person belongs; rejects when it cannot. Costs nothing for those of the workspace's own team. */
  keep(workspace: Workspace, person: SlackPerson): Promise<void>;
  /** The user's team as it was last seen in this workspace; null when it never was. */
  teamOf(workspace: Workspace, user: string): Promise<string | null>;
}

/** Remembered so that the same is not written at every tap; emptied when there are so many. */
const mostRemembered = 10_000;

export function createPeople({
  notes,
  clock,
}: {
  readonly notes: PlatformNotes;
  readonly clock: Clock;
}): People {
  const kept = new Map<string, string>();
  return {
    async keep({ id, tenant }, { team, user }) {
      const remembered = `${id} ${user}`;
      if (team === tenant || kept.get(remembered) === team) return;
      await notes.write(id, keyOf(user), team, clock.now());
      if (kept.size >= mostRemembered) kept.clear();
      kept.set(remembered, team);
    },
    teamOf: ({ id }, user) => notes.read(id, keyOf(user)),
  };
}

function keyOf(user: string): string {
  return `user:${user}`;
}
