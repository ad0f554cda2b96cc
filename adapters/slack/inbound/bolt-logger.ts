import { type Logger as BoltLogger, LogLevel } from "@slack/bolt";
import type { Logger } from "../../../src/ports/logger.ts";

/** Bolt's messages by their beginning; what follows may hold payloads, tokens or answers and is dropped. */
const codes: readonly (readonly [string, string])[] = [
  ["Authorization of incoming event", "authorization"],
  ["Could not determine the type", "unknown-payload"],
  ["An unhandled error occurred", "unhandled"],
  ["ack() has already been called", "acknowledged-twice"],
  ["Failed to send", "socket-send"],
  ["WebSocket error", "socket-error"],
  ["A ping wasn't received", "socket-silent"],
  ["A pong wasn't received", "socket-silent"],
  ["Peer did not complete", "socket-close"],
  ["http request failed", "api-request"],
  ["http request url", "api-request"],
  ["API Call failed due to rate limiting", "api-rate-limited"],
];

/** Said by whoever made the call, with its code. */
const saidElsewhere = "Failed to retrieve a new WSS URL";

/** Bolt and its clients write here: a code for each warning, no bodies, nothing below warnings. */
export function createBoltLogger(logger: Logger): BoltLogger {
  const say = (...message: unknown[]) => {
    if (message.some((part) => typeof part === "string" && part.startsWith(saidElsewhere))) return;
    logger.warn({ code: `slack.${codeOf(message)}` }, "The Slack library reported something.");
  };
  return {
    debug: () => {},
    info: () => {},
    warn: say,
    error: say,
    setLevel: () => {},
    // Below this the library does not even build its messages.
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

function codeOf(message: readonly unknown[]): string {
  for (const part of message) {
    if (typeof part === "string") {
      const known = codes.find(([beginning]) => part.startsWith(beginning));
      if (known !== undefined) return known[1];
    }
    if (part instanceof Error && "code" in part && typeof part.code === "string") return part.code;
  }
  return "bolt";
}
