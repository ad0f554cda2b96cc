import { webApi } from "@slack/bolt";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../../adapters/slack/send-outcome.ts";

/** What fetch throws: the reason stands in the cause. */
function fetchFailed(cause: object): Error {
  return new webApi.WebAPIRequestError(new TypeError("fetch failed", { cause }));
}

describe("what the SDK throws", () => {
  test.each([
    [{ code: "ECONNREFUSED" }, "econnrefused"],
    [{ code: "ENOTFOUND" }, "enotfound"],
    [{ code: "EAI_AGAIN" }, "eai_again"],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }, "und_err_connect_timeout"],
    [{ code: "CERT_HAS_EXPIRED" }, "cert_has_expired"],
    [{ code: "ETIMEDOUT", syscall: "connect" }, "etimedout"],
    [{ code: "ETIMEDOUT", errors: [{ syscall: "connect" }, { syscall: "connect" }] }, "etimedout"],
  ])("a connection that never came about: nothing was sent (%j)", (cause, code) => {
    expect(failureOf(fetchFailed(cause))).toEqual({ kind: "failed", code });
  });

  test.each([
    [{ code: "ECONNRESET" }, "econnreset"],
    [{ code: "UND_ERR_SOCKET" }, "und_err_socket"],
    [{ code: "ETIMEDOUT", syscall: "read" }, "etimedout"],
    [{ code: "EPIPE" }, "epipe"],
    [{}, "typeerror"],
    [{ code: "ETIMEDOUT", errors: [] }, "etimedout"],
  ])("a connection that broke: nobody knows (%j)", (cause, code) => {
    expect(failureOf(fetchFailed(cause))).toEqual({ kind: "unknown", code });
  });

  test("ten seconds without an answer: nobody knows", () => {
    const error = new webApi.WebAPIRequestError(new DOMException("too slow", "TimeoutError") as Error);
    expect(failureOf(error)).toEqual({ kind: "unknown", code: "timeout" });
  });

  test.each([new TypeError("terminated"), new DOMException("x", "TimeoutError"), "a text", null, undefined])(
    "an answer that breaks off or is none: nobody knows (%s)",
    (error) => {
      expect(failureOf(error)).toEqual({ kind: "unknown", code: "unreadable" });
    },
  );

  test.each([
    [12.5, 12.5],
    [0, 1],
    [-1, 1],
    [86_400, 3600],
    [Number.POSITIVE_INFINITY, 30],
    [Number.NaN, 30],
  ])("a pause of %s s is one of %s s", (asked, meant) => {
    const outcome = { kind: "rate-limited", retryAfterSeconds: meant };
    expect(failureOf(new webApi.WebAPIRateLimitedError(asked))).toEqual(outcome);
  });
});
