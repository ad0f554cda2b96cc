import { z } from "zod";
import type { SendOutcome } from "../../src/ports/chat-adapter.ts";
import { type CallNeeds, callSlack } from "./call-slack.ts";
import { chooseWorkspace, isNotHere } from "./choose-workspace.ts";
import type { Patience } from "./pace.ts";
import { type Posting, type PostNeeds, postMessage } from "./post-message.ts";
import type { Refusal } from "./send-outcome.ts";
import { accountIdOf, readPlace, type SlackContact, type SlackPerson } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import { takenOutCode } from "./taken-out.ts";
import type { Workspace } from "./workspaces.ts";

/**
 * Sends through the one workspace that may reach a person. An outsider whom it does not know is `blocked`, not gone: the
 * shared channel may come yet. One whose own team took the app out waits for it: another workspace may reach them, and
 * need not.
 */
export async function reachPerson(
  needs: CallNeeds & { readonly notes: SlackNotes },
  person: SlackContact,
  send: (workspace: Workspace) => Promise<SendOutcome>,
): Promise<SendOutcome> {
  const chosen = await chooseWorkspace(needs.workspaces, person);
  if (!("workspace" in chosen)) return chosen;
  const { workspace, isHome } = chosen;
  const outcome = await send(workspace);
  if (isHome || !isNotHere(outcome)) return outcome;
  await needs.notes.forgetReach(workspace.id, person);
  if (await needs.workspaces.hasLeft(person.team)) return { kind: "paused", code: takenOutCode };
  return { kind: "blocked", code: "code" in outcome ? outcome.code : "user_not_found" };
}

/** Sends a direct message: to the one that is known, else to the person, else to one that is opened for it. */
export async function sendDirect(
  needs: PostNeeds & { readonly notes: SlackNotes },
  workspace: Workspace,
  person: SlackPerson,
  posting: Posting,
  patience: Patience,
): Promise<SendOutcome> {
  const { notes } = needs;
  const post = (channel: string) => postMessage(needs, workspace, channel, posting, patience);
  return needs.pace.inChannel(`${workspace.id} ${accountIdOf(person)}`, patience, async () => {
    const known = await notes.directChannel(workspace.id, person);
    let outcome = await post(known ?? person.user);
    if (known !== null && isUnknownChannel(outcome)) {
      await notes.forgetReach(workspace.id, person);
      outcome = await post(person.user);
    }
    if (isUnknownChannel(outcome)) {
      const opened = await openDirect(needs, workspace, person, patience);
      outcome = "channel" in opened ? await post(opened.channel) : opened;
    }
    const channel = outcome.kind === "sent" ? readPlace(outcome.conversation)?.channel : undefined;
    if (channel?.startsWith("D")) await notes.keepReach(workspace.id, person, channel);
    return outcome;
  });
}

const opened = z.object({ channel: z.object({ id: z.string().min(1) }) });

/** The direct message with a person, opened if there is none yet. */
export async function openDirect(
  needs: CallNeeds,
  workspace: Workspace,
  { user }: SlackPerson,
  patience: Patience,
): Promise<{ readonly channel: string } | Refusal> {
  const called = await callSlack(
    needs,
    workspace,
    { method: "conversations.open", options: { users: user } },
    patience,
  );
  // Opening twice is opening once: whatever became of it, nothing was sent.
  if (called.kind === "unknown") return { kind: "failed", code: called.code };
  if (called.kind !== "answered") return called;
  const read = opened.safeParse(called.answer);
  return read.success ? { channel: read.data.channel.id } : { kind: "failed", code: "unreadable" };
}

function isUnknownChannel(outcome: SendOutcome): boolean {
  return outcome.kind === "blocked" && outcome.code === "channel_not_found";
}
