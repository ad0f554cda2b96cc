import { RapportError } from "../../../src/errors.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Installation, InstallationStore } from "../../../src/ports/installation.ts";
import { identify } from "../identify.ts";
import { credentialsText, readCredentials } from "../read-credentials.ts";
import { createSlackClient, refusalOf } from "../slack-client.ts";
import type { SlackCredentials } from "../slack-credentials.ts";

/** What an administrator granted: the tokens and where they are good. */
export interface Grant {
  readonly tenant: string;
  readonly enterprise: string | null;
  readonly name: string | null;
  readonly tokens: SlackCredentials;
}

export interface GrantNeeds {
  readonly installations: InstallationStore;
  readonly clock: Clock;
  readonly apiUrl: string;
}

/** How the exchange of Slack's code ended; `away`: Slack could not be asked. */
export type Exchange =
  | { readonly kind: "granted"; readonly grant: Grant }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "away" };

/**
 * Exchanges the code for tokens (oauth.v2.access). An org-wide installation is known by its enterprise (PLATFORMS 3).
 * The bot's own ids come from a second call, best effort.
 */
export async function exchangeCode(
  code: string,
  redirectUri: string,
  { clientId = "", clientSecret = "" }: SlackCredentials,
  { apiUrl, clock }: GrantNeeds,
): Promise<Exchange> {
  try {
    const said = await createSlackClient(apiUrl).oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: redirectUri,
    });
    const place = said.is_enterprise_install === true ? said.enterprise : said.team;
    if (!said.access_token || !place?.id) return { kind: "refused", code: "no_bot_token" };
    const { expires_in: seconds, refresh_token: refreshToken } = said;
    const expiresAt = seconds && refreshToken ? clock.now().add({ seconds }).toString() : undefined;
    const who = await identify(apiUrl, said.access_token);
    const tokens: SlackCredentials = {
      botToken: said.access_token,
      ...(expiresAt !== undefined && { refreshToken, expiresAt }),
      ...(said.scope && { scopes: said.scope.split(",") }),
      ...(who.kind === "known" && who.identity.app),
      ...(said.app_id && { appId: said.app_id }),
      ...(said.bot_user_id && { botUserId: said.bot_user_id }),
    };
    const enterprise = said.enterprise?.id ?? null;
    return { kind: "granted", grant: { tenant: place.id, enterprise, name: place.name ?? null, tokens } };
  } catch (error) {
    const refusal = refusalOf(error);
    return refusal === null ? { kind: "away" } : { kind: "refused", code: refusal };
  }
}

/**
 * Stores a grant and makes its row active. Where another row has this workspace already, by the same app, that one gets
 * it and the one of the link ends: the app was installed again. Nothing is written when the row belongs to another
 * workspace (`other-workspace`), or another app or the settings have this one (`taken`).
 */
export async function keepGrant(
  row: Installation,
  { tokens, ...place }: Grant,
  { installations, clock }: GrantNeeds,
): Promise<"kept" | "other-workspace" | "taken"> {
  if (row.tenant !== null && row.tenant !== place.tenant) return "other-workspace";
  const living = await installations.all("slack");
  const other = living.find(({ id, tenant }) => id !== row.id && tenant === place.tenant);
  if (other !== undefined && !isSameApp(other, row, tokens)) return "taken";
  const home = other ?? row;
  const credentials = credentialsText({ ...appOf(home), ...appOf(row), ...tokens });
  try {
    await installations.change(home.id, { ...place, credentials }, clock.now());
    await installations.setState(home.id, "active", null, clock.now());
    if (home !== row) await installations.setState(row.id, "removed", "taken_over", clock.now());
    return "kept";
  } catch (error) {
    if (error instanceof RapportError && error.code === "installation.tenant-taken") return "taken";
    throw error;
  }
}

/** What is known of a row's app, without the tokens of an earlier installation. */
function appOf(row: Installation): SlackCredentials {
  const { botToken: _, refreshToken: __, expiresAt: ___, ...app } = readCredentials(row.credentials) ?? {};
  return app;
}

function isSameApp(other: Installation, row: Installation, { appId }: SlackCredentials): boolean {
  if (other.origin === "environment") return false;
  const theirs = appOf(other);
  const { clientId } = appOf(row);
  return (
    (appId !== undefined && theirs.appId === appId) ||
    (clientId !== undefined && theirs.clientId === clientId)
  );
}
