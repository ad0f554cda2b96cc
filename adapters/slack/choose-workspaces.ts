import { pausedAs } from "./call-slack.ts";
import type { Refusal } from "./send-outcome.ts";
import type { SlackContact, SlackPerson } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import { takenOutCode } from "./taken-out.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

/** The workspaces through which somebody can be reached, the likeliest first. */
export interface Choice {
  readonly candidates: readonly Workspace[];
  /** How many of the first ones are known to reach the person: the last message went through one of these. */
  readonly known: number;
  /** Rapport is installed in the person's own team: its word about them is final. */
  readonly isHome: boolean;
  /** What is said when none of them knows the person: another one, which is paused or gone now, may. */
  readonly otherwise: Refusal | null;
}

/**
 * The person's own team, if Rapport is installed there; otherwise the one that the address names, or the workspaces
 * that reached them before and then every other active one: an outsider is reached from wherever they share a channel
 * with the app (PLATFORMS 1). Whose own team took the app out waits for it when nobody else reaches them.
 */
export async function chooseWorkspaces(needs: ChoiceNeeds, person: SlackContact): Promise<Choice> {
  const { workspaces } = needs;
  const home = await workspaces.of(person.team);
  if (home !== null) return { candidates: [home], known: 1, isHome: true, otherwise: null };
  const { via } = person;
  const choice = via === undefined ? await throughAny(needs, person) : throughOne(await workspaces.of(via));
  const hasLeft = await workspaces.hasLeft(person.team);
  return hasLeft ? { ...choice, otherwise: { kind: "paused", code: takenOutCode } } : choice;
}

interface ChoiceNeeds {
  readonly workspaces: Workspaces;
  readonly notes: SlackNotes;
}

async function throughAny({ workspaces, notes }: ChoiceNeeds, person: SlackPerson): Promise<Choice> {
  const [all, reaching] = await Promise.all([workspaces.all(), notes.reaching(person)]);
  const known = reaching.flatMap((id) => all.find((workspace) => workspace.id === id) ?? []);
  const active = all.filter((workspace) => workspace.state === "active" && !known.includes(workspace));
  const paused = all.find((workspace) => workspace.state === "paused");
  const choice = { candidates: [...known, ...active], known: known.length, isHome: false };
  if (paused !== undefined) return { ...choice, otherwise: pausedAs(paused) };
  const none = { kind: "paused", code: "not_installed" } as const;
  return { ...choice, otherwise: choice.candidates.length === 0 ? none : null };
}

/** Another agency's workspace would be the wrong voice: who is to be reached through one waits for that one. */
function throughOne(workspace: Workspace | null): Choice {
  const candidates = workspace === null ? [] : [workspace];
  const otherwise = workspace === null ? ({ kind: "paused", code: "not_installed" } as const) : null;
  return { candidates, known: candidates.length, isHome: false, otherwise };
}

/** Words by which a workspace says that it has no way to this person, or to this channel: another one may. */
const notHere = new Set([
  ...["user_not_found", "user_not_visible", "channel_not_found", "not_in_channel", "user_not_in_channel"],
]);

/** Whether an answer only means that this workspace is the wrong one. */
export function isNotHere(outcome: { readonly kind: string; readonly code?: string }): boolean {
  return (outcome.kind === "gone" || outcome.kind === "blocked") && notHere.has(outcome.code ?? "");
}
