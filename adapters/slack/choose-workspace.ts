import type { Refusal } from "./send-outcome.ts";
import type { SlackContact } from "./slack-address.ts";
import { takenOutCode } from "./taken-out.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/**
 * The one workspace whose app may write to a person: their own team's, if Rapport is installed there, else the one that
 * the address names (an outsider, PLATFORMS 1). Another organisation's app would be the wrong voice, so that everybody
 * else waits for theirs.
 */
export async function chooseWorkspace(
  workspaces: Workspaces,
  { team, via }: SlackContact,
): Promise<{ readonly workspace: Workspace; readonly isHome: boolean } | Refusal> {
  const home = await workspaces.of(team);
  if (home !== null) return { workspace: home, isHome: true };
  const meant = via === undefined ? null : await workspaces.of(via);
  if (meant !== null) return { workspace: meant, isHome: false };
  const hasLeft = await workspaces.hasLeft(via ?? team);
  return { kind: "paused", code: hasLeft ? takenOutCode : "not_installed" };
}

/** Words by which a workspace says that it has no way to this person, or to this channel. */
const notHere = new Set([
  ...["user_not_found", "user_not_visible", "channel_not_found", "not_in_channel", "user_not_in_channel"],
]);

/** Whether an answer only means that the workspace does not know them. */
export function isNotHere(outcome: { readonly kind: string; readonly code?: string }): boolean {
  return (outcome.kind === "gone" || outcome.kind === "blocked") && notHere.has(outcome.code ?? "");
}
