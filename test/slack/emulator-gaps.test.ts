import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quietClient } from "./quiet-client.ts";
import type { Json } from "./slack-model.ts";
import { startOurs, startTheirs, type TestedSlack } from "./tested-slack.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const metadata = { event_type: "card", event_payload: { key: "k1" } };

describe("where the emulator is less strict than Slack, and ours is not", () => {
  let ourSlack: TestedSlack;
  let theirSlack: TestedSlack;

  beforeAll(async () => {
    ourSlack = await startOurs();
    theirSlack = await startTheirs();
  });

  afterAll(async () => {
    await ourSlack.close();
    await theirSlack.close();
  });

  const codeOf = async (slack: TestedSlack, method: string, args: Json, token = slack.token) => {
    const client = quietClient(slack.apiUrl, token);
    return client.apiCall(method, args).then(
      () => "ok",
      (error) => error.data.error,
    );
  };
  const onBoth = async (method: string, args: (slack: TestedSlack) => Json, token?: string) => [
    await codeOf(ourSlack, method, args(ourSlack), token),
    await codeOf(theirSlack, method, args(theirSlack), token),
  ];

  test("it takes any token", async () => {
    expect(await onBoth("auth.test", () => ({}), "xoxb-nobody")).toEqual(["invalid_auth", "ok"]);
  });

  test("it takes any blocks; what was wrong with them is kept", async () => {
    const blocks = [{ type: "section", text: plain("x".repeat(3_001)) }];
    const message = ({ ada }: TestedSlack) => ({ channel: ada.user, text: "x", blocks });
    expect(await onBoth("chat.postMessage", message)).toEqual(["invalid_blocks", "ok"]);
    expect(theirSlack.blockFaults).toHaveLength(1);
  });

  test("it cuts long texts where we refuse them", async () => {
    const message = ({ ada }: TestedSlack) => ({ channel: ada.user, text: "x".repeat(40_001) });
    expect(await onBoth("chat.postMessage", message)).toEqual(["msg_too_long", "ok"]);
  });

  test("it shows metadata to those who did not ask for it", async () => {
    const shown = async (slack: TestedSlack) => {
      const client = quietClient(slack.apiUrl, slack.token);
      const { channel = "" } = await client.chat.postMessage({
        channel: slack.ada.user,
        text: "x",
        metadata,
      });
      const { messages = [] } = await client.conversations.history({ channel });
      return messages[0]?.metadata !== undefined;
    };
    expect([await shown(ourSlack), await shown(theirSlack)]).toEqual([false, true]);
  });

  test("it knows no limits of time in the history", async () => {
    const found = async (slack: TestedSlack) => {
      const client = quietClient(slack.apiUrl, slack.token);
      const { channel = "", ts } = await client.chat.postMessage({ channel: slack.ada.user, text: "x" });
      return (await client.conversations.history({ channel, oldest: ts! })).messages?.length === 0;
    };
    expect([await found(ourSlack), await found(theirSlack)]).toEqual([true, false]);
  });

  test("it has no Slack Connect: nothing tells whether another organisation reads a channel", async () => {
    const told = async (slack: TestedSlack) => {
      const client = quietClient(slack.apiUrl, slack.token);
      return (await client.conversations.info({ channel: slack.channelId })).channel?.is_ext_shared;
    };
    expect([await told(ourSlack), await told(theirSlack)]).toEqual([false, undefined]);
  });

  test("it lets a bot write to a bot, and post where it is not a member", async () => {
    const toBot = ({ workspace }: TestedSlack) => ({ users: workspace.botUser });
    expect(await onBoth("conversations.open", toBot)).toEqual(["cannot_dm_bot", "users_list_not_supplied"]);
    ourSlack.state.channels.get("C1")!.members.clear();
    const message = ({ channelId }: TestedSlack) => ({ channel: channelId, text: "x" });
    expect(await onBoth("chat.postMessage", message)).toEqual(["not_in_channel", "ok"]);
  });
});
