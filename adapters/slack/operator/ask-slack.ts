import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** What Slack said to one call of a check, or why there is nothing from it. */
export interface SlackSaid {
  readonly ok: boolean;
  /** Slack's own word (`invalid_auth`), `http.503`, `unreadable`, or the reason why no answer came (`econnrefused`). */
  readonly error: string;
  /** Slack did not answer the question itself (network, rate limit, outage): it says nothing about the app. */
  readonly isUnreached: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the token may do, where Slack names it. */
  readonly scopes: readonly string[] | null;
  /** Slack's own time, by the header `date`, in whole seconds. */
  readonly at: Temporal.Instant | null;
}

/** Asks one method of Slack's Web API with one token. Does not reject. */
export type AskSlack = (
  method: string,
  token: string,
  values?: Readonly<Record<string, string>>,
) => Promise<SlackSaid>;

const withinMs = 10_000;
const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

/**
 * Calls for the operator's checks. Not by the SDK's client, which hides the header `date` and tries again by itself.
 * `apiUrl` ends with a slash.
 */
export function createAskSlack(apiUrl: string): AskSlack {
  return async (method, token, values = {}) => {
    const nothing = { ok: false, isUnreached: true, body: {}, scopes: null, at: null };
    try {
      const response = await fetch(new URL(method, apiUrl), {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
        body: new URLSearchParams(values),
        redirect: "error",
        signal: AbortSignal.timeout(withinMs),
      });
      const heard = { scopes: scopesOf(response.headers), at: dateOf(response.headers) };
      const { data } = answer.safeParse(await response.json().catch(() => null));
      if (response.status === 429) return { ...nothing, ...heard, error: "ratelimited" };
      if (data === undefined)
        return { ...nothing, ...heard, error: response.ok ? "unreadable" : `http.${response.status}` };
      return { ...heard, ok: data.ok, isUnreached: false, error: data.error ?? "unknown", body: data };
    } catch (error) {
      return { ...nothing, error: reasonOf(error) };
    }
  };
}

function scopesOf(headers: Headers): readonly string[] | null {
  const listed = headers.get("x-oauth-scopes");
  return listed === null ? null : listed.split(",").flatMap((scope) => scope.trim() || []);
}

function dateOf(headers: Headers): Temporal.Instant | null {
  const milliseconds = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(milliseconds) ? null : Temporal.Instant.fromEpochMilliseconds(milliseconds);
}

/** The system's own code: never the request, which carries a token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = (error.cause ?? error) as { readonly code?: unknown };
  return (typeof code === "string" ? code : error.name).toLowerCase();
}
