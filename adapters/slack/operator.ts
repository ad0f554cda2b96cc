import type { Clock } from "../../src/ports/clock.ts";
import type { Finding } from "../../src/ports/finding.ts";
import type { Installation, InstallationStore } from "../../src/ports/installation.ts";
import type { ConnectedWorkspace, SlackEvidence, SlackOperator } from "../../src/ports/slack-operator.ts";
import type { Heard } from "./heard.ts";
import { createAskSlack } from "./operator/ask-slack.ts";
import { checkMessagesTab } from "./operator/check-messages-tab.ts";
import { type Connection, checkPosts } from "./operator/check-posts.ts";
import { checkWorkspace, nameOf } from "./operator/check-workspace.ts";
import { type ConnectNeeds, connectWorkspace } from "./operator/connect-workspace.ts";
import { missingScopes } from "./operator/read-scopes.ts";
import { readCredentials } from "./read-credentials.ts";
import { teamsOf } from "./slack-address.ts";
import type { SlackNotes } from "./slack-notes.ts";
import { takenOut } from "./taken-out.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

export interface SlackOperatorNeeds {
  readonly installations: InstallationStore;
  readonly workspaces: Pick<Workspaces, "all" | "client">;
  readonly notes: Pick<SlackNotes, "currentChannel">;
  readonly heard: Pick<Heard, "last">;
  readonly clock: Clock;
  /** Slack's Web API, with a slash at its end. */
  readonly apiUrl: string;
  readonly publicUrl: string | null;
  readonly installLink: ConnectNeeds["installLink"];
  readonly fromSettings: ConnectNeeds["fromSettings"];
}

/** What an operator does about Slack, over the stored installations and Slack's own answers. */
export function createSlackOperator(needs: SlackOperatorNeeds): SlackOperator {
  const ask = createAskSlack(needs.apiUrl);
  const tokenOf = (workspace: Workspace) => tokenNow(needs.workspaces, workspace);
  return {
    connect: (keys, workspace) => connectWorkspace({ ...needs, ask }, keys, workspace),
    list: async () => {
      const gone = await takenOut(needs.installations, needs.fromSettings);
      return [...(await needs.installations.all("slack")), ...gone.toReversed()].map(describe);
    },
    findings: async (evidence) => {
      const workspaces = await needs.workspaces.all();
      const gone = takenOutFindings(await takenOut(needs.installations, needs.fromSettings), evidence);
      if (workspaces.length === 0) return gone.length > 0 ? gone : unconnected(evidence);
      const checks = { ...needs, ask, tokenOf, hasPublicUrl: needs.publicUrl !== null };
      const ofWorkspaces: Finding[] = [];
      for (const workspace of workspaces) ofWorkspaces.push(...(await checkWorkspace(checks, workspace)));
      const connect = async (tenant: string): Promise<Connection | null> => {
        const workspace = workspaces.find((one) => one.tenant === tenant || one.enterprise === tenant);
        const token = workspace === undefined ? null : await tokenOf(workspace);
        if (workspace === undefined || token === null) return null;
        return { token, channel: (known) => needs.notes.currentChannel(workspace.id, known) };
      };
      const ofPosts = await checkPosts({ ask, connect }, evidence.posts);
      return inOrder([...ofWorkspaces, ...gone, ...checkMessagesTab(evidence.routes), ...ofPosts]);
    },
  };
}

function describe(row: Installation): ConnectedWorkspace {
  const { appToken, signingSecret, scopes } = readCredentials(row.credentials) ?? {};
  const { tenant, name, origin, state, stateCode, changedAt } = row;
  const http = signingSecret === undefined ? "nothing" : "http";
  return {
    ...{ tenant, name, origin, state, stateCode, changedAt },
    inbound: appToken === undefined ? http : "socket",
    missingScopes: missingScopes(scopes),
  };
}

/** A roster that names Slack needs a workspace; where neither is there, nothing is to be said. */
function unconnected({ posts, routes }: SlackEvidence): readonly Finding[] {
  if (posts.length === 0 && routes.length === 0) return [];
  const values = { routes: routes.length, posts: posts.length };
  return [{ code: "S01", state: "bad", key: "slackNone", values }];
}

/** Who took the app out may have meant it: it is a fault only where the roster still goes there. */
function takenOutFindings(
  gone: readonly Installation[],
  { posts, routes }: SlackEvidence,
): readonly Finding[] {
  const wanted = new Set([...posts, ...routes].map(({ address }) => teamsOf(address).at(-1)));
  return gone.flatMap((row): readonly Finding[] => {
    // Which teams an organisation has is not known.
    const isWanted = row.tenant?.startsWith("E") ? wanted.size > 0 : wanted.has(row.tenant ?? "");
    return isWanted
      ? [{ code: "S01", state: "bad", key: "slackTakenOut", values: { workspace: nameOf(row) } }]
      : [];
  });
}

/** A token that rotates is renewed by its client; a workspace that rests is asked with the one that it has. */
async function tokenNow(
  workspaces: Pick<Workspaces, "client">,
  workspace: Workspace,
): Promise<string | null> {
  const client = workspace.state === "active" ? await workspaces.client(workspace) : null;
  return client?.token ?? workspace.credentials.botToken ?? null;
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}
