import type { webApi } from "@slack/bolt";
import { Temporal } from "temporal-polyfill";
import type { Installation } from "../../src/ports/installation.ts";
import { createBelieved } from "./believed.ts";
import { alertPaused, type PauseNeeds, pauseWorkspace } from "./pause-workspace.ts";
import { readCredentials } from "./read-credentials.ts";
import { createSlackClient } from "./slack-client.ts";
import { takenOut, takenOutCode } from "./taken-out.ts";
import { awaitNewTokens, canRefresh, endsBefore, isToRefresh, refreshTokens } from "./token-rotation.ts";
import type { Workspace, Workspaces } from "./workspaces.ts";

export interface SlackWorkspacesNeeds extends PauseNeeds {
  readonly apiUrl: string;
  /** Whether the settings name a workspace. */
  readonly fromSettings: boolean;
}

/** Slack's workspaces out of the store, with clients whose tokens are renewed in time; see `Workspaces`. */
export function createSlackWorkspaces(needs: SlackWorkspacesNeeds): Workspaces {
  const { installations, clock, logger, apiUrl } = needs;
  const list = createList(needs);
  const clientFor = createClients(apiUrl);
  const renewing = new Map<string, Promise<string | null>>();

  const pause = async (workspace: Workspace, code: string) => {
    await pauseWorkspace(workspace, code, needs);
    list.forget();
  };

  /** A new token, or null when there is none for now; pauses the workspace when there will be none. */
  const renew = async (workspace: Workspace, mayWait: boolean): Promise<string | null> => {
    const refresh = await refreshTokens(workspace.id, workspace.credentials, needs);
    if (refresh.kind === "refused") await pause(workspace, refresh.code);
    const credentials =
      refresh.kind === "good"
        ? refresh.credentials
        : refresh.kind === "busy" && mayWait
          ? await awaitNewTokens(workspace.id, workspace.credentials, needs)
          : null;
    list.forget();
    return credentials?.botToken ?? null;
  };
  /** The same once for all in this process that ask at the same time. */
  const renewTogether = (workspace: Workspace, mayWait: boolean): Promise<string | null> => {
    const key = `${workspace.id} ${mayWait}`;
    const started = renewing.get(key) ?? renew(workspace, mayWait).finally(() => renewing.delete(key));
    renewing.set(key, started);
    return started;
  };

  const goodToken = async (workspace: Workspace): Promise<string | null> => {
    const { credentials } = workspace;
    const now = clock.now();
    const old = credentials.botToken ?? null;
    if (!isToRefresh(credentials, now)) return old;
    const isOver = endsBefore(credentials, now);
    const renewed = await renewTogether(workspace, isOver);
    if (renewed !== null || isOver) return renewed;
    const newest = await list.find(workspace.id);
    return newest?.state === "active" ? old : null;
  };

  return {
    all: list.all,
    forget: list.forget,
    hasLeft: async (tenant) => (await list.left()).has(tenant),
    of: async (tenant) => (await list.all()).find((workspace) => workspace.tenant === tenant) ?? null,
    async client({ id }) {
      const workspace = await list.find(id);
      if (workspace?.state !== "active") return null;
      const token = await goodToken(workspace);
      return token === null ? null : clientFor(id, token);
    },
    async refused(workspace, code) {
      list.forget();
      const newest = await list.find(workspace.id);
      if (newest?.state !== "active") return "paused";
      if (newest.credentials.botToken !== workspace.credentials.botToken) return "retry";
      if (code === "token_expired" && canRefresh(newest.credentials)) {
        return (await renewTogether(newest, true)) === null ? "paused" : "retry";
      }
      await pause(newest, code);
      return "paused";
    },
    async removed(workspace, at) {
      const { id, tenant } = workspace;
      const code = takenOutCode;
      const row = await installations.get(id);
      if (row !== null && Temporal.Instant.compare(row.changedAt, at) > 0) {
        logger.info(
          { installation: id, workspace: tenant, code },
          "This was before the last change: it stays.",
        );
        return;
      }
      const changed = await installations.setState(id, "removed", code, clock.now());
      list.forget();
      if (!changed) return;
      logger.error(
        { installation: id, workspace: tenant, code },
        "The app was taken out of a Slack workspace: its messages wait. Fix: install it there again and connect the workspace, or take its people's Slack routes off the roster.",
      );
    },
  };
}

/** What the store holds, read again after a few seconds; concurrent readers share one reading. */
function createList({ installations, clock, logger, fromSettings }: SlackWorkspacesNeeds) {
  const alerted = new Set<string>();

  const read = async (): Promise<readonly Workspace[]> => {
    const found = (await installations.all("slack")).map(workspaceOf);
    for (const workspace of found) {
      // Their rows stay as they are: another instance may hold the secret that opens them.
      const { id, stateCode } = workspace;
      if (stateCode === null || !unreadable.has(stateCode)) alerted.delete(id);
      else if (!alerted.has(id)) {
        alerted.add(id);
        alertPaused(workspace, stateCode, logger);
      }
    }
    return found;
  };
  const all = createBelieved(clock, read);
  const left = createBelieved(clock, async () => {
    return new Set((await takenOut(installations, fromSettings)).map(({ tenant }) => tenant));
  });
  return {
    all: all.get,
    left: left.get,
    find: async (id: string) => (await all.get()).find((workspace) => workspace.id === id) ?? null,
    forget: () => {
      all.forget();
      left.forget();
    },
  };
}

/** One client for each installation and token, so that its connections and limits are its own. */
function createClients(apiUrl: string) {
  const clients = new Map<string, { readonly token: string; readonly client: webApi.WebClient }>();
  return (id: string, token: string): webApi.WebClient => {
    const known = clients.get(id);
    if (known?.token === token) return known.client;
    const client = createSlackClient(apiUrl, token);
    clients.set(id, { token, client });
    return client;
  };
}

const unreadable: ReadonlySet<string> = new Set(["vault.unreadable", "credentials.unreadable"]);

function workspaceOf({ credentials, ...row }: Installation): Workspace {
  const { id, tenant, enterprise, name, state, stateCode } = row;
  const open = readCredentials(credentials);
  const known = { id, tenant, enterprise, name, state, stateCode, credentials: open ?? {} };
  if (open !== null || state === "removed" || stateCode === "vault.unreadable") return known;
  return { ...known, state: "paused", stateCode: "credentials.unreadable" };
}
