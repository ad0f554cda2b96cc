import { createHash } from "node:crypto";
import type { Workspace } from "../workspaces.ts";

/**
 * The id of an event for the core: the same whenever Slack delivers the same one, another for another workspace, and
 * without anything that could be read back.
 */
export function eventIdOf(kind: string, { id }: Pick<Workspace, "id">, parts: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, id, ...parts]))
    .digest("base64url");
}
