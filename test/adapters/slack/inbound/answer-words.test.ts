import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../../../src/ports/chat-adapter.ts";
import type { Json } from "../../../slack/slack-model.ts";
import { type InboundWorld, openInboundWorld, words } from "./inbound-world.ts";
import { buttonsCard, card } from "./scripted-inbound.ts";

let world: InboundWorld;
beforeEach(async () => {
  world = await openInboundWorld();
});
afterEach(async () => {
  expect(world.slack.blockFaults).toEqual([]);
  await world.close();
});

const answerWith = (reply: Partial<Reply>) => {
  world.inbound.answer = () => ({ outcome: "done", ...reply });
};
const whispers = (channel: string, person = world.people.member) =>
  world.slack.ephemerals(channel, person).map(({ text }) => text);
const own = () => world.slack.dm("T0AGENCY", "U0ADA").map(({ text }) => text);

describe("a reply to words", () => {
  test("of a command stands in its acknowledgement, for the asker alone and without a call", async () => {
    const { member, ownChannel } = world.people;
    answerWith({ say: card("Your status <!channel>") });
    const { body } = await world.driver.command(member, "/pulse", "status a&b <x>", ownChannel);
    await world.settle();
    expect(JSON.parse(body)).toMatchObject({
      response_type: "ephemeral",
      text: "Your status &lt;!channel&gt;",
    });
    expect(world.inbound.commands[0]).toMatchObject({
      text: "status a&b <x>",
      conversation: "T0AGENCY/C0OWN",
      account: { platform: "slack", id: "T0AGENCY/U0ADA", through: "T0AGENCY" },
    });
    expect(world.newCalls()).toEqual([]);
  });

  test("of a command that is to last goes to one's own conversation", async () => {
    const { member, ownChannel } = world.people;
    answerWith({ say: card("A check-in"), lasting: true });
    await world.driver.command(member, "/pulse", "checkin", ownChannel);
    await world.settle();
    expect(own()).toEqual(["A check-in"]);
    expect(whispers(ownChannel)).toEqual([words.say("slack.inMessages")]);
  });

  test("typed to the app is a message there; what would be a window is said, and a form is pointed to", async () => {
    const { member } = world.people;
    const form = { fields: [], submit: { label: "Send", action: { name: "send", args: {} } } };
    answerWith({ dialog: { title: "Raise", nodes: card("About raising").nodes, form } });
    await world.driver.say(member, "  /pulse raise it &amp; <b>");
    await world.settle();
    expect(world.inbound.commands[0]?.text).toBe("raise it &amp; <b>");
    const last = world.slack.dm("T0AGENCY", "U0ADA").at(-1);
    expect(last?.text).toBe("Raise");
    expect(JSON.stringify(last?.blocks)).toContain(words.say("slack.noWindow"));
    expect(JSON.stringify(last?.blocks)).toContain("About raising");
  });

  test("that name the app in a channel is for the asker alone", async () => {
    const { outsider } = world.people;
    const alter = (payload: Json) => {
      const text = "<@UBOTT0AGENCY>, /pulse status";
      const { channel_type: _, ...event } = payload.event as Json;
      return { ...payload, event: { ...event, type: "app_mention", channel: "C0SHARED", text } };
    };
    answerWith({ say: card("Your status") });
    await world.driver.with({ alter }).say(outsider, "ignored");
    await world.settle();
    expect(world.inbound.commands[0]).toMatchObject({
      text: "status",
      conversation: "T0AGENCY/C0SHARED",
      account: { id: "T0VENDOR/U0VERA" },
    });
    expect(whispers("C0SHARED", outsider)).toEqual(["Your status"]);
    expect(world.newCalls()).toEqual(["chat.postEphemeral"]);
  });

  test.each([
    ["an edit", { subtype: "message_changed", message: { text: "x" } }],
    ["a deletion", { subtype: "message_deleted" }],
    ["another bot's", { bot_id: "B0OTHER" }],
    ["our own", { user: "UBOTT0AGENCY" }],
    ["in a channel", { channel_type: "channel", channel: "C0OWN" }],
    ["in a group", { channel_type: "mpim" }],
    ["without a person", { user: undefined }],
    ["said to be private, in a channel that another organisation reads", { channel: "C0SHARED" }],
    ["said to be private, in a private channel", { channel: "G0SHARED" }],
    ["said to be private, in no channel", { channel: undefined }],
  ])("that are %s are nothing to answer", async (_, changes) => {
    answerWith({ say: card("Your status") });
    const alter = (payload: Json) => ({ ...payload, event: { ...(payload.event as Json), ...changes } });
    expect((await world.driver.with({ alter }).say(world.people.member, "status")).status).toBe(200);
    await world.settle();
    expect(world.inbound.commands).toEqual([]);
    expect(world.newCalls()).toEqual([]);
  });

  test.each(["typed", "tapped"])(
    "%s in a conversation that is another person's own are answered in the asker's, as we know it",
    async (how) => {
      const { member, secondMember } = world.people;
      const [theirs, mine] = [
        await world.post(secondMember.user, buttonsCard("Check-in", "open")),
        await world.post(member.user, buttonsCard("Check-in", "open")),
      ];
      world.notes.set("installation-T0AGENCY reach:T0AGENCY/U0ADA", mine.channel);
      answerWith({ say: card("Your status") });
      const misplaced = (what: unknown) => ({ ...(what as Json), channel: theirs.channel });
      const alter = (payload: Json) =>
        how === "typed"
          ? { ...payload, event: misplaced(payload.event) }
          : { ...payload, channel: { ...(payload.channel as Json), id: theirs.channel } };
      const driver = world.driver.with({ alter });
      if (how === "typed") await driver.say(member, "status");
      else await driver.click(member, mine, { text: "open" });
      await world.settle();
      expect(own().at(-1)).toBe("Your status");
      expect(world.slack.dm("T0AGENCY", "U0BEN").map(({ text }) => text)).toEqual(["Check-in"]);
    },
  );

  test("typed before we know the asker's conversation are answered where they were typed", async () => {
    answerWith({ say: card("Your status") });
    await world.driver.say(world.people.member, "status");
    await world.settle();
    expect(own()).toEqual(["status", "Your status"]);
    expect(world.newCalls()).toEqual(["chat.postMessage"]);
  });

  test("with a file, or also sent to the channel, are words all the same", async () => {
    for (const subtype of ["file_share", "thread_broadcast"]) {
      const alter = (payload: Json) => ({ ...payload, event: { ...(payload.event as Json), subtype } });
      await world.driver.with({ alter }).say(world.people.member, "status");
    }
    expect(world.inbound.commands.map(({ text }) => text)).toEqual(["status", "status"]);
  });
});

describe("a shortcut on a message", () => {
  test.each([
    ["raise", "raise-form"],
    ["win", "win-form"],
    ["thanks", "thanks-form"],
  ])("%s opens its form with the message's words", async (callbackId, name) => {
    const { member, ownChannel } = world.people;
    const message = await world.post(ownChannel, card("words"));
    answerWith({ dialog: { title: "A form", nodes: card("In a window").nodes } });
    const alter = (payload: Json) => ({
      ...payload,
      message: {
        ...(payload.message as Json),
        text: "Late again &amp; again, <@U1|bob> <https://x.example|here>",
      },
    });
    expect((await world.driver.with({ alter }).shortcut(member, callbackId, message)).status).toBe(200);
    await world.settle();
    expect(world.inbound.interactions[0]).toMatchObject({
      action: { name, args: {} },
      fields: { text: "Late again & again, @bob here (https://x.example)" },
    });
    expect(world.slack.view(member)?.title).toMatchObject({ text: "A form" });
  });

  test("that is not ours is acknowledged and nothing else", async () => {
    const message = await world.post("C0OWN", card("words"));
    expect((await world.driver.shortcut(world.people.member, "another", message)).status).toBe(200);
    expect(world.inbound.interactions).toEqual([]);
  });
});
