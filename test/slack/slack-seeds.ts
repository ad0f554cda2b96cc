import { createHash } from "node:crypto";
import { botScopes } from "../../adapters/slack/scopes.ts";
import {
  type Json,
  type Person,
  personKey,
  type SlackApp,
  type SlackChannel,
  type SlackToken,
  type SlackUser,
  type SlackWorkspace,
} from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";

/** What our manifest asks for, and nothing else. */
export const ourScopes: readonly string[] = botScopes;

/** What a test says of a workspace; the rest is made up. `app`: the app of another workspace, or its own. */
export interface WorkspaceSeed {
  readonly team: string;
  readonly name?: string;
  readonly enterprise?: { readonly id: string; readonly name: string };
  readonly orgWide?: boolean;
  readonly app?: SlackApp;
  readonly scopes?: readonly string[];
  readonly rotation?: boolean;
  /** False: there is an app, but nobody has installed it yet. */
  readonly installed?: boolean;
}

export interface UserSeed {
  readonly name?: string;
  readonly isBot?: boolean;
  readonly isGuest?: boolean;
  readonly deleted?: boolean;
  readonly hidden?: boolean;
}

export interface ChannelSeed {
  readonly id: string;
  readonly team: string;
  readonly type?: "channel" | "group";
  readonly members: readonly Person[];
  /** Workspaces that it is shared with; those of its members are in it anyway. */
  readonly sharedWith?: readonly string[];
  /** Whether the app of the channel's own workspace is in it: yes, unless said. */
  readonly withBot?: boolean;
}

/** A workspace with an app of its own, installed with our scopes unless the seed says otherwise. */
export function addWorkspace(state: SlackState, seed: WorkspaceSeed): SlackWorkspace {
  const { team, name = `Workspace ${team}` } = seed;
  const app = seed.app ?? makeApp(state, team, seed);
  const workspace: SlackWorkspace = {
    team,
    name,
    domain: team.toLowerCase(),
    enterprise: seed.enterprise ?? null,
    orgWide: seed.orgWide ?? false,
    app,
    botUser: `UBOT${team}`,
    botId: `B${team}`,
    token: null,
    messagesTab: true,
  };
  state.workspaces.set(team, workspace);
  addUser(state, { team, user: workspace.botUser }, { name: "Rapport", isBot: true });
  if (seed.installed !== false) install(state, workspace, seed.scopes ?? app.scopes);
  return workspace;
}

/** A user of a workspace; it need not be one that has our app. */
export function addUser(state: SlackState, person: Person, seed: UserSeed = {}): SlackUser {
  const user: SlackUser = {
    team: person.team,
    id: person.user,
    name: seed.name ?? `Person ${person.user}`,
    isBot: seed.isBot ?? false,
    isGuest: seed.isGuest ?? false,
    deleted: seed.deleted ?? false,
    hidden: seed.hidden ?? false,
    locale: "en-US",
    tz: "America/New_York",
    email: `${person.user.toLowerCase()}@${person.team.toLowerCase()}.example`,
  };
  state.users.set(personKey(person), user);
  return user;
}

/** A channel with its members and, unless said, the app's bot. */
export function addChannel(state: SlackState, seed: ChannelSeed): SlackChannel {
  const bot = state.workspaces.get(seed.team)?.botUser;
  const members = seed.members.map(personKey);
  if (bot !== undefined && seed.withBot !== false) members.push(personKey({ team: seed.team, user: bot }));
  const channel: SlackChannel = {
    id: seed.id,
    type: seed.type ?? "channel",
    name: seed.id.toLowerCase(),
    team: seed.team,
    teams: new Set([seed.team, ...(seed.sharedWith ?? []), ...seed.members.map(({ team }) => team)]),
    members: new Set(members),
    person: null,
    archived: false,
    messages: [],
  };
  state.channels.set(channel.id, channel);
  return channel;
}

const rotationSeconds = 12 * 3600;

/** The app comes into the workspace; answers the token part of what OAuth says then. */
export function install(state: SlackState, workspace: SlackWorkspace, scopes: readonly string[]): Json {
  if (workspace.app.rotation) return rotate(state, workspace, scopes);
  const known = workspace.token === null ? undefined : state.tokens.get(workspace.token);
  if (known?.state === "active") {
    known.scopes = [...new Set([...known.scopes, ...scopes])];
    return { access_token: known.token };
  }
  const token = addToken(state, workspace, "bot", `xoxb-${state.nextId(workspace.team)}`, scopes);
  workspace.token = token.token;
  return { access_token: token.token };
}

/** A new token that ends in twelve hours and the refresh token for the next one. */
export function rotate(state: SlackState, workspace: SlackWorkspace, scopes: readonly string[]): Json {
  const access = addToken(state, workspace, "bot", `xoxe.xoxb-1-${state.nextId(workspace.team)}`, scopes);
  access.expiresAt = state.now() + rotationSeconds * 1_000;
  workspace.token = access.token;
  const refresh = addToken(state, workspace, "refresh", `xoxe-1-${state.nextId(workspace.team)}`, scopes);
  return { access_token: access.token, refresh_token: refresh.token, expires_in: rotationSeconds };
}

function addToken(
  state: SlackState,
  workspace: SlackWorkspace,
  kind: "bot" | "refresh",
  token: string,
  scopes: readonly string[],
): SlackToken {
  const { app } = workspace;
  const added: SlackToken = {
    token,
    kind,
    app,
    workspace,
    scopes: [...scopes],
    state: "active",
    expiresAt: null,
  };
  state.tokens.set(token, added);
  return added;
}

function makeApp(state: SlackState, team: string, seed: WorkspaceSeed): SlackApp {
  const app: SlackApp = {
    id: `A${team}`,
    clientId: `1000.${team}`,
    clientSecret: `client-secret-of-${team}`,
    // As Slack makes them: 32 hexadecimal digits.
    signingSecret: createHash("md5").update(`signing-secret-of-${team}`).digest("hex"),
    appToken: `xapp-1-A${team}-1`,
    redirectUris: [],
    rotation: seed.rotation ?? false,
    scopes: seed.scopes ?? ourScopes,
  };
  state.tokens.set(app.appToken, {
    token: app.appToken,
    kind: "app",
    app,
    workspace: null,
    scopes: ["connections:write"],
    state: "active",
    expiresAt: null,
  });
  return app;
}
