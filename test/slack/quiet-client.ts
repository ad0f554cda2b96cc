import { LogLevel, webApi } from "@slack/bolt";

const nothing = () => undefined;
/** A logger for Slack's packages that says nothing. */
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => LogLevel.ERROR,
};

/** Slack's own client without retries and without words: every answer comes back as it came in. */
export function quietClient(apiUrl: string, token: string, timeout = 0): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: silent,
  });
}
