import { z } from "zod";
import type { Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { callSlack } from "./call-slack.ts";
import { findMessage } from "./find-message.ts";
import type { Patience } from "./pace.ts";
import { opaque, type PostNeeds, postMessage, sentTo } from "./post-message.ts";
import type { Refusal } from "./send-outcome.ts";
import type { SlackNotes } from "./slack-notes.ts";
import type { Workspace } from "./workspaces.ts";

/**
 * Posts where a whole channel reads it. What one side alone may read goes to no channel that another organisation
 * reads, or whose readers cannot be told; a notice that already stands under its share key is not posted again.
 */
export async function postInChannel(
  needs: ChannelNeeds,
  workspace: Workspace,
  channelAsNamed: string,
  outgoing: Omit<Outgoing, "to">,
  patience: Patience,
): Promise<SendOutcome> {
  const channel = await needs.notes.currentChannel(workspace.id, channelAsNamed);
  return needs.pace.inChannel(`${workspace.id} ${channel}`, patience, async () => {
    const { shareKey } = outgoing;
    if (outgoing.oneSide === true) {
      const refusal = await refuseShared(needs, workspace, channel, patience);
      if (refusal !== null) return refusal;
    }
    if (shareKey === undefined) return postMessage(needs, workspace, channel, outgoing, patience);
    const standing = await findNotice(needs, workspace, channel, { ...outgoing, shareKey }, patience);
    const outcome = standing ?? (await postMessage(needs, workspace, channel, outgoing, patience));
    if (outcome.kind !== "sent" && outcome.kind !== "unknown") return outcome;
    const note =
      outcome.kind === "sent"
        ? outcome.messageId
        : perhaps(outgoing.key, needs.clock.now().epochMilliseconds);
    await needs.notes.keepNotice(workspace.id, channel, opaque(shareKey), note);
    return outcome;
  });
}

/** Whoever may have posted it looks after it for so long; then it counts as standing. */
const unclearMs = 15 * 60_000;

function perhaps(key: string, since: number): string {
  return `?${key} ${since}`;
}

type ChannelNeeds = PostNeeds & { readonly clock: Clock; readonly notes: SlackNotes };

/** The notice that stands in the channel, or why nobody can tell; null when it is to be posted. */
async function findNotice(
  needs: ChannelNeeds,
  workspace: Workspace,
  channel: string,
  { key, shareKey }: { readonly key: string; readonly shareKey: string },
  patience: Patience,
): Promise<SendOutcome | null> {
  const noted = await needs.notes.noticeAt(workspace.id, channel, opaque(shareKey));
  const [, owner, since] = /^\?(\S+) (\d+)$/.exec(noted ?? "") ?? [];
  if (noted !== null && owner === undefined) return sentTo(workspace, channel, noted);
  const search = await findMessage(needs, workspace, channel, { shareKey }, patience);
  if (search.kind === "found") return sentTo(workspace, channel, search.ts);
  if (search.kind === "absent") return null;
  if (search.kind === "no-history") {
    if (owner === undefined || owner === key) return null;
    const isUnclear = needs.clock.now().epochMilliseconds - Number(since) < unclearMs;
    return isUnclear ? { kind: "failed", code: "notice_unclear" } : sentTo(workspace, channel, "");
  }
  // Only looked for: whatever became of it, nothing was sent.
  return search.kind === "unknown" ? { kind: "failed", code: search.code } : search;
}

const info = z.object({
  channel: z.object({
    is_ext_shared: z.boolean(),
    is_pending_ext_shared: z.boolean().optional(),
    pending_shared: z.array(z.unknown()).optional(),
  }),
});

/** Null when only people of the workspace's own organisation read the channel, now and after pending invitations. */
async function refuseShared(
  needs: PostNeeds,
  workspace: Workspace,
  channel: string,
  patience: Patience,
): Promise<Refusal | null> {
  const call = { method: "conversations.info", options: { channel }, isExtra: true } as const;
  const called = await callSlack(needs, workspace, call, patience);
  if (called.kind === "paused" || called.kind === "rate-limited") return called;
  if (called.kind !== "answered") return { kind: "failed", code: called.code };
  const read = info.safeParse(called.answer);
  if (!read.success) return { kind: "failed", code: "unreadable" };
  const { is_ext_shared, is_pending_ext_shared, pending_shared } = read.data.channel;
  const isShared = is_ext_shared || is_pending_ext_shared === true || (pending_shared ?? []).length > 0;
  return isShared ? { kind: "blocked", code: "shared_channel" } : null;
}
