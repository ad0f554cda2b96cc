import type { Json, SlackApp, SlackToken, SlackWorkspace } from "./slack-model.ts";
import { install, rotate } from "./slack-seeds.ts";
import type { SlackState } from "./slack-state.ts";
import { SlackRefusal, text } from "./web-api-call.ts";

/** What the person at Slack's consent page does, and in which workspace. */
export interface InstallDecision {
  readonly team: string;
  readonly allow: boolean;
}

/** Slack's OAuth: the consent page and the exchange of codes and refresh tokens. */
export interface SlackOauth {
  /** Where the browser is sent from the consent page; throws a refusal that Slack would show as a page. */
  authorize(query: URLSearchParams, decision: InstallDecision | null): URL;
  /** The page that asks for consent; throws the same refusals. */
  page(query: URLSearchParams): string;
  /** What was pressed on that page; `none` before anything was. */
  answerOf(query: URLSearchParams): InstallDecision | "none";
  /** `oauth.v2.access`; `authorization` is the header, for clients that send their credentials there. */
  access(args: Json, authorization: string): Json;
}

interface Code {
  readonly workspace: SlackWorkspace;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly user: string;
  readonly at: number;
  used: boolean;
}

const codeMilliseconds = 10 * 60_000;

/** Works on the apps and workspaces of the state. */
export function createSlackOauth(state: SlackState): SlackOauth {
  const codes = new Map<string, Code>();
  return {
    authorize(query, decision) {
      const workspace = workspaceOf(state, query, decision);
      const target = redirectOf(workspace.app, query.get("redirect_uri") ?? "");
      const url = new URL(target);
      url.searchParams.set("state", query.get("state") ?? "");
      if (decision?.allow === false) {
        url.searchParams.set("error", "access_denied");
        return url;
      }
      const code = state.nextId(`${workspace.team}.code.`);
      codes.set(code, {
        workspace,
        scopes: (query.get("scope") ?? "").split(",").filter(Boolean),
        redirectUri: query.get("redirect_uri") ?? "",
        user: `UADMIN${workspace.team}`,
        at: state.now(),
        used: false,
      });
      url.searchParams.set("code", code);
      return url;
    },
    page(query) {
      const { name, app } = workspaceOf(state, query, null);
      redirectOf(app, query.get("redirect_uri") ?? "");
      const answer = (words: string) => {
        return `<a href="?${new URLSearchParams([...query, ["pressed", words]])}">${words}</a>`;
      };
      const title = `<h1>Rapport is requesting permission to access ${name}</h1>`;
      return `${title}<p>${query.get("scope")}</p>${answer("Cancel")} ${answer("Allow")}`;
    },
    answerOf(query) {
      const pressed = query.get("pressed");
      if (pressed === null) return "none";
      return { team: workspaceOf(state, query, null).team, allow: pressed === "Allow" };
    },
    access(args, authorization) {
      const app = clientOf(state, args, authorization);
      const grant = text(args, "grant_type") || "authorization_code";
      if (grant === "refresh_token") return refreshed(state, app, text(args, "refresh_token"));
      if (grant !== "authorization_code") throw new SlackRefusal("invalid_grant_type");
      const code = codes.get(text(args, "code"));
      if (code === undefined || code.workspace.app !== app) throw new SlackRefusal("invalid_code");
      if (code.used) throw new SlackRefusal("code_already_used");
      if (state.now() - code.at > codeMilliseconds) throw new SlackRefusal("invalid_code");
      if (code.redirectUri !== text(args, "redirect_uri")) throw new SlackRefusal("bad_redirect_uri");
      code.used = true;
      const { workspace, scopes, user } = code;
      return answer(workspace, scopes, install(state, workspace, scopes), user);
    },
  };
}

function workspaceOf(
  state: SlackState,
  query: URLSearchParams,
  decision: InstallDecision | null,
): SlackWorkspace {
  const ours = [...state.workspaces.values()].filter(({ app }) => app.clientId === query.get("client_id"));
  if (ours.length === 0) throw new SlackRefusal("invalid_client_id");
  const team = decision?.team ?? query.get("team");
  const chosen = team === null ? ours[0] : ours.find((workspace) => workspace.team === team);
  if (chosen === undefined) throw new SlackRefusal("invalid_team_for_non_distributed_app");
  return chosen;
}

function redirectOf(app: SlackApp, uri: string): string {
  if (uri === "" && app.redirectUris.length === 1) return app.redirectUris[0] ?? "";
  const known = app.redirectUris.some((registered) => uri.startsWith(registered));
  if (!known) throw new SlackRefusal("bad_redirect_uri");
  return uri;
}

function clientOf(state: SlackState, args: Json, authorization: string): SlackApp {
  const [, basic] = /^Basic (.+)$/i.exec(authorization) ?? [];
  const [headerId, headerSecret] = basic === undefined ? [] : atob(basic).split(":");
  const id = headerId ?? text(args, "client_id");
  const app = [...state.workspaces.values()].find((workspace) => workspace.app.clientId === id)?.app;
  if (app === undefined) throw new SlackRefusal("invalid_client_id");
  if ((headerSecret ?? text(args, "client_secret")) !== app.clientSecret) {
    throw new SlackRefusal("bad_client_secret");
  }
  return app;
}

function refreshed(state: SlackState, app: SlackApp, refreshToken: string): Json {
  const token = state.tokens.get(refreshToken);
  if (token?.kind !== "refresh" || token.app !== app || token.state !== "active") {
    throw new SlackRefusal("invalid_refresh_token");
  }
  token.state = "used";
  return answer(workspaceOfToken(token), token.scopes, rotate(state, workspaceOfToken(token), token.scopes));
}

function workspaceOfToken(token: SlackToken): SlackWorkspace {
  if (token.workspace === null) throw new SlackRefusal("invalid_refresh_token");
  return token.workspace;
}

function answer(workspace: SlackWorkspace, scopes: readonly string[], tokens: Json, user?: string): Json {
  return {
    app_id: workspace.app.id,
    ...(user !== undefined && { authed_user: { id: user } }),
    scope: scopes.join(","),
    token_type: "bot",
    bot_user_id: workspace.botUser,
    ...tokens,
    team: workspace.orgWide ? null : { id: workspace.team, name: workspace.name },
    enterprise: workspace.enterprise,
    is_enterprise_install: workspace.orgWide,
  };
}
