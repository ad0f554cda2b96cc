import { hash } from "node:crypto";
import type { Workspace } from "../workspaces.ts";

/**
 * The id of an event for the core: the same whenever Slack delivers the same one, another for another workspace, and
 * without anything that could be read back.
 */
export function eventIdOf(kind: string, { id }: Pick<Workspace, "id">, parts: readonly unknown[]): string {
  return hash("sha256", JSON.stringify([kind, id, ...parts]), "base64url");
}
