import type { Temporal } from "temporal-polyfill";
import type { SendOutcome } from "../ports/chat-adapter.ts";
import type { AttemptEnd, RouteFinding } from "./message-store.ts";
import type { Departure } from "./plan-departures.ts";

/**
 * An attempt with what came of it; `unconfirmed`: nobody will ever be able to tell whether it arrived;
 * `unreadable`: the history that could tell cannot be read for now.
 */
export interface FinishedAttempt {
  readonly departure: Departure;
  readonly result: SendOutcome | { readonly kind: "absent-once" | "unconfirmed" | "unreadable" };
}

/** An ambiguous send is repeated only after it was found absent twice, this far apart (PLATFORMS 3). */
export const absenceSeconds = 120;
/** A message for a paused workspace looks again this often; it costs no call. */
const pausedSeconds = 120;
/** Pause after failed attempts, doubled each time, in seconds. */
const firstPause = 30;
const longestPause = 3600;
/** After this many attempts a message that only ever fails is given up. */
const mostAttempts = 20;

/** What becomes of a message and its route after an attempt (PLATFORMS 3, error classes). */
export function endOf(
  { departure, result }: FinishedAttempt,
  now: Temporal.Instant,
): { readonly end: AttemptEnd; readonly route: RouteFinding | null } {
  const { message } = departure;
  const base = { ...blank(departure, now), absentAt: message.absentAt };
  switch (result.kind) {
    case "sent": {
      const { conversation, messageId } = result;
      const end = {
        ...base,
        outcome: "sent" as const,
        state: "sent" as const,
        conversation,
        platformMessageId: messageId,
        sentAt: now,
      };
      return { end, route: finding(departure, "ok", null) };
    }
    case "rate-limited": {
      const seconds = Math.min(Math.max(1, Math.ceil(result.retryAfterSeconds) || 1), longestPause);
      return {
        end: { ...base, outcome: "rate-limited", state: "pending", dueAt: now.add({ seconds }) },
        route: null,
      };
    }
    case "paused":
      return {
        end: {
          ...base,
          outcome: "paused",
          state: message.wasUnknown ? "unknown" : "pending",
          code: result.code,
          dueAt: now.add({ seconds: pausedSeconds }),
        },
        route: null,
      };
    case "blocked":
    case "gone": {
      const state = departure.hasOtherRoute ? "pending" : "failed";
      const end = {
        ...base,
        outcome: result.kind,
        state,
        code: result.code,
        endCode: state === "failed" ? result.code : null,
      } as const;
      return { end, route: finding(departure, result.kind, result.code) };
    }
    case "failed": {
      const state = message.attempts >= mostAttempts ? "failed" : "pending";
      const end = {
        ...base,
        outcome: "failed",
        state,
        code: result.code,
        dueAt: now.add({ seconds: pauseAfter(message.attempts) }),
      } as const;
      return { end, route: null };
    }
    case "rejected":
      return {
        end: { ...base, outcome: "rejected", state: "failed", code: result.code, endCode: result.code },
        route: null,
      };
    case "unknown":
      return {
        end: {
          ...base,
          outcome: "unknown",
          state: "unknown",
          code: result.code,
          dueAt: now.add({ seconds: pauseAfter(1) }),
          absentAt: null,
        },
        route: null,
      };
    case "absent-once": {
      const absentAt = message.absentAt ?? now;
      const end = {
        ...base,
        outcome: "unknown",
        state: "unknown",
        code: "absent",
        absentAt,
        dueAt: absentAt.add({ seconds: absenceSeconds }),
      } as const;
      return { end, route: null };
    }
    case "unreadable":
      return {
        end: {
          ...base,
          outcome: "unknown",
          state: "unknown",
          code: "unreadable",
          dueAt: now.add({ seconds: pauseAfter(message.attempts) }),
        },
        route: null,
      };
    case "unconfirmed":
      return {
        end: { ...base, outcome: "unknown", state: "unknown", code: "unconfirmed", endCode: "unconfirmed" },
        route: null,
      };
  }
}

function blank(departure: Departure, now: Temporal.Instant): AttemptEnd {
  return {
    messageId: departure.message.id,
    deliveryId: departure.deliveryId,
    outcome: "failed",
    code: null,
    state: "pending",
    dueAt: now,
    absentAt: null,
    endCode: null,
    platform: departure.adapter.platform,
    conversation: null,
    platformMessageId: null,
    sentAt: null,
  };
}

function finding(
  departure: Departure,
  state: RouteFinding["state"],
  lastError: string | null,
): RouteFinding | null {
  return departure.routeId === null ? null : { routeId: departure.routeId, state, lastError };
}

function pauseAfter(attempts: number): number {
  return Math.min(firstPause * 2 ** Math.max(0, attempts - 1), longestPause);
}
