import type { SlackPerson } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";
import type { InboundContext } from "./inbound-context.ts";

/**
 * Whether an account is believed when it comes through this workspace. A person whose own team has Rapport is heard
 * there alone; anybody else through the workspaces that reached them before, or through any when none did. So nobody
 * who runs one workspace can speak for the people of another.
 */
export async function maySpeak(
  { workspaces, notes }: Pick<InboundContext, "workspaces" | "notes">,
  workspace: Workspace,
  person: SlackPerson,
): Promise<boolean> {
  if (person.team === workspace.tenant) return true;
  const home = await workspaces.of(person.team);
  if (home?.state === "active") return home.id === workspace.id;
  const reaching = await notes.reaching(person);
  return reaching.length === 0 || reaching.includes(workspace.id);
}
