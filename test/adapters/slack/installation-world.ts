import { credentialsText, readCredentials } from "../../../adapters/slack/read-credentials.ts";
import type { SlackCredentials } from "../../../adapters/slack/slack-credentials.ts";
import {
  createSlackWorkspaces,
  type SlackWorkspacesNeeds,
} from "../../../adapters/slack/slack-workspaces.ts";
import type { Workspace, Workspaces } from "../../../adapters/slack/workspaces.ts";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import { createInstallationStore } from "../../../db/stores/installation-store.ts";
import { createPlatformNotes } from "../../../db/stores/platform-notes.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import type { Installation, InstallationStore } from "../../../src/ports/installation.ts";
import { createRecordingLogger, type LogLine } from "../../builders/recording-logger.ts";
import { createTestClock } from "../../builders/test-clock.ts";
import { withEngine } from "../../engines/engine.ts";
import { type LoopbackSlack, startLoopbackSlack } from "../../slack/loopback-slack.ts";
import type { SlackWorkspace } from "../../slack/slack-model.ts";

export const secret = async () => "a secret of these tests alone, long enough";

/** A store of installations on the embedded database beside a Slack on loopback; `begin` makes both anew. */
export async function openInstallationWorld() {
  const engine = await withEngine("pglite");
  const opened = await engine.open();
  const clock = createTestClock("2026-11-02T12:00:00Z");
  const installations = createInstallationStore(opened.database, randomIds, createJweVault(secret));
  const world = {
    engine,
    database: opened.database,
    clock,
    installations,
    notes: createPlatformNotes(opened.database),
    slack: undefined as unknown as LoopbackSlack,
    logger: createRecordingLogger(),
    async begin() {
      await world.slack?.close();
      await engine.empty();
      clock.set("2026-11-02T12:00:00Z");
      world.logger = createRecordingLogger();
      world.slack = await startLoopbackSlack({ clock });
    },
    async close() {
      await world.slack?.close();
      await opened.close();
      await engine.close();
    },
    needs: (store: InstallationStore = installations): SlackWorkspacesNeeds => ({
      installations: store,
      clock,
      logger: world.logger,
      apiUrl: world.slack.apiUrl,
      fromSettings: true,
    }),
    /** What one process knows; each call is another process with a cache of its own. */
    process: (store?: InstallationStore): Workspaces => createSlackWorkspaces(world.needs(store)),
    /** Stores a row for a workspace of the loopback Slack. */
    async connect(
      workspace: SlackWorkspace,
      changes: Partial<SlackCredentials> = {},
      state: Installation["state"] = "active",
    ): Promise<string> {
      const credentials = credentialsText({
        clientId: workspace.app.clientId,
        clientSecret: workspace.app.clientSecret,
        ...(workspace.token !== null && { botToken: workspace.token }),
        ...changes,
      });
      const place = { tenant: workspace.team, enterprise: null, name: workspace.name };
      return installations.add(
        { platform: "slack", origin: "operator", ...place, credentials, state },
        clock.now(),
      );
    },
    async row(id: string): Promise<Omit<Installation, "credentials"> & { credentials: SlackCredentials }> {
      const row = await installations.get(id);
      if (row === null) throw new Error("There is no such row.");
      return { ...row, credentials: readCredentials(row.credentials) ?? {} };
    },
    alerts: (): readonly LogLine[] => world.logger.lines.filter(({ level }) => level === "error"),
    calls: (method: string) => world.slack.calls.filter((call) => call.method === method),
  };
  return world;
}

export type InstallationWorld = Awaited<ReturnType<typeof openInstallationWorld>>;

/** The workspace as a process sees it. */
export async function seen(workspaces: Workspaces, tenant: string): Promise<Workspace> {
  const workspace = await workspaces.of(tenant);
  if (workspace === null) throw new Error(`${tenant} is not known.`);
  return workspace;
}
