import type { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { type AgencyAndVendor, addAgencyAndVendor, vendorTeam } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { quietClient } from "./quiet-client.ts";
import { ourScopes } from "./slack-seeds.ts";

let slack: LoopbackSlack;
let clock: TestClock;
let world: AgencyAndVendor;
let client: webApi.WebClient;

beforeEach(async () => {
  clock = createTestClock("2026-11-23T10:00:00Z");
  slack = await startLoopbackSlack({ clock });
  world = addAgencyAndVendor(slack);
  client = clientOf(world.agency.token ?? "");
});

afterEach(() => slack.close());

const section = (text: string) => ({ type: "section", text: { type: "plain_text", text } });
const modal = { type: "modal", title: { type: "plain_text", text: "T" }, blocks: [section("Hello")] };

describe("what it takes", () => {
  test("auth.test names the workspace and the bot, the headers the scopes and the time", async () => {
    const response = await fetch(`${slack.apiUrl}auth.test`, {
      method: "POST",
      headers: { authorization: `Bearer ${world.agency.token}` },
    });
    expect(await response.json()).toMatchObject({ ok: true, team_id: "T0AGENCY", bot_id: "BT0AGENCY" });
    expect(response.headers.get("x-oauth-scopes")).toBe(ourScopes.join(","));
    expect(response.headers.get("date")).toBe("Mon, 23 Nov 2026 10:00:00 GMT");
  });

  test("a post to a person opens their conversation and answers its id", async () => {
    const metadata = { event_type: "card", event_payload: { key: "k1" } };
    const sent = await post({ channel: "U0ADA", text: "Hi", metadata, client_msg_id: "c1" });
    const opened = await client.conversations.open({ users: "U0ADA" });
    expect(sent.channel).toMatch(/^D/);
    expect(opened.channel?.id).toBe(sent.channel);
    expect(slack.dm("T0AGENCY", "U0ADA")).toMatchObject([{ ts: sent.ts, text: "Hi", metadata }]);
  });

  test("timestamps rise although the clock stands still", async () => {
    const sent = [];
    for (const text of ["1", "2", "3"]) sent.push(await post({ channel: "U0ADA", text }));
    const stamps = sent.map(({ ts }) => Number(ts));
    expect([...stamps].sort((a, b) => a - b)).toEqual(stamps);
    expect(new Set(stamps).size).toBe(3);
  });

  test("the history is newest first, in pages, with metadata only when asked for", async () => {
    const metadata = { event_type: "card", event_payload: { key: "k" } };
    for (const text of ["1", "2", "3"]) await post({ channel: "U0ADA", text, metadata });
    const channel = slack.dm("T0AGENCY", "U0ADA")[0]!.channel;
    const first = await client.conversations.history({ channel, limit: 2 });
    expect(first.messages?.map(({ text }) => text)).toEqual(["3", "2"]);
    expect(first.messages?.[0]).not.toHaveProperty("metadata");
    const cursor = first.response_metadata?.next_cursor ?? "";
    const rest = await client.conversations.history({
      channel,
      limit: 2,
      cursor,
      include_all_metadata: true,
    });
    expect(rest.messages).toMatchObject([{ text: "1", metadata }]);
    expect(rest.has_more).toBe(false);
    const oldest = slack.dm("T0AGENCY", "U0ADA")[0]!.ts;
    const since = await client.conversations.history({ channel, oldest });
    expect(since.messages).toHaveLength(2);
  });

  test("an update replaces the blocks and keeps the metadata that it does not mention", async () => {
    const metadata = { event_type: "card", event_payload: { key: "k" } };
    const { channel, ts } = await post({ channel: "U0ADA", text: "1", blocks: [section("one")], metadata });
    await client.chat.update({ channel: channel!, ts: ts!, text: "2" });
    expect(slack.dm("T0AGENCY", "U0ADA")).toMatchObject([{ text: "2", blocks: [], metadata }]);
  });

  test("an ephemeral is there for one person", async () => {
    await client.chat.postEphemeral({ channel: "C0OWN", user: "U0ADA", text: "psst" });
    expect(slack.ephemerals("C0OWN", world.member)).toMatchObject([{ text: "psst" }]);
    expect(slack.ephemerals("C0OWN", world.secondMember)).toEqual([]);
    expect(slack.channel("C0OWN").messages).toEqual([]);
  });

  test("a home is published per person", async () => {
    await client.views.publish({ user_id: "U0ADA", view: { type: "home", blocks: [section("Yours")] } });
    expect(slack.home(world.member)?.blocks).toMatchObject([section("Yours")]);
    expect(slack.home(world.guest)).toBeNull();
  });

  test("calls are kept with workspace, arguments and how they ended", async () => {
    await post({ channel: "U0ADA", text: "Hi" });
    await expect(post({ channel: "C0NONE", text: "Hi" })).rejects.toThrow("channel_not_found");
    expect(slack.calls).toMatchObject([
      { method: "chat.postMessage", workspace: "T0AGENCY", args: { channel: "U0ADA" }, outcome: "ok" },
      { method: "chat.postMessage", workspace: "T0AGENCY", outcome: "channel_not_found" },
    ]);
  });
});

describe("what it refuses", () => {
  test.each([
    ["no token", "", "not_authed"],
    ["an unknown token", "xoxb-nobody", "invalid_auth"],
  ])("%s", async (_case, token, code) => {
    await expect(clientOf(token).auth.test()).rejects.toThrow(code);
  });

  test("a revoked token", async () => {
    slack.state.tokens.get(world.agency.token ?? "")!.state = "revoked";
    await expect(client.auth.test()).rejects.toThrow("token_revoked");
  });

  test("a token of the app where a bot's is needed, and the other way round", async () => {
    await expect(clientOf(world.agency.app.appToken).auth.test()).rejects.toThrow("not_allowed_token_type");
    await expect(client.apps.connections.open({})).rejects.toThrow("not_allowed_token_type");
  });

  test("a call whose scope is missing, with what is needed and what there is", async () => {
    slack.addWorkspace({ team: "T0LOW", scopes: ["im:write"] });
    slack.addUser({ team: "T0LOW", user: "U1" });
    const low = clientOf(slack.workspace("T0LOW").token ?? "");
    const refused = await low.chat.postMessage({ channel: "U1", text: "Hi" }).catch((error) => error);
    expect(refused.data).toMatchObject({
      error: "missing_scope",
      needed: "chat:write",
      provided: "im:write",
    });
  });

  test("the history of channels and the sight of direct ones: our scopes do not cover them", async () => {
    const { channel } = await post({ channel: "U0ADA", text: "Hi" });
    const history = client.conversations.history({ channel: "C0OWN" });
    await expect(history).rejects.toThrow("missing_scope");
    await expect(client.conversations.info({ channel: channel! })).rejects.toThrow("missing_scope");
  });

  test.each([
    ["a channel that is not there", "C0NONE", "channel_not_found"],
    ["another workspace's channel", "C0ALIEN", "channel_not_found"],
    ["a private channel without the bot", "C0SECRET", "channel_not_found"],
    ["a channel without the bot", "C0PUBLIC", "not_in_channel"],
    ["an archived channel", "C0OLD", "is_archived"],
    ["somebody who is not there", "U0NOBODY", "channel_not_found"],
    ["somebody who has left", "U0LEFT", "user_disabled"],
    ["a bot", "UBOTT0AGENCY", "cannot_dm_bot"],
    ["somebody whom the bot may not see", "U0HIDDEN", "user_not_visible"],
  ])("a post to %s", async (_case, channel, code) => {
    const team = "T0AGENCY";
    slack.addWorkspace({ team: "T0ALIEN" });
    slack.addChannel({ id: "C0ALIEN", team: "T0ALIEN", members: [] });
    slack.addChannel({ id: "C0SECRET", team, type: "group", members: [], withBot: false });
    slack.addChannel({ id: "C0PUBLIC", team, members: [], withBot: false });
    slack.addChannel({ id: "C0OLD", team, members: [] }).archived = true;
    slack.addUser({ team, user: "U0LEFT" }, { deleted: true });
    slack.addUser({ team, user: "U0HIDDEN" }, { hidden: true });
    await expect(post({ channel, text: "Hi" })).rejects.toThrow(code);
    expect([...slack.state.directs.values()].flatMap(({ messages }) => messages)).toEqual([]);
  });

  test("direct messages where the app's messages are switched off", async () => {
    world.agency.messagesTab = false;
    await expect(post({ channel: "U0ADA", text: "Hi" })).rejects.toThrow("messages_tab_disabled");
  });

  test("a person who left while their conversation was open", async () => {
    const { channel } = await post({ channel: "U0ADA", text: "Hi" });
    slack.state.users.get("T0AGENCY/U0ADA")!.deleted = true;
    await expect(post({ channel: channel!, text: "Hi" })).rejects.toThrow("user_disabled");
  });

  test.each([
    ["text that is too long", { text: "x".repeat(40_001) }, "msg_too_long"],
    ["nothing at all", { text: "" }, "no_text"],
    ["metadata without a type", { metadata: { event_payload: {} } }, "invalid_metadata_format"],
    [
      "metadata that is too large",
      { metadata: { event_type: "card", event_payload: { text: "x".repeat(16_000) } } },
      "metadata_too_large",
    ],
  ])("%s", async (_case, wrong, code) => {
    await expect(post({ channel: "U0ADA", text: "Hi", ...wrong })).rejects.toThrow(code);
  });

  test("blocks that break Slack's limits, and keeps what was wrong", async () => {
    const blocks = [section("x".repeat(3_001))];
    await expect(post({ channel: "U0ADA", text: "Hi", blocks })).rejects.toThrow("invalid_blocks");
    const view = { ...modal, title: { type: "plain_text", text: "x".repeat(25) } };
    const trigger_id = await slack.issueTrigger(world.agency, world.member, null);
    await expect(client.apiCall("views.open", { trigger_id, view })).rejects.toThrow("invalid_arguments");
    expect(slack.blockFaults.length).toBeGreaterThanOrEqual(2);
  });

  test("an ephemeral to somebody who is not in the channel", async () => {
    const ephemeral = client.chat.postEphemeral({ channel: "C0OWN", user: "U0GUS", text: "psst" });
    await expect(ephemeral).rejects.toThrow("user_not_in_channel");
  });

  test("changing what is not there, or what people wrote", async () => {
    const missing = client.chat.update({ channel: "C0OWN", ts: "1.000001", text: "x" });
    await expect(missing).rejects.toThrow("message_not_found");
  });
});

describe("people of the other organisation", () => {
  test("are reached while they share a channel with the bot, and not after it", async () => {
    const { channel } = await post({ channel: "U0VERA", text: "Hi" });
    expect(slack.dm(vendorTeam, "U0VERA", "T0AGENCY")).toHaveLength(1);
    slack.channel("C0SHARED").archived = true;
    await expect(post({ channel: "U0VERA", text: "Hi" })).rejects.toThrow("channel_not_found");
    await expect(post({ channel: channel!, text: "Hi" })).rejects.toThrow("channel_not_found");
    await expect(client.conversations.open({ users: "U0VERA" })).rejects.toThrow("user_not_found");
  });

  test("have no locale, no address and no time zone; one in no shared channel is a stranger", async () => {
    for (const token of slack.state.tokens.values()) token.scopes = [...token.scopes, "users:read"];
    const own = await client.users.info({ user: "U0ADA", include_locale: true });
    expect(own.user).toMatchObject({ locale: "en-US", tz: "America/New_York", team_id: "T0AGENCY" });
    expect(own.user).not.toHaveProperty("is_stranger");
    const { user } = await client.users.info({ user: "U0VERA", include_locale: true });
    expect(user).toMatchObject({ team_id: vendorTeam, is_stranger: false });
    expect(user).not.toHaveProperty("locale");
    expect(user).not.toHaveProperty("tz");
    expect(user?.profile).not.toHaveProperty("email");
    expect((await client.users.info({ user: "U0STAN" })).user).toMatchObject({ is_stranger: true });
    await expect(post({ channel: "U0STAN", text: "Hi" })).rejects.toThrow("channel_not_found");
  });

  test("make a channel external, which conversations.info tells", async () => {
    const shared = await client.conversations.info({ channel: "C0SHARED" });
    const own = await client.conversations.info({ channel: "C0OWN" });
    expect(shared.channel).toMatchObject({ is_ext_shared: true, is_member: true });
    expect(own.channel).toMatchObject({ is_ext_shared: false });
  });
});

describe("triggers and views", () => {
  const open = (trigger_id: string) => client.apiCall("views.open", { trigger_id, view: modal });

  test("a trigger opens one modal within three seconds", async () => {
    const first = await slack.issueTrigger(world.agency, world.member, null);
    await open(first);
    expect(slack.view(world.member)?.blocks).toMatchObject([section("Hello")]);
    await expect(open(first)).rejects.toThrow("exchanged_trigger_id");
    const second = await slack.issueTrigger(world.agency, world.member, null);
    clock.advance({ seconds: 3 });
    await open(second);
    const late = await slack.issueTrigger(world.agency, world.member, null);
    clock.advance({ seconds: 4 });
    await expect(open(late)).rejects.toThrow("expired_trigger_id");
    await expect(open("1.2.made-up")).rejects.toThrow("invalid_trigger_id");
  });

  test("another app's trigger is worth nothing", async () => {
    const other = slack.addWorkspace({ team: "T0OTHER" });
    const trigger = await slack.issueTrigger(other, { team: "T0OTHER", user: "U1" }, null);
    await expect(open(trigger)).rejects.toThrow("invalid_trigger_id");
  });

  test("an update with an old hash is a conflict", async () => {
    const trigger = await slack.issueTrigger(world.agency, world.member, null);
    const opened = (await open(trigger)) as unknown as { view: { id: string; hash: string } };
    const { id: view_id, hash } = opened.view;
    const view = { ...modal, blocks: [section("Changed")] };
    await client.apiCall("views.update", { view_id, hash, view });
    await expect(client.apiCall("views.update", { view_id, hash, view })).rejects.toThrow("hash_conflict");
    expect(slack.view(world.member)?.blocks).toMatchObject([section("Changed")]);
  });

  test("three modals lie above each other, a fourth does not", async () => {
    await open(await slack.issueTrigger(world.agency, world.member, null));
    const push = async () => {
      const trigger_id = await slack.issueTrigger(world.agency, world.member, null);
      return client.apiCall("views.push", { trigger_id, view: modal });
    };
    await push();
    await push();
    await expect(push()).rejects.toThrow("push_limit_reached");
  });
});

function clientOf(token: string): webApi.WebClient {
  return quietClient(slack.apiUrl, token);
}

function post(message: Readonly<Record<string, unknown>>): Promise<webApi.ChatPostMessageResponse> {
  return client.apiCall("chat.postMessage", message) as Promise<webApi.ChatPostMessageResponse>;
}
