import { z } from "zod";
import type { Clock } from "../../src/ports/clock.ts";
import { type CallNeeds, callSlack } from "./call-slack.ts";
import type { Patience } from "./pace.ts";
import { metadataType, opaque } from "./post-message.ts";
import type { Refusal } from "./send-outcome.ts";
import type { Workspace } from "./workspaces.ts";

/** `no-history`: the app may not read what stands in this channel, and never asked to (see scopes.ts). */
export type Search =
  | { readonly kind: "found"; readonly ts: string }
  | { readonly kind: "absent" }
  | { readonly kind: "no-history" }
  | Refusal;

/** How far back a message is looked for: the newest page whatever its age, then as far as both limits go. */
const horizonHours = 48;
const mostPages = 5;
const pageSize = 100;

const message = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
const page = z.object({
  // Others' messages may have any shape; they are not ours.
  messages: z.array(message.catch({ ts: "" })),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Looks in a conversation's history, newest first, for a message with this key, or posted under this share key. */
export async function findMessage(
  needs: CallNeeds & { readonly clock: Clock },
  workspace: Workspace,
  channel: string,
  wanted: { readonly key: string } | { readonly shareKey: string },
  patience: Patience,
): Promise<Search> {
  const isDirect = channel.startsWith("D");
  if (!isDirect && !mayReadChannels(workspace)) return { kind: "no-history" };
  const horizon = needs.clock.now().epochMilliseconds / 1000 - horizonHours * 3600;
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const options = { channel, limit: pageSize, include_all_metadata: true, cursor };
    const call = { method: "conversations.history", options, isExtra: !isDirect } as const;
    const called = await callSlack(needs, workspace, call, patience);
    if (called.kind === "failed" && called.code === "missing_scope") return { kind: "no-history" };
    if (called.kind !== "answered") return called;
    const read = page.safeParse(called.answer);
    if (!read.success) return { kind: "failed", code: "unreadable" };
    const found = read.data.messages.find(({ metadata }) => metadata !== undefined && isIt(metadata, wanted));
    if (found !== undefined) return { kind: "found", ts: found.ts };
    cursor = read.data.response_metadata?.next_cursor;
    const isOld = read.data.messages.some(({ ts }) => ts !== "" && Number(ts) < horizon);
    if (read.data.has_more !== true || !cursor || isOld) break;
  }
  return { kind: "absent" };
}

/** Where the scopes are not known, Slack says it. */
function mayReadChannels({ credentials: { scopes } }: Workspace): boolean {
  return scopes === undefined || scopes.includes("channels:history") || scopes.includes("groups:history");
}

function isIt(
  metadata: NonNullable<z.infer<typeof message>["metadata"]>,
  wanted: { readonly key: string } | { readonly shareKey: string },
): boolean {
  if (metadata.event_type !== metadataType) return false;
  return "key" in wanted
    ? metadata.event_payload.key === wanted.key
    : metadata.event_payload.share === opaque(wanted.shareKey);
}
