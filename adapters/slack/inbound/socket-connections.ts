import type { Workspace, Workspaces } from "../workspaces.ts";
import { createPauses } from "./pauses.ts";
import { keepSocketOpen, type SocketConnection, type SocketNeeds } from "./socket-connection.ts";

/** What keeps the Socket Mode connections of all workspaces. */
export interface SocketConnectionsNeeds extends SocketNeeds {
  readonly workspaces: Pick<Workspaces, "all">;
  /** Milliseconds between two looks at which workspaces there are. */
  readonly watchEveryMs: number;
}

export interface SocketConnections {
  /** Opens one for each app token of a workspace that is active or paused; done when each was tried once. */
  start(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

/** One connection for each app token: an app that several workspaces installed has one. New workspaces are seen. */
export function createSocketConnections(needs: SocketConnectionsNeeds): SocketConnections {
  const open = new Map<string, SocketConnection>();
  const pauses = createPauses();
  const state = { stopping: false };
  const closings = new Set<Promise<void>>();

  const look = async () => {
    const wanted = tokensOf(await needs.workspaces.all());
    if (state.stopping) return;
    for (const token of wanted) if (!open.has(token)) open.set(token, keepSocketOpen(needs, token));
    for (const [token, connection] of open) {
      if (wanted.has(token)) continue;
      open.delete(token);
      const closing = connection.close(goodbyeMs).finally(() => closings.delete(closing));
      closings.add(closing);
    }
  };
  const lookSafely = () =>
    look().catch((error: unknown) => {
      needs.logger.warn({ code: "slack.no-workspaces", error }, "The Slack workspaces could not be read.");
    });
  const watch = async () => {
    while (!state.stopping) {
      await pauses.pause(needs.watchEveryMs);
      if (!state.stopping) await lookSafely();
    }
  };
  const watching: { work?: Promise<void> } = {};
  return {
    async start() {
      await lookSafely();
      await Promise.all([...open.values()].map(({ tried }) => tried));
      watching.work = watch();
    },
    async stop(graceMs) {
      state.stopping = true;
      pauses.end();
      await watching.work;
      await Promise.all([...[...open.values()].map((one) => one.close(graceMs)), ...closings]);
      open.clear();
    },
  };
}

const goodbyeMs = 5_000;

function tokensOf(workspaces: readonly Workspace[]): ReadonlySet<string> {
  return new Set(
    workspaces.flatMap(({ state, credentials: { appToken } }) =>
      (state === "active" || state === "paused") && appToken !== undefined ? [appToken] : [],
    ),
  );
}
