import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { drawMessage } from "../../../adapters/slack/draw/draw-message.ts";
import type { Card } from "../../../src/ports/card.ts";
import { readPrompts } from "../../../src/prompts.ts";
import { aCard, agency, type OutboundWorld, openOutboundWorld } from "./outbound-world.ts";

const key = "7d1f3b52-5d0e-4c8e-9f0c-2f6f0a4e9b11";
const metadata = { event_type: "rapport_message", event_payload: { key } };
const table: Card = {
  summary: "November",
  nodes: [{ kind: "table", caption: "Scores", columns: ["Side", "Score"], rows: [["City", "72"]] }],
};

describe("messages to people in Slack", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld();
  });
  afterEach(() => world.close());
  const channel = (id: string, users: readonly string[] = []) => {
    const members = users.map((user) => ({ team: agency, user }));
    for (const member of members) world.slack.addUser(member);
    return world.slack.addChannel({ id, team: agency, members });
  };
  const drawn = (card: Card) => {
    const absolute = (path: string) => `https://rapport.example${path}`;
    return drawMessage(card, { absolute, words: readPrompts().wordsFor("en") });
  };

  test("a direct message goes to the person with text, blocks and opaque metadata, and says where it stands", async () => {
    const to = world.person("U1");
    const sent = await world.send(to, { key });
    const [message, ...more] = world.dm("U1");
    expect(more).toEqual([]);
    expect(sent).toEqual({
      kind: "sent",
      conversation: `${agency}/${message?.channel}`,
      messageId: message?.ts,
    });
    expect(message).toMatchObject({ text: drawn(aCard).text, metadata });
    expect(message?.blocks).toMatchObject(drawn(aCard).blocks);
  });

  test("links are not unfolded, and no argument makes Slack look for names or links", async () => {
    await world.send(world.person("U1"), { key });
    const args = world.slack.calls.find(({ method }) => method === "chat.postMessage")?.args ?? {};
    expect(args).toMatchObject({ unfurl_links: "false", unfurl_media: "false" });
    expect(args).not.toHaveProperty("link_names");
    expect(args).not.toHaveProperty("parse");
  });

  test("what people wrote cannot ping anybody, in blocks or in the notification", async () => {
    const evil = "<!channel> <@U2> @here & <https://evil.example|kitten>";
    await world.send(world.person("U1"), { card: { summary: evil, nodes: [{ kind: "quote", text: evil }] } });
    const [message] = world.dm("U1");
    expect(message?.text).toContain("&lt;!channel&gt; &lt;@U2&gt;");
    expect(message?.text).not.toMatch(/<[!@#h]/);
    expect(world.slack.blockFaults).toEqual([]);
    expect(JSON.stringify(message?.blocks)).not.toMatch(/"type":"(?:mrkdwn|broadcast|user|link)"/);
  });

  test("the message has the same client_msg_id at every attempt, another one for another message", async () => {
    const to = world.person("U1");
    for (const one of [key, key, "7d1f3b52-5d0e-4c8e-9f0c-2f6f0a4e9b12"]) await world.send(to, { key: one });
    const [first, second, third] = world.dm("U1").map(({ clientMsgId }) => clientMsgId);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test("the second message goes to the direct message that is known by then, without opening it", async () => {
    const to = world.person("U1");
    await world.send(to);
    await world.send(to);
    const channels = world.slack.calls.map(({ args }) => args.channel);
    expect(channels).toEqual(["U1", world.dm("U1")[0]?.channel]);
    expect(world.calls("conversations.open")).toBe(0);
  });

  test("a direct message that is gone is forgotten, and the person is written to anew", async () => {
    const to = world.person("U1");
    world.notes.set(`installation-${agency} reach:${to}`, "D0GONE");
    expect(await world.send(to)).toMatchObject({ kind: "sent" });
    expect(world.notes.get(`installation-${agency} reach:${to}`)).toBe(world.dm("U1")[0]?.channel);
  });

  test("where Slack takes no user's id, the direct message is opened for it", async () => {
    const to = world.person("U1");
    world.slack.on(
      { method: "chat.postMessage", while: ({ args }) => args.channel === "U1" },
      { kind: "error", error: "channel_not_found" },
    );
    expect(await world.send(to)).toMatchObject({ kind: "sent" });
    expect(world.calls("conversations.open")).toBe(1);
    expect(world.dm("U1")).toHaveLength(1);
  });

  test("a prompt is shown to the one person in the channel and stands in no history", async () => {
    const { messages } = channel("C1", ["U1", "U2"]);
    const sent = await world.send(`${agency}/U1/prompt/C1`);
    expect(sent).toMatchObject({ kind: "sent", conversation: `${agency}/C1` });
    expect(world.slack.ephemerals("C1", { team: agency, user: "U1" })).toHaveLength(1);
    expect(world.slack.ephemerals("C1", { team: agency, user: "U2" })).toEqual([]);
    expect(messages).toEqual([]);
  });

  test("a prompt to somebody who is not in the channel is blocked, so that the next route is tried", async () => {
    channel("C1");
    world.person("U1");
    expect(await world.send(`${agency}/U1/prompt/C1`)).toEqual({
      kind: "blocked",
      code: "user_not_in_channel",
    });
  });

  test("a message that an old workspace refuses for its table goes once more without it", async () => {
    const to = world.person("U1");
    const refusal = world.slack.on(
      { method: "chat.postMessage", while: ({ args }) => String(args.blocks).includes("data_table") },
      { kind: "error", error: "invalid_blocks" },
    );
    expect(await world.send(to, { card: table })).toMatchObject({ kind: "sent" });
    expect(refusal.hits).toBe(1);
    expect(JSON.stringify(world.dm("U1")[0]?.blocks)).toContain("72");
  });

  test("any other refused blocks are our own fault and are not sent again", async () => {
    const refusal = world.slack.on(
      { method: "chat.postMessage" },
      { kind: "error", error: "invalid_blocks" },
    );
    const rejected = { kind: "rejected", code: "invalid_blocks" };
    expect(await world.send(world.person("U1"))).toEqual(rejected);
    expect(refusal.hits).toBe(1);
    expect(await world.send(world.person("U1"), { card: table })).toEqual(rejected);
    expect(refusal.hits).toBe(3);
  });

  test.each([
    "",
    "U1",
    "T1",
    "T1/U1/",
    "T1/U1/card",
    "T1/U1/card/D1",
    "t1/u1",
    "T1/U1\n",
    `${agency}/`,
    "a@b.c",
  ])("%j is no address of Slack: gone, without a call", async (to) => {
    expect(await world.send(to)).toEqual({ kind: "gone", code: "address" });
    expect(await world.find(to, key)).toEqual({ kind: "absent" });
    expect(world.slack.calls).toEqual([]);
  });

  test("a posted card is replaced in place; what is no message of ours is left alone", async () => {
    const to = world.person("U1");
    const sent = await world.send(to);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const change = (messageId: string) =>
      world.time.run(world.adapter.update({ conversation: sent.conversation, messageId, card: table }));
    expect(await change(sent.messageId)).toBe(true);
    expect(world.dm("U1")[0]?.text).toBe("November");
    const before = world.slack.calls.length;
    for (const id of ["", "nothing", "../x", "12", key]) expect(await change(id)).toBe(false);
    expect(world.slack.calls).toHaveLength(before);
    expect(await change("1700000000.000001")).toBe(false);
  });

  test("log lines hold no text of a card", async () => {
    world.slack.on({ method: "chat.postMessage" }, { kind: "drop", accept: "no" });
    await world.send(world.person("U1"), { card: { summary: "canary", nodes: [] } });
    expect(world.logger.lines).not.toEqual([]);
    expect(JSON.stringify(world.logger.lines)).not.toContain("canary");
  });
});
