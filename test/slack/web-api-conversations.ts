import type { Json, Person, SlackChannel, SlackMessage, SlackUser } from "./slack-model.ts";
import { findDirect, findUser, openDirect, reachesOutsider, type SlackState } from "./slack-state.ts";
import {
  flag,
  isMember,
  needScope,
  SlackRefusal,
  text,
  visibleChannel,
  type WebApiCall,
  type WebApiMethod,
} from "./web-api-call.ts";

/** Slack's `conversations.*`, as far as we call it. */
export const conversationMethods: Readonly<Record<string, WebApiMethod>> = {
  "conversations.open": { scope: null, tier: 50, run: open },
  "conversations.info": { scope: null, tier: 50, run: info },
  "conversations.history": { scope: null, tier: 50, run: history },
};

const readScopes = { channel: "channels:read", group: "groups:read", im: "im:read" };
const historyScopes = { channel: "channels:history", group: "groups:history", im: "im:history" };

/** The person of a direct message, or Slack's reason why the bot may not write to them. */
export function writableUser(call: WebApiCall, id: string, unknown: string): SlackUser {
  const { state, workspace } = call;
  const user = findUser(state, workspace, id);
  if (user === null) throw new SlackRefusal(isHidden(call, id) ? "user_not_visible" : unknown);
  if (user.deleted) throw new SlackRefusal("user_disabled");
  if (user.isBot) throw new SlackRefusal("cannot_dm_bot");
  return user;
}

/** Refuses a direct conversation whose other end cannot be reached any more. */
export function checkDirect(call: WebApiCall, channel: SlackChannel): void {
  const { state, workspace } = call;
  const person = channel.person as Person;
  const user = state.users.get(`${person.team}/${person.user}`);
  if (user === undefined) throw new SlackRefusal("channel_not_found");
  if (user.team !== workspace.team && !reachesOutsider(state, workspace, user)) {
    throw new SlackRefusal("channel_not_found");
  }
  if (user.deleted) throw new SlackRefusal("user_disabled");
  if (!workspace.messagesTab) throw new SlackRefusal("messages_tab_disabled");
}

/** A message as the history and the answers to posts show it. */
export function messageJson(state: SlackState, message: SlackMessage, withMetadata: boolean): Json {
  const workspace = [...state.workspaces.values()].find(({ botId }) => botId === message.botId);
  return {
    user: message.user,
    type: "message",
    ts: message.ts,
    ...(message.clientMsgId !== null && { client_msg_id: message.clientMsgId }),
    ...(message.botId !== null && {
      bot_id: message.botId,
      app_id: message.appId,
      bot_profile: { id: message.botId, app_id: message.appId, name: "Rapport", team_id: workspace?.team },
    }),
    text: message.text,
    team: message.team,
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    ...(message.edited && { edited: { user: message.botId ?? message.user, ts: message.ts } }),
    blocks: message.blocks,
    ...(withMetadata && message.metadata !== null && { metadata: message.metadata }),
  };
}

function open(call: WebApiCall): Json {
  const { args, state, workspace } = call;
  needScope(call, "im:write");
  const resumed = text(args, "channel");
  if (resumed !== "") {
    const channel = visibleChannel(call, resumed);
    if (channel.type !== "im") throw new SlackRefusal("method_not_supported_for_channel_type");
    return { already_open: true, no_op: true, channel: opened(channel, flag(args, "return_im")) };
  }
  const users = text(args, "users").split(",").filter(Boolean);
  if (users.length === 0) throw new SlackRefusal("users_list_not_supplied");
  if (users.length > 1) needScope(call, "mpim:write");
  const user = writableUser(call, users[0] ?? "", "user_not_found");
  const person = { team: user.team, user: user.id };
  const known = findDirect(state, workspace, person) !== null;
  const channel = openDirect(state, workspace, person);
  return {
    ...(known && { no_op: true, already_open: true }),
    channel: opened(channel, flag(args, "return_im")),
  };
}

function opened(channel: SlackChannel, whole: boolean): Json {
  return whole
    ? { id: channel.id, is_im: true, is_open: true, user: channel.person?.user }
    : { id: channel.id };
}

function info(call: WebApiCall): Json {
  const channel = visibleChannel(call, text(call.args, "channel"));
  needScope(call, readScopes[channel.type]);
  const shared = channel.teams.size > 1;
  const common = { id: channel.id, is_archived: channel.archived, context_team_id: call.workspace.team };
  if (channel.type === "im") {
    return { channel: { ...common, is_im: true, is_ext_shared: shared, user: channel.person?.user } };
  }
  const other = [...channel.teams].filter((team) => team !== call.workspace.team);
  return {
    channel: {
      ...common,
      name: channel.name,
      name_normalized: channel.name,
      is_channel: channel.type === "channel",
      is_group: false,
      is_im: false,
      is_mpim: false,
      is_private: channel.type === "group",
      is_member: isMember(call.workspace, channel),
      is_general: false,
      is_shared: shared,
      is_ext_shared: shared,
      is_org_shared: false,
      is_pending_ext_shared: false,
      pending_shared: [],
      shared_team_ids: [...channel.teams],
      connected_team_ids: other,
      conversation_host_id: channel.team,
      num_members: flag(call.args, "include_num_members") ? channel.members.size : undefined,
    },
  };
}

function history(call: WebApiCall): Json {
  const { args, state } = call;
  const channel = visibleChannel(call, text(args, "channel"));
  needScope(call, historyScopes[channel.type]);
  if (channel.type === "channel" && !isMember(call.workspace, channel)) {
    throw new SlackRefusal("not_in_channel");
  }
  const cursor = readCursor(text(args, "cursor"));
  const latest = cursor ?? (text(args, "latest") || "9999999999.000000");
  const oldest = text(args, "oldest") || "0000000000.000000";
  const inclusive = flag(args, "inclusive") || cursor !== null;
  const end = call.historyEnds(channel.id);
  const limit = Math.min(Math.max(Number(text(args, "limit") || 100), 1), 999);
  const found = channel.messages
    .filter(({ ts }) => (end === null || Number(ts) <= Number(end)) && between(ts, oldest, latest, inclusive))
    .reverse();
  const next = found[limit];
  return {
    messages: found
      .slice(0, limit)
      .map((message) => messageJson(state, message, flag(args, "include_all_metadata"))),
    has_more: next !== undefined,
    pin_count: 0,
    channel_actions_ts: null,
    channel_actions_count: 0,
    ...(next && { response_metadata: { next_cursor: btoa(`next_ts:${next.ts}`) } }),
  };
}

function between(ts: string, oldest: string, latest: string, inclusive: boolean): boolean {
  const [at, from, to] = [Number(ts), Number(oldest), Number(latest)];
  return inclusive ? at >= from && at <= to : at > from && at < to;
}

function readCursor(cursor: string): string | null {
  if (cursor === "") return null;
  const found = /^next_ts:(\d+\.\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (found === null) throw new SlackRefusal("invalid_cursor");
  return found[1] ?? null;
}

function isHidden({ state, workspace }: WebApiCall, id: string): boolean {
  return state.users.get(`${workspace.team}/${id}`)?.hidden === true;
}
