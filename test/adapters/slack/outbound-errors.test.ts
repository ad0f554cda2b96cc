import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agency, type OutboundWorld, openOutboundWorld } from "./outbound-world.ts";

/** Every word of PLATFORMS 3, by what follows from it. */
const words = {
  paused: [
    ...["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope"],
    ...["not_allowed_token_type", "org_login_required", "team_access_not_granted", "accesslimited"],
    ...["ekm_access_denied", "app_access_restricted"],
  ],
  gone: ["user_not_found", "user_disabled"],
  blocked: [
    ...["user_not_visible", "cannot_dm_bot", "channel_not_found", "is_archived", "not_in_channel"],
    ...["messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel"],
    ...["restricted_action_thread_locked", "invalid_user_combination"],
  ],
  rejected: [
    ...["invalid_blocks", "msg_too_long", "msg_blocks_too_long", "metadata_too_large", "invalid_arguments"],
  ],
  unknown: ["fatal_error", "internal_error", "request_timeout", "service_unavailable"],
  failed: ["team_added_to_org", "a_word_that_nobody_knows"],
} as const;

describe("what Slack refuses (PLATFORMS 3, error classes)", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld();
  });
  afterEach(() => world.close());

  const table = Object.entries(words).flatMap(([kind, codes]) => codes.map((code) => [code, kind] as const));
  test.each(table)("%s: %s", async (code, kind) => {
    world.slack.on({ method: "chat.postMessage" }, { kind: "error", error: code });
    expect(await world.send(world.person("U1"))).toEqual({ kind, code });
    expect(world.refused).toEqual(kind === "paused" ? [{ workspace: agency, code }] : []);
  });

  test.each(["ratelimited", "rate_limited"])("%s with 200 is a limit as well", async (error) => {
    world.slack.on({ method: "chat.postMessage" }, { kind: "error", error });
    expect(await world.send(world.person("U1"))).toEqual({ kind: "rate-limited", retryAfterSeconds: 30 });
  });

  test("413 is our own fault; any other 4xx was not sent", async () => {
    const to = world.person("U1");
    for (const status of [400, 403, 404, 413]) {
      const fault = world.slack.on({ method: "chat.postMessage" }, { kind: "status", status, accept: false });
      const kind = status === 413 ? "rejected" : "failed";
      expect(await world.send(to)).toEqual({ kind, code: `http.${status}` });
      fault.release();
    }
  });

  test("the person who is switched off is gone", async () => {
    const to = world.person("U1");
    world.slack.addUser({ team: agency, user: "U1" }, { deleted: true });
    expect(await world.send(to)).toEqual({ kind: "gone", code: "user_disabled" });
  });
});

describe("Slack that cannot be reached at all", () => {
  test("nobody listens: nothing was sent, and nothing is thrown", async () => {
    const world = await openOutboundWorld();
    const to = world.person("U1");
    await world.close();
    expect(await world.send(to)).toEqual({ kind: "failed", code: "econnrefused" });
    expect(await world.find(to, "key")).toEqual({ kind: "cannot-tell" });
  });
});
