import type { Clock } from "../../../src/ports/clock.ts";
import type { Installation, InstallationStore } from "../../../src/ports/installation.ts";
import type { ConnectOutcome, SlackKeys } from "../../../src/ports/slack-operator.ts";
import { identify } from "../identify.ts";
import { credentialsText, readCredentials } from "../read-credentials.ts";
import type { SlackCredentials } from "../slack-credentials.ts";
import { takenOut } from "../taken-out.ts";
import { canRefresh } from "../token-rotation.ts";
import type { AskSlack } from "./ask-slack.ts";
import { missingScopes } from "./read-scopes.ts";

export interface ConnectNeeds {
  readonly installations: InstallationStore;
  /** Whether the settings name a workspace. */
  readonly fromSettings: boolean;
  readonly ask: AskSlack;
  /** Slack's Web API, with a slash at its end. */
  readonly apiUrl: string;
  readonly clock: Clock;
  /** Makes the one-time address that installs the app of this row; null where people cannot reach Rapport. */
  readonly installLink: ((installationId: string) => Promise<string>) | null;
}

/** See `SlackOperator.connect`. Nothing is kept before Slack has accepted every token that was entered. */
export async function connectWorkspace(
  needs: ConnectNeeds,
  keys: SlackKeys,
  workspace: string | null,
): Promise<ConnectOutcome> {
  const { appToken, botToken } = keys;
  if (appToken !== undefined) {
    // It opens no connection: it only gives an address that nobody uses.
    const said = await needs.ask("apps.connections.open", appToken);
    if (said.isUnreached) return refused("unreached", said.error);
    if (!said.ok) return refused("app-token", said.error);
  }
  const living = await needs.installations.all("slack");
  const gone = await takenOut(needs.installations, needs.fromSettings);
  const known: Known = {
    // One that took the app out gets it back in its old row, with what is known of its keys.
    of: (tenant) =>
      living.find((row) => row.tenant === tenant) ??
      sameApp(living, keys) ??
      gone.find((row) => row.tenant === tenant),
    waiting: () => sameApp(living, keys),
  };
  return botToken === undefined
    ? keep(needs, keys, known, workspace)
    : checkToken(needs, { ...keys, botToken }, known, workspace);
}

/** The row that keys belong to: by their workspace, or by their app while it is installed nowhere. */
interface Known {
  of(tenant: string): Installation | undefined;
  waiting(): Installation | undefined;
}

async function checkToken(
  needs: ConnectNeeds,
  keys: SlackKeys & { readonly botToken: string },
  known: Known,
  workspace: string | null,
): Promise<ConnectOutcome> {
  const said = await identify(needs.apiUrl, keys.botToken);
  if (said.kind === "unclear") return refused("unreached", "none");
  if (said.kind === "refused") return refused("bot-token", said.code);
  const { tenant, enterprise, app } = said.identity;
  if (workspace !== null && workspace !== tenant) return refused("workspace", tenant);
  const row = known.of(tenant);
  const old = keysOf(row);
  // Another app has other secrets; those of the first one would refuse all that Slack sends for it.
  const isOtherApp = old.appId !== undefined && app.appId !== undefined && old.appId !== app.appId;
  const { expiresAt: _, refreshToken: __, ...earlier } = isOtherApp ? {} : old;
  // Slack does not tell when a token that was typed in ends: its first use renews it.
  const end = keys.refreshToken === undefined ? {} : { expiresAt: needs.clock.now().toString() };
  const credentials = { ...earlier, ...keys, ...app, ...end };
  const fault = faultOf(row, credentials);
  if (fault !== null) return fault;
  const name = said.identity.name ?? tenant;
  await write(needs, row, { tenant, enterprise, name, credentials, state: "active" });
  const isNew = row === undefined || row.state === "waiting";
  return { kind: "connected", tenant, name, isNew, missingScopes: missingScopes(app.scopes) };
}

/** Without a new bot token: keys of a workspace that runs, or of an app that is still to be installed. */
async function keep(
  needs: ConnectNeeds,
  keys: SlackKeys,
  known: Known,
  workspace: string | null,
): Promise<ConnectOutcome> {
  const row = workspace === null ? known.waiting() : known.of(workspace);
  const credentials: SlackCredentials = { ...keysOf(row), ...keys };
  const fault = faultOf(row, credentials);
  if (fault !== null) return fault;
  const { name = null, enterprise = null } = row ?? {};
  const tenant = row?.tenant ?? workspace;
  if (row?.state === "active" && tenant !== null) {
    await write(needs, row, { tenant, enterprise, name, credentials, state: "active" });
    const missing = missingScopes(credentials.scopes);
    return { kind: "connected", tenant, name: name ?? tenant, isNew: false, missingScopes: missing };
  }
  if (credentials.clientId === undefined || credentials.clientSecret === undefined)
    return refused("nothing-to-connect", "");
  if (needs.installLink === null) return refused("no-public-url", "");
  const id = await write(needs, row, { tenant, enterprise, name, credentials, state: "waiting" });
  return { kind: "waiting", link: await needs.installLink(id) };
}

/** A row whose app is known by its client id but that no workspace has installed yet. */
function sameApp(known: readonly Installation[], { clientId }: SlackKeys): Installation | undefined {
  if (clientId === undefined) return undefined;
  return known.find((row) => row.tenant === null && keysOf(row).clientId === clientId);
}

function faultOf(row: Installation | undefined, credentials: SlackCredentials): ConnectOutcome | null {
  const { signingSecret, appToken, botToken } = credentials;
  if (row?.origin === "environment") return refused("environment", row.tenant ?? "");
  if (signingSecret === undefined && appToken === undefined) return refused("no-inbound", "");
  const rotates = botToken?.startsWith("xoxe.") === true;
  return rotates && !canRefresh(credentials) ? refused("rotation", "") : null;
}

type Written = Pick<Installation, "tenant" | "enterprise" | "name" | "state"> & {
  readonly credentials: SlackCredentials;
};

async function write(
  { installations, clock }: ConnectNeeds,
  row: Installation | undefined,
  { state, ...written }: Written,
): Promise<string> {
  const now = clock.now();
  const fields = { ...written, credentials: credentialsText(written.credentials) };
  if (row === undefined)
    return installations.add({ platform: "slack", origin: "operator", ...fields, state }, now);
  await installations.change(row.id, fields, now);
  await installations.setState(row.id, state, null, now);
  return row.id;
}

/** What is known already; nothing of a row that is new or cannot be read. */
function keysOf(row: Installation | undefined): SlackCredentials {
  return readCredentials(row?.credentials ?? "") ?? {};
}

type Reason = Extract<ConnectOutcome, { kind: "refused" }>["reason"];

function refused(reason: Reason, code: string): ConnectOutcome {
  return { kind: "refused", reason, code };
}
