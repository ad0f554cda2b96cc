import { createHash } from "node:crypto";
import { z } from "zod";
import type { Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { CallNeeds } from "./call-slack.ts";
import { type Draw, drawAndCall } from "./draw-and-call.ts";
import type { Patience } from "./pace.ts";
import { conversationOf } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import type { Workspace } from "./workspaces.ts";

/** What is put, and under which names it can be found again. */
export type Posting = Pick<Outgoing, "card" | "key" | "shareKey">;

export type PostNeeds = CallNeeds & { readonly draw: Draw };

/** The name of the metadata by which a message is found again; it holds opaque ids only. */
export const metadataType = "rapport_message";

const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });
const shown = z.object({ message_ts: z.string().min(1) });

/** Posts once into a channel, or to a person where `channel` is a user's id. Nothing in it can ping anybody. */
export async function postMessage(
  needs: PostNeeds,
  workspace: Workspace,
  channel: string,
  { card, key, shareKey }: Posting,
  patience: Patience,
): Promise<SendOutcome> {
  const options = {
    card,
    channel,
    // Not documented for bots: where Slack honours it, a second post is none.
    client_msg_id: uuidOf(shareKey ?? key),
    metadata: {
      event_type: metadataType,
      event_payload: { key, ...(shareKey === undefined ? {} : { share: opaque(shareKey) }) },
    },
    unfurl_links: false,
    unfurl_media: false,
  };
  const called = await drawAndCall(needs, workspace, "chat.postMessage", options, patience);
  if (called.kind !== "answered") return called;
  const read = posted.safeParse(called.answer);
  return read.success
    ? sentTo(workspace, read.data.channel, read.data.ts)
    : { kind: "unknown", code: "unreadable" };
}

/** Shows a card to one person of a channel. It vanishes, and no history tells whether it was there. */
export async function postEphemeral(
  needs: PostNeeds & { readonly notes: SlackNotes },
  workspace: Workspace,
  { channel: channelAsNamed, user }: { readonly channel: string; readonly user: string },
  { card }: Pick<Posting, "card">,
  patience: Patience,
): Promise<SendOutcome> {
  const channel = await needs.notes.currentChannel(workspace.id, channelAsNamed);
  const options = { card, channel, user };
  const called = await drawAndCall(needs, workspace, "chat.postEphemeral", options, patience);
  if (called.kind !== "answered") return called;
  const read = shown.safeParse(called.answer);
  return read.success
    ? sentTo(workspace, channel, read.data.message_ts)
    : { kind: "unknown", code: "unreadable" };
}

/** A key as it stands in metadata, where every app of the channel may read it. */
export function opaque(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

function uuidOf(key: string): string {
  const digits = opaque(key);
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20)].join("-");
}

/** The outcome for a message that stands in this channel of a workspace. */
export function sentTo(workspace: Workspace, channel: string, messageId: string): SendOutcome {
  const tenant = workspace.tenant ?? workspace.enterprise ?? "";
  return { kind: "sent", conversation: conversationOf({ tenant, channel }), messageId };
}
