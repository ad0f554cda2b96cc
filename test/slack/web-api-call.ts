import type { Json, SlackChannel, SlackToken, SlackWorkspace } from "./slack-model.ts";
import { findChannel, type SlackState } from "./slack-state.ts";

/** Slack's `{ ok: false }`: the code and what else stands in the answer. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** One call of a method whose token is good. */
export interface WebApiCall {
  readonly state: SlackState;
  readonly workspace: SlackWorkspace;
  readonly token: SlackToken;
  readonly args: Json;
  /** Throws when Slack would refuse the blocks. */
  checkBlocks(payload: Json, code: string): void;
  /** Messages of this channel that are newer are not in the history yet. */
  historyEnds(channel: string): string | null;
}

/** How a method answers, what it needs and how often it may be called. */
export interface WebApiMethod {
  /** Any call needs this scope; what depends on the channel is checked by the method. */
  readonly scope: string | null;
  /** Calls a minute for a workspace; `post` has its own rules; null is unlimited here. */
  readonly tier: number | "post" | null;
  run(call: WebApiCall): Json;
}

/** An argument as text; empty when it is missing. */
export function text(args: Json, name: string): string {
  const value = args[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** A flag, in a form or in JSON. */
export function flag(args: Json, name: string): boolean {
  return args[name] === true || args[name] === "true" || args[name] === "1";
}

/** An argument that is JSON, also as text; undefined when it is missing. */
export function json(args: Json, name: string, code = "invalid_arguments"): unknown {
  const value = args[name];
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackRefusal(code);
  }
}

/** Refuses a token that lacks the scope, as Slack words it. */
export function needScope({ token }: WebApiCall, scope: string): void {
  if (token.scopes.includes(scope)) return;
  throw new SlackRefusal("missing_scope", { needed: scope, provided: token.scopes.join(",") });
}

/** The channel as the token's bot sees it; what it cannot see does not exist for it. */
export function visibleChannel({ state, workspace }: WebApiCall, id: string): SlackChannel {
  const channel = findChannel(state, id);
  if (channel === null || !channel.teams.has(workspace.team)) throw new SlackRefusal("channel_not_found");
  if (channel.type === "im" && channel.team !== workspace.team) throw new SlackRefusal("channel_not_found");
  if (channel.type === "group" && !isMember(workspace, channel)) throw new SlackRefusal("channel_not_found");
  return channel;
}

/** Whether the workspace's bot is in the channel. */
export function isMember(workspace: SlackWorkspace, channel: SlackChannel): boolean {
  return channel.members.has(`${workspace.team}/${workspace.botUser}`);
}
