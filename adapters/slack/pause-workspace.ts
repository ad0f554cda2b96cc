import type { Clock } from "../../src/ports/clock.ts";
import type { InstallationStore } from "../../src/ports/installation.ts";
import type { Logger } from "../../src/ports/logger.ts";

/** What it takes to pause a workspace and to tell the operator. */
export interface PauseNeeds {
  readonly installations: InstallationStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which installation an alert is about. */
export interface Concerned {
  readonly id: string;
  readonly tenant: string | null;
}

/** Pauses it. The one call that changes it raises the one alert (PLATFORMS 3, workspace-fatal); the others say nothing. */
export async function pauseWorkspace(
  workspace: Concerned,
  code: string,
  needs: PauseNeeds,
): Promise<boolean> {
  const changed = await needs.installations.setState(workspace.id, "paused", code, needs.clock.now());
  if (changed) alertPaused(workspace, code, needs.logger);
  return changed;
}

/** The alert alone, for what pauses without a change of the row. */
export function alertPaused({ id, tenant }: Concerned, code: string, logger: Logger): void {
  logger.error(
    { installation: id, workspace: tenant, code },
    `A Slack workspace is paused: its messages wait. Fix: ${fixFor(code)}.`,
  );
}

function fixFor(code: string): string {
  return (
    fixes[code] ?? "look the code up in Slack's documentation, put it right, and connect the workspace again"
  );
}

const again = "install the app there again, and connect the workspace with the new token";
const ended = "its token ended and cannot be renewed, so connect the workspace again";
const admin = "ask an administrator of the workspace to allow the app, then connect it again";

/** By Slack's code, or by ours where it has a dot. */
const fixes: Readonly<Record<string, string>> = {
  account_inactive: again,
  invalid_auth: again,
  not_authed: again,
  token_revoked: again,
  not_allowed_token_type: "connect the workspace with its bot token, which starts with xoxb-",
  missing_scope:
    "give the app every scope of the manifest, install it again, and connect the workspace again",
  token_expired: ended,
  invalid_refresh_token: ended,
  invalid_client_id: "connect the workspace again with the app's client id and secret",
  bad_client_secret: "connect the workspace again with the app's client id and secret",
  accesslimited: admin,
  app_access_restricted: admin,
  ekm_access_denied: admin,
  org_login_required: admin,
  team_access_not_granted: admin,
  "vault.unreadable":
    "start Rapport with the RAPPORT_SECRET with which its credentials were saved, or connect the workspace again",
  "credentials.unreadable": "connect the workspace again",
};
