import { setTimeout as pause } from "node:timers/promises";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../src/ports/clock.ts";
import type { InstallationStore } from "../../src/ports/installation.ts";
import { credentialsText, readCredentials } from "./read-credentials.ts";
import { createSlackClient, refusalOf } from "./slack-client.ts";
import type { SlackCredentials } from "./slack-credentials.ts";

/** A bot token that ends is renewed when less than this is left of its 12 hours. */
const refreshWithin = { hours: 2 };
/** Longer than a refresh can take, so that nobody takes over while one may still succeed. */
const leaseFor = { seconds: 60 };
/** Whoever needs the token that somebody else fetches looks again this often, this many times. */
const look = { everyMs: 200, times: 25 };
/** New tokens must not be lost to a database that is away for a moment: the old refresh token is burnt. */
const keep = { everyMs: 500, times: 6 };

/** Pauses that a refresh which succeeded after all undoes. */
const ended: ReadonlySet<string> = new Set(["invalid_refresh_token", "token_expired"]);

export interface RotationNeeds {
  readonly installations: InstallationStore;
  readonly clock: Clock;
  readonly apiUrl: string;
}

/**
 * How a refresh ended. `good`: these are the newest credentials, whoever fetched them. `busy`: somebody else has the
 * right to refresh, or had it less than a minute ago and failed. `unclear`: nobody can tell whether Slack did it.
 * `refused`: Slack's own word, for good.
 */
export type Refresh =
  | { readonly kind: "good"; readonly credentials: SlackCredentials }
  | { readonly kind: "busy" | "unclear" }
  | { readonly kind: "refused"; readonly code: string };

/** Whether the token ends so soon that it is to be renewed before its next use, and can be. */
export function isToRefresh(credentials: SlackCredentials, now: Temporal.Instant): boolean {
  return canRefresh(credentials) && endsBefore(credentials, now.add(refreshWithin));
}

/** Whether there is all that a refresh takes. */
export function canRefresh({ refreshToken, clientId, clientSecret }: SlackCredentials): boolean {
  return refreshToken !== undefined && clientId !== undefined && clientSecret !== undefined;
}

/** Whether the token ended by then. One without a known end never does. */
export function endsBefore({ expiresAt }: SlackCredentials, moment: Temporal.Instant): boolean {
  return expiresAt !== undefined && Temporal.Instant.compare(Temporal.Instant.from(expiresAt), moment) <= 0;
}

/**
 * Renews the tokens of an installation, in one process at a time: the refresh token is good for one use, and both new
 * tokens are stored in one statement (PLATFORMS 3). `known` is what the caller took for the newest. After an unclear
 * end the lease stays, so that nobody asks again within the minute.
 */
export async function refreshTokens(
  id: string,
  known: SlackCredentials,
  needs: RotationNeeds,
): Promise<Refresh> {
  const { installations, clock } = needs;
  const began = clock.now();
  if (!(await installations.leaseRefresh(id, began, began.add(leaseFor)))) return { kind: "busy" };
  const newest = await newestCredentials(id, needs);
  const isOthers = newest !== null && newest.botToken !== known.botToken;
  const refresh: Refresh = isOthers
    ? { kind: "good", credentials: newest }
    : await askForTokens(newest ?? known, needs);
  if (refresh.kind === "good" && !isOthers) await keepTokens(id, refresh.credentials, needs);
  else if (refresh.kind !== "unclear") await installations.endRefresh(id, null, clock.now());
  if (refresh.kind !== "refused") return refresh;
  // Somebody whose clock differs, or who slept, may have used the same refresh token a moment before.
  const after = await newestCredentials(id, needs);
  return after !== null && after.botToken !== known.botToken ? { kind: "good", credentials: after } : refresh;
}

/** Looks for the token that somebody else is fetching, for five seconds; null when it does not come. */
export async function awaitNewTokens(
  id: string,
  known: SlackCredentials,
  needs: RotationNeeds,
): Promise<SlackCredentials | null> {
  for (let looked = 0; looked < look.times; looked += 1) {
    await pause(look.everyMs);
    const newest = await newestCredentials(id, needs);
    if (newest !== null && newest.botToken !== known.botToken) return newest;
  }
  return null;
}

async function newestCredentials(
  id: string,
  { installations }: RotationNeeds,
): Promise<SlackCredentials | null> {
  return readCredentials((await installations.get(id))?.credentials ?? "");
}

async function askForTokens(old: SlackCredentials, { apiUrl, clock }: RotationNeeds): Promise<Refresh> {
  const { clientId = "", clientSecret = "", refreshToken = "" } = old;
  try {
    const answer = await createSlackClient(apiUrl).oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
    const { access_token, refresh_token, expires_in } = answer;
    if (!access_token || !refresh_token || !expires_in) return { kind: "unclear" };
    const expiresAt = clock.now().add({ seconds: expires_in }).toString();
    return {
      kind: "good",
      credentials: { ...old, botToken: access_token, refreshToken: refresh_token, expiresAt },
    };
  } catch (error) {
    const code = refusalOf(error);
    return code === null ? { kind: "unclear" } : { kind: "refused", code };
  }
}

async function keepTokens(id: string, tokens: SlackCredentials, needs: RotationNeeds): Promise<void> {
  const { installations, clock } = needs;
  for (let tries = 1; ; tries += 1) {
    try {
      await installations.endRefresh(id, credentialsText(tokens), clock.now());
      break;
    } catch (error) {
      if (tries >= keep.times) throw error;
      await pause(keep.everyMs);
    }
  }
  const row = await installations.get(id);
  if (row?.state === "paused" && row.stateCode !== null && ended.has(row.stateCode)) {
    await installations.setState(id, "active", null, clock.now());
  }
}
