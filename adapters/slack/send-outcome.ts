import { webApi } from "@slack/bolt";
import type { SendOutcome } from "../../src/ports/chat-adapter.ts";

/** A send that brought nothing: every outcome but `sent`. */
export type Refusal = Exclude<SendOutcome, { readonly kind: "sent" }>;

/** What a failed call means; `workspace` is about the installation as a whole, whatever was asked of it. */
export type Failure = Refusal | { readonly kind: "workspace"; readonly code: string };

/** Where Slack names no time that could be right. */
const usualPause = 30;
const longestPause = 3600;

/** Slack's words by what follows from them (PLATFORMS 3, error classes). Whatever is not named here was not sent. */
const kindsByCode: ReadonlyMap<string, Failure["kind"]> = new Map([
  ...each("workspace", [
    ...["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"],
    ...["not_allowed_token_type", "org_login_required", "team_access_not_granted", "accesslimited"],
    ...["ekm_access_denied", "app_access_restricted"],
  ]),
  ...each("gone", ["user_not_found", "user_disabled"]),
  ...each("blocked", [
    ...["user_not_visible", "cannot_dm_bot", "channel_not_found", "is_archived", "not_in_channel"],
    ...["user_not_in_channel", "messages_tab_disabled", "restricted_action", "invalid_user_combination"],
  ]),
  ...each("rejected", [
    ...["invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text"],
    ...["metadata_too_large", "invalid_metadata_format", "invalid_metadata_schema", "invalid_arguments"],
    ...["invalid_arg_name", "invalid_array_arg", "invalid_charset", "invalid_form_data", "invalid_post_type"],
  ]),
  ...each("rate-limited", ["ratelimited", "rate_limited", "message_limit_exceeded"]),
  ...each("unknown", ["fatal_error", "internal_error", "request_timeout", "service_unavailable"]),
]);

/** Faults of a connection that never came about: no byte of the request can have reached Slack. */
const neverLeft = new Set([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"],
  ...["ERR_INVALID_URL", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN"],
  ...["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "ERR_TLS_CERT_ALTNAME_INVALID"],
]);

/**
 * What the SDK threw, as an outcome. Where it stays open whether Slack took the message (reset or time-out, any 5xx,
 * an answer that cannot be read), it is `unknown`.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof webApi.WebAPIRateLimitedError) return limitedFor(error.retryAfter);
  if (error instanceof webApi.WebAPIPlatformError) return platformFailure(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) return httpFailure(error.statusCode);
  if (error instanceof webApi.WebAPIRequestError) return requestFailure(error.original);
  // The SDK has no error of its own for a 429 whose Retry-After is missing or no number.
  if (error instanceof Error && error.message.startsWith("Retry header did not contain a valid timeout"))
    return limitedFor(Number.NaN);
  return { kind: "unknown", code: "unreadable" };
}

function platformFailure(word: unknown): Failure {
  // Whatever is no JSON of Slack's (a proxy's page, half an answer), the SDK hands on as if it were the error's name.
  if (typeof word !== "string" || !/^[a-z0-9_]{1,80}$/.test(word))
    return { kind: "unknown", code: "unreadable" };
  const kind = word.startsWith("restricted_action") ? "blocked" : (kindsByCode.get(word) ?? "failed");
  return kind === "rate-limited" ? limitedFor(Number.NaN) : ({ kind, code: word } as Failure);
}

function httpFailure(status: number): Failure {
  const code = `http.${status}`;
  if (status >= 500 || status === 408) return { kind: "unknown", code };
  return { kind: status === 413 ? "rejected" : "failed", code };
}

function requestFailure(original: Error): Failure {
  if (original.name === "TimeoutError") return { kind: "unknown", code: "timeout" };
  const { code, syscall, errors } = (original.cause ?? original) as {
    readonly code?: unknown;
    readonly syscall?: unknown;
    readonly errors?: readonly { readonly syscall?: unknown }[];
  };
  const name = typeof code === "string" ? code : original.name;
  // Where a host has several addresses, there is one error for each of them.
  const calls = errors === undefined || errors.length === 0 ? [syscall] : errors.map((one) => one.syscall);
  const isEarly = neverLeft.has(name) || calls.every((one) => one === "connect");
  return { kind: isEarly ? "failed" : "unknown", code: name.toLowerCase() };
}

/** Slack's own time in seconds, as far as it can be meant: one second to one hour. */
function limitedFor(seconds: number): Failure {
  const retryAfterSeconds = Number.isFinite(seconds)
    ? Math.min(Math.max(1, seconds), longestPause)
    : usualPause;
  return { kind: "rate-limited", retryAfterSeconds };
}

function each(
  kind: Failure["kind"],
  codes: readonly string[],
): readonly (readonly [string, Failure["kind"]])[] {
  return codes.map((code) => [code, kind]);
}
