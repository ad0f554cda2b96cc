import type { webApi } from "@slack/bolt";
import { createSlackClient, refusalOf } from "./slack-client.ts";
import type { SlackCredentials } from "./slack-credentials.ts";

/** What Slack says about the owner of a bot token. */
export interface Identity {
  /** T..., or E... for an org-wide installation (PLATFORMS 3). */
  readonly tenant: string;
  readonly enterprise: string | null;
  /** The workspace's name, for people. */
  readonly name: string | null;
  readonly app: Pick<SlackCredentials, "appId" | "botId" | "botUserId" | "scopes">;
}

/** `unclear`: Slack could not be asked now. `refused`: its own word about the token. */
export type Identified =
  | { readonly kind: "known"; readonly identity: Identity }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "unclear" };

/** Asks Slack whose token this is and what it may do (auth.test, and bots.info for the app's id). Does not reject. */
export async function identify(apiUrl: string, token: string): Promise<Identified> {
  const client = createSlackClient(apiUrl, token);
  try {
    const said = await client.auth.test();
    const enterprise = said.enterprise_id ?? null;
    const tenant = said.is_enterprise_install === true ? enterprise : said.team_id;
    if (!tenant) return { kind: "unclear" };
    const appId = said.app_id ?? (await appOf(client, said.bot_id));
    const app = {
      ...(appId !== undefined && { appId }),
      ...(said.bot_id !== undefined && { botId: said.bot_id }),
      ...(said.user_id !== undefined && { botUserId: said.user_id }),
      ...(said.response_metadata?.scopes && { scopes: said.response_metadata.scopes }),
    };
    return { kind: "known", identity: { tenant, enterprise, name: said.team ?? null, app } };
  } catch (error) {
    const code = refusalOf(error);
    return code === null ? { kind: "unclear" } : { kind: "refused", code };
  }
}

/** Best effort: it takes a scope that the app may lack. */
async function appOf(client: webApi.WebClient, bot: string | undefined): Promise<string | undefined> {
  if (bot === undefined) return undefined;
  const said = await client.bots.info({ bot }).catch(() => null);
  return said?.bot?.app_id;
}
