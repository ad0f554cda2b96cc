import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../../../src/ports/chat-adapter.ts";
import type { Json, SlackView } from "../../../slack/slack-model.ts";
import { type InboundWorld, openInboundWorld, words } from "./inbound-world.ts";
import { buttonsCard, card, holdInbound } from "./scripted-inbound.ts";

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
const blocksOf = (view: SlackView | null) => JSON.stringify(view?.blocks ?? null);
const whispers = (channel: string, person = world.people.member) =>
  world.slack.ephemerals(channel, person).map(({ text }) => text);
const own = () => world.slack.dm("T0AGENCY", "U0ADA").map(({ text }) => text);
/** Taps a button of a message in the person's own conversation. */
const tapOwn = async (reply: Partial<Reply>, more: Readonly<Record<string, unknown>> = {}) => {
  const { member } = world.people;
  const message = await world.post(member.user, buttonsCard("Check-in", "open"), more);
  answerWith(reply);
  await world.driver.click(member, message, { text: "open" });
  await world.settle();
  return message;
};
const modal = (title = "Your check-in") => ({ title, nodes: buttonsCard("In a window", "tap").nodes });
/** A window with a button in front of the person. */
const openModal = async () => {
  answerWith({ dialog: modal() });
  await world.driver.command(world.people.member, "/pulse", "checkin");
  await world.settle();
  world.newCalls();
  return world.slack.view(world.people.member) as SlackView;
};

describe("a reply to a tap in one's own conversation", () => {
  test("takes the card's place without a call, and keeps what the message is found by", async () => {
    const metadata = { event_type: "rapport_message", event_payload: { key: "opaque" } };
    const message = await tapOwn({ replace: card("Answered"), onlyPressed: true }, { metadata });
    expect([message.text, message.metadata]).toEqual(["Answered", metadata]);
    expect(world.newCalls()).toEqual(["response_url"]);
    expect(world.slack.calls.at(-1)?.args).toMatchObject({ replace_original: true, metadata });
  });

  test("takes it by an update where the response URL is refused", async () => {
    world.slack.on({ method: "response_url" }, { kind: "status", status: 404, accept: false });
    const message = await tapOwn({ replace: card("Answered") });
    expect(message.text).toBe("Answered");
    expect(world.newCalls()).toEqual(["response_url", "chat.update"]);
  });

  test("says what is to be said in a message, and opens what is to be opened", async () => {
    await tapOwn({ say: card("A receipt"), lasting: true, dialog: modal() });
    expect(own()).toEqual(["Check-in", "A receipt"]);
    expect(blocksOf(world.slack.view(world.people.member))).toContain("In a window");
    expect(world.newCalls().toSorted()).toEqual(["chat.postMessage", "views.open"]);
  });

  test.each([
    ["https", "evil.example"],
    ["https", "hooks.slack.com.evil.example"],
    ["http", "localhost"],
  ])("never calls a response URL of a host that is not Slack's: %s://%s", async (scheme, host) => {
    let asked = 0;
    const evil = createServer((_, response) => {
      asked += 1;
      response.end("ok");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => evil.once("listening", resolve));
    const url = `${scheme}://${host}:${(evil.address() as AddressInfo).port}/response`;
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    answerWith({ replace: card("Answered") });
    const alter = (payload: Json) => ({ ...payload, response_url: url });
    await world.driver.with({ alter }).click(member, message, { text: "open" });
    await world.settle();
    evil.close();
    expect(asked).toBe(0);
    expect(message.text).toBe("Answered");
    expect(world.newCalls()).toEqual(["chat.update"]);
  });
});

describe("a reply to a tap in a channel", () => {
  test("never takes the place of what all read: it opens in a window", async () => {
    const { member, ownChannel } = world.people;
    const message = await world.post(ownChannel, buttonsCard("Notice", "open"));
    answerWith({ replace: card("My check-in"), say: card("A word") });
    await world.driver.click(member, message, { text: "open" });
    await world.settle();
    expect(message.text).toBe("Notice");
    expect(blocksOf(world.slack.view(member))).toContain("My check-in");
    expect(whispers(ownChannel)).toEqual(["A word"]);
  });

  test("goes to one's own conversation when it is to last, with a line that says so", async () => {
    const { outsider, sharedChannel } = world.people;
    const message = await world.post(sharedChannel, buttonsCard("Notice", "open"));
    answerWith({ say: card("A receipt"), lasting: true });
    await world.driver.click(outsider, message, { text: "open" });
    await world.settle();
    expect(world.slack.dm("T0VENDOR", "U0VERA", "T0AGENCY").map(({ text }) => text)).toEqual(["A receipt"]);
    expect(whispers(sharedChannel, outsider)).toEqual([words.say("slack.inMessages")]);
    expect(world.notes.get("installation-T0AGENCY reach:T0VENDOR/U0VERA")).toMatch(/^D/);
  });

  test("stays in the channel, for one's own eyes, where one cannot be written to", async () => {
    const { member, ownChannel } = world.people;
    world.slack.on({ method: "conversations.open" }, { kind: "error", error: "cannot_dm_bot" });
    const message = await world.post(ownChannel, buttonsCard("Notice", "open"));
    answerWith({ say: card("A receipt"), lasting: true });
    await world.driver.click(member, message, { text: "open" });
    await world.settle();
    expect(whispers(ownChannel)).toEqual(["A receipt"]);
  });

  test("that only one person sees takes the card's place there", async () => {
    const { member, ownChannel } = world.people;
    answerWith({ say: buttonsCard("A prompt", "open") });
    await world.driver.command(member, "/pulse", "checkin", ownChannel);
    const [prompt] = world.slack.ephemerals(ownChannel, member);
    answerWith({ replace: card("Answered") });
    await world.driver.click(member, prompt as never, { text: "open" });
    await world.settle();
    expect(whispers(ownChannel)).toEqual(["Answered"]);
    expect(world.newCalls()).toEqual(["response_url"]);
  });
});

describe("a reply to a tap in a window", () => {
  test("takes the place of what it shows and keeps its title", async () => {
    const view = await openModal();
    answerWith({ replace: card("Answered") });
    await world.driver.click(world.people.member, view, { text: "tap" });
    await world.settle();
    expect(blocksOf(view)).toContain("Answered");
    expect(view.title).toMatchObject({ text: "Your check-in" });
    expect(world.newCalls()).toEqual(["views.update"]);
    expect(world.inbound.interactions.at(-1)?.conversation).toBe("T0AGENCY/view");
  });

  test("is shown although the tap before it has changed the window meanwhile", async () => {
    const view = await openModal();
    const slow = world.slack.on({ method: "views.update", nth: 1 }, { kind: "hold", accept: "before" });
    for (const text of ["First", "Second"]) {
      answerWith({ replace: card(text) });
      const alter = (payload: Json) => ({ ...payload, view: { ...(payload.view as Json), hash: "stale" } });
      const driver = text === "Second" ? world.driver.with({ alter }) : world.driver;
      await driver.click(world.people.member, { ...view, blocks: view.blocks }, { text: "tap" });
    }
    slow.release();
    await world.settle();
    expect(blocksOf(view)).toContain("Second");
    expect(world.newCalls()).toEqual(["views.update", "views.update", "views.update"]);
  });

  test("says a word in a window on top, and in the same one where no more can stand on it", async () => {
    const { member } = world.people;
    answerWith({ say: buttonsCard("On top", "tap") });
    const first = await openModal();
    answerWith({ say: buttonsCard("On top", "tap") });
    for (const depth of [2, 3, 3]) {
      const top = world.slack.view(member) as SlackView;
      await world.driver.click(member, top, { text: "tap" });
      await world.settle();
      expect(world.slack.state.stacks.get("T0AGENCY/U0ADA")).toHaveLength(depth);
    }
    expect(blocksOf(world.slack.view(member))).toContain("On top");
    expect(blocksOf(first)).toContain("In a window");
  });
});

describe("a reply to something done on Home", () => {
  const openHome = async () => {
    world.inbound.homeCard = buttonsCard("Home 1", "open");
    await world.driver.openHome(world.people.member);
    await world.settle();
    world.newCalls();
    world.inbound.homeCard = buttonsCard("Home 2", "open");
    return world.slack.home(world.people.member) as SlackView;
  };

  test("opens in one window, and Home is drawn anew", async () => {
    const { member } = world.people;
    const home = await openHome();
    answerWith({ replace: card("Settings"), say: card("Saved") });
    await world.driver.click(member, home, { text: "open" });
    await world.settle();
    expect(blocksOf(world.slack.view(member))).toMatch(/Saved.*Settings/);
    expect(blocksOf(world.slack.home(member))).toContain("Home 2");
    expect(world.newCalls().toSorted()).toEqual(["views.open", "views.publish"]);
  });

  test("or in a window over it, draws it anew", async () => {
    const { member } = world.people;
    const home = await openHome();
    const form = { fields: [], submit: { label: "Send", action: { name: "send", args: {} } } };
    answerWith({ dialog: { title: "A form", nodes: [], form } });
    await world.driver.click(member, home, { text: "open" });
    await world.settle();
    world.inbound.homeCard = buttonsCard("Home 3", "open");
    answerWith({});
    expect(await world.driver.submit(member)).toMatchObject({ outcome: "cleared" });
    await world.settle();
    expect(blocksOf(world.slack.home(member))).toContain("Home 3");
  });

  test("is not asked for when another tab is opened", async () => {
    await world.driver.openHome(world.people.member, "messages");
    await world.settle();
    expect([world.inbound.homes, world.newCalls()]).toEqual([[], []]);
  });
});

describe("a window that comes too late", () => {
  test("is not there: the person is asked to press again", async () => {
    const { member, ownChannel } = world.people;
    const message = await world.post(ownChannel, buttonsCard("Notice", "open"));
    const core = holdInbound(world.inbound);
    const click = world.driver.click(member, message, { text: "open" });
    await core.asked;
    world.clock.advance({ seconds: 4 });
    core.release({ outcome: "done", dialog: modal() });
    expect((await click).status).toBe(200);
    await world.settle();
    expect(world.slack.view(member)).toBeNull();
    expect(whispers(ownChannel)).toEqual([words.say("slack.pressAgain")]);
  });
});

describe("a card that cannot be drawn", () => {
  test("is said to be kept, and reported to the operator", async () => {
    const huge = { name: "open", args: { much: "x".repeat(5000) } };
    const undrawable = {
      summary: "S",
      nodes: [{ kind: "buttons", buttons: [{ label: "b", action: huge }] }],
    } as const;
    const message = await tapOwn({ replace: undrawable });
    expect(message.text).toBe(words.say("slack.undrawable"));
    answerWith({ say: undrawable });
    const { body } = await world.driver.command(world.people.member, "/pulse", "help");
    expect(body).toContain(words.say("slack.undrawable"));
    expect(world.logger.lines.filter(({ level }) => level === "error")).toHaveLength(2);
  });
});
