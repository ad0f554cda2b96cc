import type { Json, SlackChannel, SlackMessage } from "./slack-model.ts";
import { addMessage, findUser, openDirect, withBlockIds } from "./slack-state.ts";
import {
  isMember,
  json,
  SlackRefusal,
  text,
  visibleChannel,
  type WebApiCall,
  type WebApiMethod,
} from "./web-api-call.ts";
import { checkDirect, messageJson, writableUser } from "./web-api-conversations.ts";

/** Slack's `chat.*`, as far as we call it. */
export const chatMethods: Readonly<Record<string, WebApiMethod>> = {
  "chat.postMessage": { scope: "chat:write", tier: "post", run: postMessage },
  "chat.postEphemeral": { scope: "chat:write", tier: 100, run: postEphemeral },
  "chat.update": { scope: "chat:write", tier: 50, run: update },
};

const longestText = { post: 40_000, update: 4_000 };
/** Slack gives no number; ours is far below any. */
const longestMetadata = 16_000;

function postMessage(call: WebApiCall): Json {
  const { args, state, workspace, token } = call;
  const channel = destination(call);
  const content = contentOf(call, longestText.post);
  const message = addMessage(state, channel, {
    user: workspace.botUser,
    team: workspace.team,
    botId: workspace.botId,
    appId: token.app.id,
    clientMsgId: text(args, "client_msg_id") || null,
    threadTs: text(args, "thread_ts") || null,
    metadata: metadataOf(args) ?? null,
    ...content,
  });
  return { channel: channel.id, ts: message.ts, message: messageJson(state, message, true) };
}

function destination(call: WebApiCall): SlackChannel {
  const { args, state, workspace } = call;
  const id = text(args, "channel");
  if (id === "") throw new SlackRefusal("channel_not_found");
  if (/^[UW]/.test(id)) {
    const user = writableUser(call, id, "channel_not_found");
    if (!workspace.messagesTab) throw new SlackRefusal("messages_tab_disabled");
    return openDirect(state, workspace, { team: user.team, user: user.id });
  }
  const channel = visibleChannel(call, id);
  if (channel.type === "im") checkDirect(call, channel);
  else checkPosting(call, channel);
  return channel;
}

function checkPosting({ workspace }: WebApiCall, channel: SlackChannel): void {
  if (channel.archived) throw new SlackRefusal("is_archived");
  if (!isMember(workspace, channel)) throw new SlackRefusal("not_in_channel");
}

function contentOf(call: WebApiCall, longest: number): { text: string; blocks: readonly Json[] } {
  const content = text(call.args, "text");
  const blocks = json(call.args, "blocks", "invalid_blocks_format") ?? [];
  if (!Array.isArray(blocks)) throw new SlackRefusal("invalid_blocks_format");
  if (content === "" && blocks.length === 0) throw new SlackRefusal("no_text");
  if (content.length > longest) throw new SlackRefusal("msg_too_long");
  call.checkBlocks({ text: content, blocks }, "invalid_blocks");
  return { text: content, blocks: blocks as Json[] };
}

/** Undefined when it is not given; null when it is to be taken away. */
function metadataOf(args: Json): Json | null | undefined {
  const metadata = json(args, "metadata", "invalid_metadata_format");
  if (metadata === undefined || metadata === null) return undefined;
  const { event_type: type, event_payload: payload } = metadata as Json;
  if (Object.keys(metadata).length === 0) return null;
  if (typeof type !== "string" || type === "" || typeof payload !== "object" || payload === null) {
    throw new SlackRefusal("invalid_metadata_format");
  }
  if (JSON.stringify(metadata).length > longestMetadata) throw new SlackRefusal("metadata_too_large");
  return metadata as Json;
}

function postEphemeral(call: WebApiCall): Json {
  const { args, state, workspace, token } = call;
  const channel = visibleChannel(call, text(args, "channel"));
  checkPosting(call, channel);
  const user = findUser(state, workspace, text(args, "user"));
  if (user === null || user.deleted || !channel.members.has(`${user.team}/${user.id}`)) {
    throw new SlackRefusal("user_not_in_channel");
  }
  const { text: content, blocks } = contentOf(call, longestText.post);
  const ts = state.nextTs();
  state.ephemerals.push({
    ts,
    channel: channel.id,
    person: { team: user.team, user: user.id },
    appId: token.app.id,
    botUser: workspace.botUser,
    text: content,
    blocks: withBlockIds(state, blocks),
  });
  return { message_ts: ts };
}

function update(call: WebApiCall): Json {
  const { args, state, workspace } = call;
  const channel = visibleChannel(call, text(args, "channel"));
  if (channel.archived) throw new SlackRefusal("is_archived");
  const message = channel.messages.find(({ ts }) => ts === text(args, "ts"));
  if (message === undefined) throw new SlackRefusal("message_not_found");
  if (message.botId !== workspace.botId) throw new SlackRefusal("cant_update_message");
  const content = contentOf(call, longestText.update);
  change(message, { ...content, blocks: withBlockIds(state, content.blocks) }, metadataOf(args));
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(state, message, true),
  };
}

function change(
  message: SlackMessage,
  content: { readonly text: string; readonly blocks: readonly Json[] },
  metadata: Json | null | undefined,
): void {
  message.text = content.text;
  message.blocks = content.blocks;
  message.edited = true;
  if (metadata !== undefined) message.metadata = metadata;
}
