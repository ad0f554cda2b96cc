import type { SlackRequest } from "./slack-faults.ts";
import { createLimitCounter, type SlackLimits } from "./slack-limits.ts";
import type { Json, SlackToken } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import { accountMethods } from "./web-api-account.ts";
import { needScope, SlackRefusal, text, type WebApiCall, type WebApiMethod } from "./web-api-call.ts";
import { chatMethods } from "./web-api-chat.ts";
import { conversationMethods } from "./web-api-conversations.ts";
import type { SlackOauth } from "./web-api-oauth.ts";
import { viewMethods } from "./web-api-views.ts";

/** A whole answer; `code` is `ok`, Slack's error or `ratelimited`. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code: string;
}

/** The methods behind `/api/`. */
export interface WebApi {
  /** Does what is asked, if Slack would. `authorization` is the header's value, empty when there is none. */
  answer(request: SlackRequest, authorization: string): Reply;
  /** The team whose token it is; null when it is nobody's. */
  teamOf(authorization: string, args: Json): string | null;
}

export interface WebApiParts {
  readonly state: SlackState;
  readonly oauth: SlackOauth;
  readonly limits: SlackLimits;
  /** Throws a refusal, when Slack would refuse the blocks. */
  checkBlocks(payload: Json, code: string): void;
  historyEnds(workspace: string, channel: string): string | null;
  /** A new address for Socket Mode. */
  socketUrl(token: SlackToken): string;
}

const methods: Readonly<Record<string, WebApiMethod>> = {
  ...accountMethods,
  ...chatMethods,
  ...conversationMethods,
  ...viewMethods,
};

/** Slack's Web API over the state. */
export function createWebApi(parts: WebApiParts): WebApi {
  const { state, oauth } = parts;
  const counter = createLimitCounter(parts.limits);

  const run = (request: SlackRequest, authorization: string): Json | Reply => {
    const { method, args } = request;
    if (method === "oauth.v2.access") return oauth.access(args, authorization);
    const token = tokenOf(state, authorization, args);
    if (method === "apps.connections.open") return { url: parts.socketUrl(appToken(token)) };
    const known = methods[method];
    if (known === undefined) throw new SlackRefusal("unknown_method", { req_method: method });
    const { workspace } = token;
    if (token.kind !== "bot" || workspace === null) throw new SlackRefusal("not_allowed_token_type");
    const call: WebApiCall = {
      state,
      workspace,
      token,
      args,
      checkBlocks: parts.checkBlocks,
      historyEnds: (channel) => parts.historyEnds(workspace.team, channel),
    };
    if (known.scope !== null) needScope(call, known.scope);
    const { team } = workspace;
    const channel = text(args, "channel");
    const wait = counter.take({ workspace: team, method, channel, tier: known.tier, now: state.now() });
    return wait === null ? known.run(call) : limited(String(wait));
  };

  return {
    teamOf: (authorization, args) => {
      return state.tokens.get(bearer(authorization, args))?.workspace?.team ?? null;
    },
    answer: (request, authorization) => {
      const scopes = state.tokens.get(bearer(authorization, request.args))?.scopes;
      const headers = scopes === undefined ? undefined : { "x-oauth-scopes": scopes.join(",") };
      try {
        const result = run(request, authorization);
        return isReply(result) ? result : jsonReply({ ok: true, ...result }, headers);
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        return jsonReply({ ok: false, error: error.code, ...error.extra }, headers);
      }
    },
  };
}

/** 429; without a header when there is no number to give. */
export function limited(retryAfter: string | undefined): Reply {
  const header = retryAfter === undefined ? undefined : { "retry-after": retryAfter };
  return { ...jsonReply({ ok: false, error: "ratelimited" }, header), status: 429 };
}

/** 200 with JSON, whatever it says: Slack uses no other status for refusals. */
export function jsonReply(body: Json, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
    code: body.ok === true ? "ok" : String(body.error),
  };
}

function isReply(result: Json | Reply): result is Reply {
  return typeof result.status === "number" && typeof result.body === "string";
}

function bearer(authorization: string, args: Json): string {
  return /^Bearer (.+)$/i.exec(authorization)?.[1] ?? text(args, "token");
}

function tokenOf(state: SlackState, authorization: string, args: Json): SlackToken {
  const presented = bearer(authorization, args);
  if (presented === "") throw new SlackRefusal("not_authed");
  const token = state.tokens.get(presented);
  if (token === undefined || token.kind === "refresh") throw new SlackRefusal("invalid_auth");
  if (token.state === "revoked") throw new SlackRefusal("token_revoked");
  if (token.expiresAt !== null && state.now() >= token.expiresAt) throw new SlackRefusal("token_expired");
  return token;
}

function appToken(token: SlackToken): SlackToken {
  if (token.kind !== "app") throw new SlackRefusal("not_allowed_token_type");
  return token;
}
