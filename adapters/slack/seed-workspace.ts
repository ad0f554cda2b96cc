import { createHash } from "node:crypto";
import { RapportError } from "../../src/errors.ts";
import type { Installation } from "../../src/ports/installation.ts";
import { type Identified, type Identity, identify } from "./identify.ts";
import { pauseWorkspace } from "./pause-workspace.ts";
import { credentialsText, readCredentials } from "./read-credentials.ts";
import type { SlackCredentials } from "./slack-credentials.ts";
import type { SlackWorkspacesNeeds } from "./slack-workspaces.ts";
import { canRefresh, refreshTokens } from "./token-rotation.ts";

/** What the settings say of Slack; at least one of the last two is there. */
export interface SlackSettings {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
}

/** The workspace that the settings name. */
export interface WorkspaceSeed {
  /**
   * Asks Slack again while it has given no answer about the token; otherwise does nothing. May be called each minute.
   * Does not reject.
   */
  retry(): Promise<void>;
}

type Checked = "settled" | "unclear";

/**
 * Keeps the one `environment` installation in step with the settings, and asks Slack whose token it is: active, or
 * paused with one alert. While Slack cannot be reached, a new token waits and a known one stays as it is. A workspace
 * that the operator connected before is taken over with all that is known of its app. Without settings the row is
 * removed. Does not reject: what goes wrong is logged, and tried again by `retry`.
 */
export async function seedWorkspace(
  needs: SlackWorkspacesNeeds,
  slack: SlackSettings | null,
): Promise<WorkspaceSeed> {
  const progress: { left: "seed" | "check" | "nothing"; id: string | null } = { left: "seed", id: null };
  const go = async () => {
    try {
      if (progress.left === "seed") progress.id = await bringIn(needs, slack);
      const { id } = progress;
      progress.left = id === null || (await check(id, needs)) === "settled" ? "nothing" : "check";
    } catch (error) {
      const code = error instanceof RapportError ? error.code : "slack.seed";
      const name = error instanceof Error ? error.name : "unknown";
      needs.logger.warn(
        { code, name },
        "The workspace of SLACK_BOT_TOKEN could not be stored. Rapport tries again.",
      );
    }
  };
  await go();
  if (progress.left === "check") {
    const fields = { installation: progress.id };
    needs.logger.warn(fields, "Slack gave no answer about SLACK_BOT_TOKEN. Rapport asks again.");
  }
  return {
    retry: async () => {
      if (progress.left !== "nothing") await go();
    },
  };
}

/** The row's id, with the settings written to it; null when the settings name none. */
async function bringIn(needs: SlackWorkspacesNeeds, slack: SlackSettings | null): Promise<string | null> {
  const { installations, clock, logger } = needs;
  const row = (await installations.all("slack")).find(({ origin }) => origin === "environment");
  if (slack === null) {
    if (
      row !== undefined &&
      (await installations.setState(row.id, "removed", "not_in_settings", clock.now()))
    )
      logger.info(
        { installation: row.id, workspace: row.tenant },
        "SLACK_BOT_TOKEN is gone: its workspace is removed.",
      );
    return null;
  }
  if (row === undefined) {
    const credentials = credentialsText(withSettings({}, slack));
    const nothing = { tenant: null, enterprise: null, name: null };
    const fresh = {
      platform: "slack",
      origin: "environment",
      ...nothing,
      credentials,
      state: "waiting",
    } as const;
    return installations.add(fresh, clock.now());
  }
  const old = readCredentials(row.credentials) ?? {};
  const settled = withSettings(old, slack);
  await keep(row, settled, needs);
  if (settled.seeded !== old.seeded) await installations.setState(row.id, "waiting", null, clock.now());
  return row.id;
}

/** The settings win where they changed; tokens that were renewed or installed since they were seeded stay. */
function withSettings(old: SlackCredentials, slack: SlackSettings): SlackCredentials {
  const seeded = createHash("sha256").update(slack.botToken).digest("hex").slice(0, 16);
  const known = old.seeded === seeded ? old : { ...withoutToken(old), botToken: slack.botToken, seeded };
  return {
    ...known,
    ...(slack.signingSecret !== null && { signingSecret: slack.signingSecret }),
    ...(slack.appToken !== null && { appToken: slack.appToken }),
  };
}

function withoutToken(credentials: SlackCredentials): SlackCredentials {
  const { botToken: _, refreshToken: __, expiresAt: ___, ...app } = credentials;
  return app;
}

async function check(id: string, needs: SlackWorkspacesNeeds): Promise<Checked> {
  const { installations, apiUrl } = needs;
  const row = await installations.get(id);
  const credentials = row === null ? null : readCredentials(row.credentials);
  if (row === null || credentials?.botToken === undefined) return "settled";
  const first = await identify(apiUrl, credentials.botToken);
  const said = isOver(first, credentials) ? await identifyRenewed(id, credentials, needs) : first;
  if (said.kind === "unclear") return "unclear";
  if (said.kind === "refused") await pauseWorkspace(row, said.code, needs);
  else await activate(id, said.identity, needs);
  return "settled";
}

function isOver(said: Identified, credentials: SlackCredentials): boolean {
  return said.kind === "refused" && said.code === "token_expired" && canRefresh(credentials);
}

async function identifyRenewed(
  id: string,
  old: SlackCredentials,
  needs: SlackWorkspacesNeeds,
): Promise<Identified> {
  const refresh = await refreshTokens(id, old, needs);
  if (refresh.kind === "refused") return refresh;
  return refresh.kind === "good"
    ? identify(needs.apiUrl, refresh.credentials.botToken ?? "")
    : { kind: "unclear" };
}

async function activate(id: string, identity: Identity, needs: SlackWorkspacesNeeds): Promise<void> {
  const { installations, clock } = needs;
  const { tenant, enterprise, name, app } = identity;
  const rows = await installations.all("slack");
  const row = rows.find((one) => one.id === id);
  if (row === undefined) return;
  const other = rows.find((one) => one.tenant === tenant && one.id !== id);
  const own = { ...readCredentials(row.credentials), ...app };
  if (other !== undefined) {
    await keep(row, { ...earlier(other, own), ...own }, needs);
    await installations.setState(other.id, "removed", "taken_over", clock.now());
  }
  const newest = (await installations.get(id)) ?? row;
  await keep(newest, { ...readCredentials(newest.credentials), ...app }, needs, { tenant, enterprise, name });
  await installations.setState(id, "active", null, clock.now());
}

/** What is known of the app from the row that is taken over; its refresh token only if it belongs to our bot token. */
function earlier(other: Installation, own: SlackCredentials): SlackCredentials {
  const known = readCredentials(other.credentials) ?? {};
  return known.botToken === own.botToken ? known : withoutToken(known);
}

/** Writes what differs, if anything does: a row that is only looked at must not undo a refresh elsewhere. */
async function keep(
  row: Installation,
  credentials: SlackCredentials,
  { installations, clock }: SlackWorkspacesNeeds,
  identity: Partial<Pick<Installation, "tenant" | "enterprise" | "name">> = {},
): Promise<void> {
  const text = credentialsText(credentials);
  const isSame =
    text === row.credentials &&
    Object.entries(identity).every(([name, value]) => row[name as "tenant"] === value);
  if (!isSame) await installations.change(row.id, { ...identity, credentials: text }, clock.now());
}
