import type { webApi } from "@slack/bolt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Program, startProgram } from "./program.ts";
import { quietClient } from "./quiet-client.ts";
import { createSlackDriver } from "./slack-driver.ts";
import type { Json } from "./slack-model.ts";
import { ourScopes } from "./slack-seeds.ts";
import { startOurs, startTheirs, type TestedSlack } from "./tested-slack.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const button = { type: "button", text: plain("Go"), action_id: "go", value: "1" };
const actions = { type: "actions", block_id: "row", elements: [button] };
const modal = {
  type: "modal",
  title: plain("Change"),
  submit: plain("Save"),
  callback_id: "change",
  private_metadata: "opaque",
  blocks: [
    {
      type: "input",
      block_id: "note",
      label: plain("Note"),
      element: { type: "plain_text_input", action_id: "note" },
    },
  ],
};
const metadata = { event_type: "card", event_payload: { key: "k1" } };

describe.each([
  ["our loopback Slack", startOurs],
  ["the emulator that others wrote", startTheirs],
])("%s", (_name, start) => {
  let slack: TestedSlack;
  let client: webApi.WebClient;
  let program: Program;

  beforeAll(async () => {
    slack = await start();
    client = quietClient(slack.apiUrl, slack.token);
    program = await startProgram();
  });

  afterAll(async () => {
    await program.close();
    await slack.close();
  });

  test("auth.test names workspace and bot", async () => {
    const { team, botUser, botId } = slack.workspace;
    expect(await client.auth.test()).toMatchObject({ team_id: team, user_id: botUser, bot_id: botId });
  });

  test("conversations.open gives the same conversation again and again", async () => {
    const first = await client.conversations.open({ users: slack.ada.user });
    const second = await client.conversations.open({ users: slack.ada.user });
    expect(first.channel?.id).toMatch(/^D/);
    expect(second).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
  });

  test("chat.postMessage to a person comes into that conversation, with blocks, metadata and its own id", async () => {
    const { channel } = await client.conversations.open({ users: slack.ada.user });
    const sent = await client.chat.postMessage({
      channel: slack.ada.user,
      text: "Hi",
      blocks: [actions as never],
      metadata,
      ...{ client_msg_id: "c-1" },
    });
    expect(sent).toMatchObject({
      channel: channel?.id,
      message: { text: "Hi", user: slack.workspace.botUser },
    });
    const history = await client.conversations.history({ channel: channel!.id!, include_all_metadata: true });
    expect(history.messages?.[0]).toMatchObject({
      ts: sent.ts,
      text: "Hi",
      metadata,
      client_msg_id: "c-1",
      blocks: [{ type: "actions", block_id: "row" }],
    });
  });

  test("the history is newest first and in pages", async () => {
    const post = (text: string) => client.chat.postMessage({ channel: slack.ada.user, text });
    const { channel = "" } = await post("one");
    await post("two");
    const first = await client.conversations.history({ channel, limit: 1 });
    expect(first).toMatchObject({ messages: [{ text: "two" }], has_more: true });
    const cursor = first.response_metadata?.next_cursor ?? "";
    const second = await client.conversations.history({ channel, limit: 1, cursor });
    expect(second).toMatchObject({ messages: [{ text: "one" }] });
  });

  test("chat.update replaces what the bot posted and nothing else", async () => {
    const { channel = "", ts = "" } = await client.chat.postMessage({
      channel: slack.ada.user,
      text: "before",
      blocks: [actions as never],
      metadata,
    });
    await client.chat.update({ channel, ts, text: "after" });
    expect((await slack.dm(slack.ada)).at(-1)).toMatchObject({ ts, text: "after", blocks: [], metadata });
    await expect(client.chat.update({ channel, ts: "1.000001", text: "x" })).rejects.toThrow(
      "message_not_found",
    );
  });

  test("a trigger opens one modal; a made-up one none", async () => {
    const trigger_id = await slack.issueTrigger(slack.workspace, slack.ada, null);
    const opened = (await client.apiCall("views.open", { trigger_id, view: modal })) as unknown as {
      view: Json;
    };
    expect(opened.view).toMatchObject({ type: "modal", callback_id: "change", private_metadata: "opaque" });
    expect(slack.view(slack.ada)).toMatchObject({ id: opened.view.id, hash: opened.view.hash });
    await expect(client.apiCall("views.open", { trigger_id, view: modal })).rejects.toThrow(
      "exchanged_trigger_id",
    );
    await expect(client.apiCall("views.open", { trigger_id: "1.2.x", view: modal })).rejects.toThrow(
      "invalid_trigger_id",
    );
  });

  test("views.update needs the newest hash", async () => {
    const { id: view_id = "", hash } = slack.view(slack.ada)!;
    const view = { ...modal, title: plain("Changed") };
    await client.apiCall("views.update", { view_id, hash, view });
    expect(slack.view(slack.ada)).toMatchObject({ title: { text: "Changed" } });
    await expect(client.apiCall("views.update", { view_id, hash, view })).rejects.toThrow("hash_conflict");
  });

  test("views.publish puts a home, and the next one in its place", async () => {
    const publish = (text: string) => {
      const blocks = [{ type: "section", text: plain(text) }];
      return client.apiCall("views.publish", { user_id: slack.ada.user, view: { type: "home", blocks } });
    };
    const first = (await publish("1")) as unknown as { view: Json };
    const second = (await publish("2")) as unknown as { view: Json };
    expect(second.view.id).toBe(first.view.id);
    expect(slack.home(slack.ada)?.blocks).toMatchObject([{ text: { text: "2" } }]);
  });

  test("an ephemeral in a channel is there for one person", async () => {
    const channel = slack.channelId;
    await client.chat.postEphemeral({ channel, user: slack.ada.user, text: "psst" });
    expect(slack.state.ephemerals.at(-1)).toMatchObject({
      channel,
      person: slack.ada,
      text: "psst",
    });
  });

  test.each<[string, string, Json, string]>([
    [
      "a conversation that is not there",
      "chat.postMessage",
      { channel: "C0NONE", text: "x" },
      "channel_not_found",
    ],
    ["a person who is not there", "conversations.open", { users: "U0NONE" }, "user_not_found"],
    ["nobody", "conversations.open", { users: "" }, "users_list_not_supplied"],
    ["a message without content", "chat.postMessage", { channel: "C0NONE" }, "no_text"],
  ])("refuses %s", async (_case, method, args, code) => {
    const channel = args.channel === "C0NONE" && code === "no_text" ? slack.channelId : args.channel;
    const call = client.apiCall(method, { ...args, ...(channel !== undefined && { channel }) });
    await expect(call).rejects.toThrow(code);
  });

  test("refuses what our scopes do not cover, and says which one is needed", async () => {
    const refused = await client.conversations.history({ channel: slack.channelId }).catch((error) => error);
    expect(refused.data).toMatchObject({
      error: "missing_scope",
      needed: "channels:history",
      provided: ourScopes.join(","),
    });
  });

  test("the driver taps and submits what stands there", async () => {
    const driver = createSlackDriver({ slack, endpoint: program.url });
    await client.chat.postMessage({ channel: slack.ada.user, text: "Tap", blocks: [actions as never] });
    const message = (await slack.dm(slack.ada)).at(-1)!;
    await driver.click(slack.ada, message, { text: "Go" });
    const { trigger_id, response_url } = program.received.at(-1)!.payload;
    await client.apiCall("views.open", { trigger_id, view: modal });
    await driver.submit(slack.ada, { Note: "fine" });
    expect(program.received.at(-1)!.payload).toMatchObject({
      type: "view_submission",
      view: { private_metadata: "opaque", state: { values: { note: { note: { value: "fine" } } } } },
    });
    const replacement = JSON.stringify({ replace_original: true, text: "Tapped" });
    await fetch(String(response_url), { method: "POST", body: replacement, headers: json });
    expect((await slack.dm(slack.ada)).at(-1)).toMatchObject({ ts: message.ts, text: "Tapped" });
  });

  test("no blocks of this suite break Slack's limits", () => {
    expect(slack.blockFaults).toEqual([]);
  });
});

const json = { "content-type": "application/json" };
