import { type DriverContext, deliver, deliverEvent, workspaceFor } from "./driver-context.ts";
import { messageEvent, verificationToken } from "./event-payloads.ts";
import type { Delivery } from "./send-to-app.ts";
import { type Person, personKey, type SlackChannel, type SlackWorkspace } from "./slack-model.ts";
import { addMessage, findChannel } from "./slack-state.ts";
import { viewJson } from "./web-api-views.ts";

/** The person writes to the app. */
export async function say(context: DriverContext, person: Person, text: string): Promise<Delivery> {
  const { stage } = context;
  const workspace = workspaceFor(context, person);
  const channel = await stage.openDirect(workspace, person);
  const message = addMessage(stage.state, channel, {
    user: person.user,
    team: person.team,
    botId: null,
    appId: null,
    clientMsgId: stage.state.nextId("client-"),
    threadTs: null,
    metadata: null,
    text,
    blocks: [],
  });
  const origin = { workspace, actor: person, channel };
  const id = message.clientMsgId ?? "";
  return deliverEvent(context, origin, messageEvent(origin, { ts: message.ts, text, id }));
}

/** The person looks at the app's home, or at its messages. */
export async function openHome(
  context: DriverContext,
  person: Person,
  tab: "home" | "messages" = "home",
): Promise<Delivery> {
  const { stage } = context;
  const workspace = workspaceFor(context, person);
  const channel = await stage.openDirect(workspace, person);
  const view = stage.state.homes.get(`${workspace.team}|${personKey(person)}`);
  const event = {
    type: "app_home_opened",
    user: person.user,
    channel: channel.id,
    tab,
    ...(view !== undefined && tab === "home" && { view: viewJson(view) }),
    event_ts: stage.state.nextTs(),
  };
  return deliverEvent(context, { workspace, actor: person, channel }, event);
}

/** Another organisation comes into the channel; its people are not in it yet. */
export function channelShared(context: DriverContext, channelId: string, team: string): Promise<Delivery> {
  const channel = channelOf(context, channelId);
  channel.teams.add(team);
  return deliverChannelEvent(context, channel, { type: "channel_shared", connected_team_id: team });
}

/** The other organisation leaves it, with its people. */
export function channelUnshared(context: DriverContext, channelId: string, team: string): Promise<Delivery> {
  const channel = channelOf(context, channelId);
  channel.teams.delete(team);
  for (const member of channel.members) if (member.startsWith(`${team}/`)) channel.members.delete(member);
  return deliverChannelEvent(context, channel, {
    type: "channel_unshared",
    previously_connected_team_id: team,
    is_ext_shared: channel.teams.size > 1,
  });
}

/** The channel goes by another id from now on, as happens when it is shared. */
export function channelIdChanged(context: DriverContext, oldId: string, newId: string): Promise<Delivery> {
  const { channels } = context.stage.state;
  const channel = channelOf(context, oldId);
  channels.delete(oldId);
  channel.id = newId;
  channels.set(newId, channel);
  const event = {
    type: "channel_id_changed",
    old_channel_id: oldId,
    new_channel_id: newId,
    event_ts: context.stage.state.nextTs(),
  };
  return deliverEvent(context, { workspace: hostOf(context, channel), actor: null, channel }, event);
}

/** Somebody takes the app out of the workspace; its tokens are dead. */
export function appUninstalled(context: DriverContext, team: string): Promise<Delivery> {
  const workspace = workspaceOfTeam(context, team);
  revoke(context, workspace);
  workspace.token = null;
  const event = { type: "app_uninstalled", event_ts: context.stage.state.nextTs() };
  return deliverEvent(context, { workspace, actor: null, channel: null }, event);
}

/** Somebody takes the app's tokens away; it is still installed. */
export function tokensRevoked(context: DriverContext, team: string): Promise<Delivery> {
  const workspace = workspaceOfTeam(context, team);
  revoke(context, workspace);
  const event = {
    type: "tokens_revoked",
    tokens: { oauth: [], bot: [workspace.botUser] },
    event_ts: context.stage.state.nextTs(),
  };
  return deliverEvent(context, { workspace, actor: null, channel: null }, event);
}

/** What Slack asks when an address is put into the app's settings. */
export function verifyUrl(context: DriverContext, team: string, challenge: string): Promise<Delivery> {
  const payload = { token: verificationToken, challenge, type: "url_verification" };
  return deliver(context, "events", workspaceOfTeam(context, team), payload);
}

function deliverChannelEvent(
  context: DriverContext,
  channel: SlackChannel,
  event: Readonly<Record<string, unknown>>,
): Promise<Delivery> {
  const origin = { workspace: hostOf(context, channel), actor: null, channel };
  const event_ts = context.stage.state.nextTs();
  return deliverEvent(context, origin, { ...event, channel: channel.id, event_ts });
}

function revoke({ stage }: DriverContext, workspace: SlackWorkspace): void {
  for (const token of stage.state.tokens.values()) if (token.workspace === workspace) token.state = "revoked";
}

function channelOf({ stage }: DriverContext, id: string): SlackChannel {
  const channel = findChannel(stage.state, id);
  if (channel === null) throw new Error(`${id} is not in this Slack`);
  return channel;
}

function hostOf(context: DriverContext, channel: SlackChannel): SlackWorkspace {
  return workspaceOfTeam(context, context.how.installed ?? channel.team);
}

function workspaceOfTeam({ stage }: DriverContext, team: string): SlackWorkspace {
  const workspace = stage.state.workspaces.get(team);
  if (workspace === undefined) throw new Error(`${team} has no app`);
  return workspace;
}
