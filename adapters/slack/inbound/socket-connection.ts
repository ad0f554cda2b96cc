import { type App, SocketModeReceiver } from "@slack/bolt";
import { Temporal } from "temporal-polyfill";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import { createBoltLogger } from "./bolt-logger.ts";
import { createPauses } from "./pauses.ts";

/** What one Socket Mode connection works with. */
export interface SocketNeeds {
  readonly app: App;
  /** Told of each payload before Bolt sees it; must not throw. */
  readonly bind: (body: unknown, appToken: string) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly apiUrl: string;
  /** Milliseconds before the first attempt after a failed one; each further one waits twice as long. */
  readonly firstPauseMs: number;
}

export interface SocketConnection {
  /** When the first attempt has ended, however it did. */
  readonly tried: Promise<void>;
  /** Ends it, and waits for Slack's goodbye for at most so long. */
  close(graceMs: number): Promise<void>;
}

const longestPauseMs = 60_000;
/** A connection that stood so long was a good one. */
const good = { seconds: 10 };

/** Slack's words for an app token that will never work again. */
const final: ReadonlySet<string> = new Set([
  ...["not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled"],
  ...["token_revoked", "not_allowed_token_type", "missing_scope"],
]);

/**
 * Keeps one connection open for an app token until it is closed, whatever happens to it. The library's own way of
 * reconnecting is off: it leaves a rejection without a handler, which ends the process (node-slack-sdk 2656).
 */
export function keepSocketOpen(needs: SocketNeeds, appToken: string): SocketConnection {
  const { logger, clock } = needs;
  const receiver = createReceiver(needs, appToken);
  const pauses = createPauses();
  const firstTry = Promise.withResolvers<void>();
  const state = { closing: false, alerted: false };

  const report = (code: string) => {
    if (final.has(code) && !state.alerted) {
      state.alerted = true;
      const fix =
        "Slack refuses the app token for Socket Mode. Fix: connect the workspace again with a new xapp- token.";
      logger.error({ code: `slack.${code}` }, fix);
    } else logger.warn({ code: `slack.${code}` }, "A Socket Mode connection could not be opened.");
  };
  /** Whether it stood for a while. */
  const hold = async (): Promise<boolean> => {
    const ended = Promise.withResolvers<void>();
    receiver.client.once("disconnected", ended.resolve);
    try {
      await receiver.client.start();
    } catch (error) {
      receiver.client.off("disconnected", ended.resolve);
      report(codeOf(error));
      return false;
    } finally {
      firstTry.resolve();
    }
    state.alerted = false;
    // It was told to close while it was still opening.
    if (state.closing) void receiver.stop();
    const opened = clock.now();
    await ended.promise;
    return Temporal.Instant.compare(clock.now(), opened.add(good)) >= 0;
  };
  const keep = async () => {
    for (let failures = 0; !state.closing; ) {
      failures = (await hold()) ? 0 : failures + 1;
      const pause = Math.min(longestPauseMs, needs.firstPauseMs * 2 ** (failures - 1));
      if (failures > 0 && !state.closing) await pauses.pause(pause);
    }
  };
  const kept = keep();
  return {
    tried: firstTry.promise,
    async close(graceMs) {
      state.closing = true;
      pauses.end();
      void receiver.stop();
      const grace = createPauses();
      await Promise.race([kept, grace.pause(graceMs)]);
      grace.end();
    },
  };
}

function createReceiver({ app, bind, logger, apiUrl }: SocketNeeds, appToken: string): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger: createBoltLogger(logger),
    installerOptions: {
      clientOptions: {
        slackApiUrl: apiUrl,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 10_000,
        allowAbsoluteUrls: false,
      },
    },
    customPropertiesExtractor: ({ body }: { readonly body?: unknown }) => {
      bind(body, appToken);
      return {};
    },
    processEventErrorHandler: async ({ error }) => {
      logger.warn({ code: codeOf(error), error }, "What Slack sent could not be worked on.");
      // Not acknowledged, so that Slack sends it again.
      return false;
    },
  });
  receiver.init(app);
  return receiver;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "socket-closed";
  const data = "data" in error && typeof error.data === "object" && error.data !== null ? error.data : {};
  if ("error" in data && typeof data.error === "string" && /^[a-z_]{1,80}$/.test(data.error))
    return data.error;
  return "code" in error && typeof error.code === "string" ? error.code : "unexpected";
}
