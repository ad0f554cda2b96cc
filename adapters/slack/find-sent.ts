import type { ChatAdapter, SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { CallNeeds } from "./call-slack.ts";
import { chooseWorkspace, isNotHere } from "./choose-workspace.ts";
import { findMessage } from "./find-message.ts";
import type { Patience } from "./pace.ts";
import { sentTo } from "./post-message.ts";
import { openDirect } from "./reach-person.ts";
import type { Refusal } from "./send-outcome.ts";
import type { SlackAddress } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import type { Workspace } from "./workspaces.ts";

type Needs = CallNeeds & { readonly clock: Clock; readonly notes: SlackNotes };

/** Looks where a message with this key would stand, in the workspace that may have sent it. */
export async function findSent(
  needs: Needs,
  address: SlackAddress,
  key: string,
): ReturnType<ChatAdapter["find"]> {
  // No history holds a prompt that vanishes.
  if (address.kind === "prompt") return { kind: "untraceable" };
  const workspace = await workspaceOf(needs, address);
  if (workspace === null) return { kind: "cannot-tell" };
  const found = await findIn(needs, workspace, address, key, needs.pace.patience());
  if (found.kind === "sent") return { ...found, kind: "found" };
  if (found.kind === "no-history") return { kind: "untraceable" };
  return { kind: found.kind === "absent" ? "absent" : "cannot-tell" };
}

async function workspaceOf(needs: Needs, address: SlackAddress): Promise<Workspace | null> {
  if (address.kind === "place") return needs.workspaces.of(address.tenant);
  const chosen = await chooseWorkspace(needs.workspaces, address);
  return "workspace" in chosen ? chosen.workspace : null;
}

async function findIn(
  needs: Needs,
  workspace: Workspace,
  address: SlackAddress,
  key: string,
  patience: Patience,
): Promise<Extract<SendOutcome, { kind: "sent" }> | Refusal | { readonly kind: "absent" | "no-history" }> {
  const place = await channelOf(needs, workspace, address, patience);
  if (!("channel" in place)) return place;
  const search = await findMessage(needs, workspace, place.channel, { key }, patience);
  if (search.kind === "found") return sentTo(workspace, place.channel, search.ts);
  // A direct message that was noted and is gone is opened anew at the next look.
  if (address.kind === "direct" && isNotHere(search)) await needs.notes.forgetReach(workspace.id, address);
  return search;
}

async function channelOf(
  needs: Needs,
  workspace: Workspace,
  address: SlackAddress,
  patience: Patience,
): Promise<{ readonly channel: string } | Refusal> {
  if (address.kind !== "direct")
    return { channel: await needs.notes.currentChannel(workspace.id, address.channel) };
  const known = await needs.notes.directChannel(workspace.id, address);
  if (known !== null) return { channel: known };
  const direct = await openDirect(needs, workspace, address, patience);
  if ("channel" in direct) await needs.notes.keepReach(workspace.id, address, direct.channel);
  return direct;
}
