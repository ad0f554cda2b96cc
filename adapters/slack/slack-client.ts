import { LogLevel, webApi } from "@slack/bolt";

/** One call may take this long (PLATFORMS 3). */
const timeoutMs = 10_000;

/**
 * A client of Slack's Web API that tries once and says so at once when it is told to wait: the queue owns repeats.
 * It logs nothing, since its own lines may hold people's text. Without a token it is for `oauth.v2.access` alone.
 */
export function createSlackClient(apiUrl: string, token?: string): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    logger: silent,
  });
}

/** Slack's word for why it refused a call for good; null when nobody can tell, or when it may work later. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof webApi.WebAPIPlatformError)) return null;
  const code = error.data.error;
  // A proxy's page reaches us as if it were the error's name.
  return passing.has(code) || !/^[a-z0-9_]{1,80}$/.test(code) ? null : code;
}

/** Refusals that are no verdict: Slack is busy or broken, or the workspace is moving to another organisation. */
const passing: ReadonlySet<string> = new Set([
  "fatal_error",
  "internal_error",
  "ratelimited",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
  "unknown_error",
]);

const nothing = () => {};
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};
