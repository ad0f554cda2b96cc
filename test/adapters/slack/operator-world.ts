import { createHeard } from "../../../adapters/slack/heard.ts";
import { createSlackOperator } from "../../../adapters/slack/operator.ts";
import { createSlackNotes } from "../../../adapters/slack/slack-notes.ts";
import { createSlackWorkspaces } from "../../../adapters/slack/slack-workspaces.ts";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import { createInstallationStore } from "../../../db/stores/installation-store.ts";
import { createPlatformNotes } from "../../../db/stores/platform-notes.ts";
import type { Finding } from "../../../src/ports/finding.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import type { SlackEvidence, SlackKeys } from "../../../src/ports/slack-operator.ts";
import { createRecordingLogger } from "../../builders/recording-logger.ts";
import { createTestClock } from "../../builders/test-clock.ts";
import type { Engine } from "../../engines/engine.ts";
import { startLoopbackSlack } from "../../slack/loopback-slack.ts";

/** The agency's workspace in these tests. */
export const team = "T0CITY";

const nothing: SlackEvidence = { posts: [], routes: [] };

/** An operator's Slack over emptied real stores, in front of a Slack on loopback with a clock of its own. */
export async function openOperatorWorld(
  engine: Engine,
  options: { readonly publicUrl?: string | null; readonly fromSettings?: boolean } = {},
) {
  await engine.empty();
  const open = await engine.open();
  const clock = createTestClock("2026-11-02T12:00:00Z");
  const slackClock = createTestClock("2026-11-02T12:00:00Z");
  const slack = await startLoopbackSlack({ clock: slackClock });
  const vault = createJweVault(async () => "0123456789abcdef0123456789abcdef");
  const installations = createInstallationStore(open.database, randomIds, vault);
  const notes = createPlatformNotes(open.database);
  const logger = createRecordingLogger();
  const heard = createHeard({ notes, clock });
  const { publicUrl = "https://rapport.example.org" } = options;
  const operator = createSlackOperator({
    ...{ installations, clock, heard, publicUrl, apiUrl: slack.apiUrl },
    workspaces: createSlackWorkspaces({
      ...{ installations, clock, logger },
      apiUrl: slack.apiUrl,
      fromSettings: true,
    }),
    notes: createSlackNotes({ notes, clock, logger }),
    fromSettings: options.fromSettings === true,
    installLink: publicUrl === null ? null : async (id) => `${publicUrl}/slack/install/${id}`,
  });
  /** What the workspace's people would copy from Slack's pages. */
  const keysOf = (tenant: string): SlackKeys & { readonly botToken: string } => {
    const { app, token } = slack.workspace(tenant);
    const { signingSecret, clientId, clientSecret } = app;
    return { signingSecret, clientId, clientSecret, botToken: token ?? "" };
  };
  return {
    ...{ slack, slackClock, clock, installations, notes, heard, operator, logger, keysOf },
    rows: () => installations.all("slack"),
    findings: (evidence: Partial<SlackEvidence> = {}) => operator.findings({ ...nothing, ...evidence }),
    async close() {
      await slack.close();
      await open.close();
    },
  };
}

export type OperatorWorld = Awaited<ReturnType<typeof openOperatorWorld>>;

/** The findings of a check as "bad slackScopesMissing". */
export function ofCode(findings: readonly Finding[], code: string): readonly string[] {
  return findings.filter((one) => one.code === code).map(({ state, key }) => `${state} ${key}`);
}
