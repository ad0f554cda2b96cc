import type { Clock } from "../../src/ports/clock.ts";
import {
  type Json,
  type Person,
  personKey,
  type ResponseUrl,
  type SlackChannel,
  type SlackEphemeral,
  type SlackMessage,
  type SlackToken,
  type SlackUser,
  type SlackView,
  type SlackWorkspace,
  type Trigger,
} from "./slack-model.ts";

/** Everything that stands in this Slack. Tests may change it by hand; the Web API and the driver work on it. */
export interface SlackState {
  readonly workspaces: Map<string, SlackWorkspace>;
  readonly tokens: Map<string, SlackToken>;
  readonly users: Map<string, SlackUser>;
  /** All but direct conversations, by id. */
  readonly channels: Map<string, SlackChannel>;
  /** Direct conversations, by id and by workspace and account id. */
  readonly directs: Map<string, SlackChannel>;
  readonly ephemerals: SlackEphemeral[];
  /** Modals by account id, the top one last. */
  readonly stacks: Map<string, SlackView[]>;
  /** Homes by workspace and account id. */
  readonly homes: Map<string, SlackView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  /** Now, in milliseconds of the epoch. */
  now(): number;
  /** A message's or event's timestamp: later than every one before it. */
  nextTs(): string;
  /** An id that was not there before, such as `D00000001`. */
  nextId(prefix: string): string;
}

/** An empty Slack whose time is the clock's. */
export function createSlackState(clock: Clock): SlackState {
  let lastMicroseconds = 0;
  let lastId = 0;
  const now = () => clock.now().epochMilliseconds;
  return {
    workspaces: new Map(),
    tokens: new Map(),
    users: new Map(),
    channels: new Map(),
    directs: new Map(),
    ephemerals: [],
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    now,
    nextTs: () => {
      lastMicroseconds = Math.max(now() * 1_000, lastMicroseconds + 1);
      return `${Math.floor(lastMicroseconds / 1e6)}.${String(lastMicroseconds % 1e6).padStart(6, "0")}`;
    },
    nextId: (prefix) => {
      lastId += 1;
      return `${prefix}${lastId.toString(36).toUpperCase().padStart(8, "0")}`;
    },
  };
}

/** The person as a token's workspace sees the id: its own user first, then an outsider it shares a channel with. */
export function findUser(state: SlackState, workspace: SlackWorkspace, id: string): SlackUser | null {
  const own = state.users.get(personKey({ team: workspace.team, user: id }));
  if (own !== undefined) return own.hidden ? null : own;
  for (const user of state.users.values()) {
    if (user.id === id && reachesOutsider(state, workspace, user)) return user;
  }
  return null;
}

/** Whether the workspace's bot and the other team's user are in one living channel. */
export function reachesOutsider(state: SlackState, workspace: SlackWorkspace, user: SlackUser): boolean {
  const bot = personKey({ team: workspace.team, user: workspace.botUser });
  const outsider = personKey({ team: user.team, user: user.id });
  for (const channel of state.channels.values()) {
    if (channel.archived) continue;
    if (channel.members.has(bot) && channel.members.has(outsider)) return true;
  }
  return false;
}

/** Whether the two workspaces have any channel in common. */
export function areConnected(state: SlackState, team: string, other: string): boolean {
  return [...state.channels.values()].some(({ teams, archived }) => {
    return !archived && teams.has(team) && teams.has(other);
  });
}

/** The direct conversation of the workspace's app with the person, made when it is not there. */
export function openDirect(state: SlackState, workspace: SlackWorkspace, person: Person): SlackChannel {
  const found = findDirect(state, workspace, person);
  if (found !== null) return found;
  const members = [personKey(person), personKey({ team: workspace.team, user: workspace.botUser })];
  const direct: SlackChannel = {
    id: state.nextId("D"),
    type: "im",
    name: "directmessage",
    team: workspace.team,
    teams: new Set([workspace.team, person.team]),
    members: new Set(members),
    person,
    archived: false,
    messages: [],
  };
  state.directs.set(direct.id, direct);
  state.directs.set(directKey(workspace, person), direct);
  return direct;
}

/** The direct conversation, or null when it was never opened. */
export function findDirect(
  state: SlackState,
  workspace: SlackWorkspace,
  person: Person,
): SlackChannel | null {
  return state.directs.get(directKey(workspace, person)) ?? null;
}

/** A channel or a direct conversation by its id; null when there is none. */
export function findChannel(state: SlackState, id: string): SlackChannel | null {
  return state.channels.get(id) ?? state.directs.get(id) ?? null;
}

/** Puts a message where it belongs and answers it as it stands. */
export function addMessage(
  state: SlackState,
  channel: SlackChannel,
  message: Omit<SlackMessage, "type" | "ts" | "channel" | "edited" | "blocks"> & { blocks: readonly Json[] },
): SlackMessage {
  const added: SlackMessage = {
    type: "message",
    ts: state.nextTs(),
    channel: channel.id,
    edited: false,
    ...message,
    blocks: withBlockIds(state, message.blocks),
  };
  channel.messages.push(added);
  return added;
}

/** The blocks as Slack keeps them: every one has an id. */
export function withBlockIds(state: SlackState, blocks: readonly Json[]): readonly Json[] {
  return blocks.map((block) => {
    const id = block.block_id;
    return { ...block, block_id: typeof id === "string" && id !== "" ? id : state.nextId("b") };
  });
}

function directKey(workspace: SlackWorkspace, person: Person): string {
  return `${workspace.team}|${personKey(person)}`;
}
