import type { ChatAdapter, SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { CallNeeds } from "./call-slack.ts";
import { chooseWorkspaces, isNotHere } from "./choose-workspaces.ts";
import { findMessage } from "./find-message.ts";
import type { Patience } from "./pace.ts";
import { sentTo } from "./post-message.ts";
import { openDirect } from "./reach-person.ts";
import type { Refusal } from "./send-outcome.ts";
import type { SlackAddress } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import type { Workspace } from "./workspaces.ts";

type Needs = CallNeeds & { readonly clock: Clock; readonly notes: SlackNotes };

/**
 * Looks where a message with this key would stand, in every workspace that may have sent it. Absent only when one of
 * them could be read and none of the others failed for another reason than not being there.
 */
export async function findSent(
  needs: Needs,
  address: SlackAddress,
  key: string,
): ReturnType<ChatAdapter["find"]> {
  // No history holds a prompt that vanishes. A second one harms nobody, while one that is never repeated could cost
  // somebody their check-in: it counts as absent.
  if (address.kind === "prompt") return { kind: "absent" };
  const patience = needs.pace.patience();
  let wasRead = false;
  for (const workspace of await workspacesOf(needs, address)) {
    const found = await findIn(needs, workspace, address, key, patience);
    if (found.kind === "sent") return { ...found, kind: "found" };
    if (found.kind === "absent") wasRead = true;
    else if (!isNotHere(found)) return { kind: "cannot-tell" };
  }
  return { kind: wasRead ? "absent" : "cannot-tell" };
}

async function workspacesOf(needs: Needs, address: SlackAddress): Promise<readonly Workspace[]> {
  if (address.kind !== "place") {
    const { candidates, known } = await chooseWorkspaces(needs, address);
    return known > 0 ? candidates.slice(0, known) : candidates;
  }
  const workspace = await needs.workspaces.of(address.tenant);
  return workspace === null ? [] : [workspace];
}

async function findIn(
  needs: Needs,
  workspace: Workspace,
  address: SlackAddress,
  key: string,
  patience: Patience,
): Promise<Extract<SendOutcome, { kind: "sent" }> | Refusal | { readonly kind: "absent" }> {
  const place = await channelOf(needs, workspace, address, patience);
  if (!("channel" in place)) return place;
  const search = await findMessage(needs, workspace, place.channel, { key }, patience);
  if (search.kind === "found") return sentTo(workspace, place.channel, search.ts);
  // As with prompts: rather twice in a channel than never. Slack may drop the second one by its client_msg_id.
  if (search.kind === "no-history") return { kind: "absent" };
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
