import { afterEach, describe, expect, test } from "vitest";
import { type InboundWorld, openInboundWorld, words } from "./inbound-world.ts";
import { buttonsCard, card, holdInbound } from "./scripted-inbound.ts";

let world: InboundWorld;
afterEach(() => world.close());

const note = { kind: "text", name: "note", label: "Note", maxLength: 100 } as const;
const form = { fields: [note], submit: { label: "Send", action: { name: "send", args: {} } } };

/** A person with a window in front of them. */
const openForm = async () => {
  world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
  await world.driver.command(world.people.member, "/pulse", "raise");
  await world.settle();
  world.newCalls();
};
/** Whether a promise has settled by the time another request has gone to and fro. */
const isOpen = async (promise: Promise<unknown>) => {
  const state = { open: true };
  const settle = () => {
    state.open = false;
  };
  promise.then(settle, settle);
  await fetch(world.url);
  return state.open;
};
const textsOf = (shown: readonly { readonly text: string }[]) => shown.map(({ text }) => text);
const whispers = (channel: string) => textsOf(world.slack.ephemerals(channel, world.people.member));

describe("an acknowledgement", () => {
  test("waits until what was done is kept, and makes no call to Slack before or without need", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const core = holdInbound(world.inbound);
    const click = world.driver.click(member, message, { text: "open" });
    await core.asked;
    expect(await isOpen(click)).toBe(true);
    core.release({ outcome: "done" });
    expect(await click).toMatchObject({ status: 200, body: "" });
    await world.settle();
    expect(world.newCalls()).toEqual([]);
  });

  test("of an event, too, waits until it is kept", async () => {
    world = await openInboundWorld();
    const core = holdInbound(world.inbound);
    const event = world.driver.say(world.people.member, "away until Friday");
    await core.asked;
    expect(await isOpen(event)).toBe(true);
    core.release({ outcome: "done", say: card("You are away") });
    expect(await event).toMatchObject({ status: 200 });
    await world.settle();
    expect(world.newCalls()).toEqual(["chat.postMessage"]);
  });

  test("never waits for Slack, however slow it is", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    await openForm();
    const slow = world.slack.on({}, { kind: "hold", accept: "after" });
    world.inbound.answer = () => ({
      outcome: "done",
      replace: card("Done"),
      say: card("Thank you"),
      lasting: true,
    });
    const deliveries = [
      await world.driver.click(member, message, { text: "open" }),
      await world.driver.command(member, "/pulse", "help"),
      await world.driver.say(member, "help"),
      await world.driver.submit(member, { Note: "words" }),
      await world.driver.openHome(member),
    ];
    expect(deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(message.text).toBe("Check-in");
    slow.release();
    await world.settle();
    expect(message.text).toBe("Done");
  });

  test("is not waited for by stopping alone: what is shown after it is, too", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const slow = world.slack.on({}, { kind: "hold", accept: "after" });
    world.inbound.answer = () => ({ outcome: "done", replace: card("Done") });
    await world.driver.click(member, message, { text: "open" });
    const stopped = world.receiver.stop(10_000);
    expect(await isOpen(stopped)).toBe(true);
    slow.release();
    await stopped;
    expect(message.text).toBe("Done");
  });
});

describe("what cannot be kept", () => {
  test("by a click is said to the person alone, in the core's own words or in ours", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    world.inbound.answer = () => ({ outcome: "not-saved", say: card("Not saved: E1") });
    expect((await world.driver.click(member, message, { text: "open" })).status).toBe(200);
    world.inbound.answer = () => Promise.reject(new Error("no database"));
    expect((await world.driver.click(member, message, { text: "open" })).status).toBe(200);
    await world.settle();
    expect(whispers(message.channel)).toEqual(["Not saved: E1", words.say("slack.notSaved")]);
    expect(message.text).toBe("Check-in");
    expect(world.newCalls()).toEqual(["response_url", "response_url"]);
  });

  test("by a modal is said in it, and what was typed stays there", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    await openForm();
    world.inbound.answer = () => ({ outcome: "not-saved", say: card("Not saved: E1") });
    const { outcome, errors } = await world.driver.submit(member, { Note: "words" });
    expect([outcome, Object.values(errors)]).toEqual(["errors", ["Not saved: E1"]]);
    await world.settle();
    world.inbound.answer = () => ({ outcome: "done" });
    expect(await world.driver.submit(member)).toMatchObject({ outcome: "cleared" });
    expect(world.inbound.interactions.map(({ fields }) => fields)).toEqual([
      { note: "words" },
      { note: "words" },
    ]);
    expect(world.newCalls()).toEqual([]);
  });

  test("by a command is said in its answer", async () => {
    world = await openInboundWorld();
    world.inbound.answer = () => ({ outcome: "not-saved" });
    const { body } = await world.driver.command(world.people.member, "/pulse", "pause");
    expect(JSON.parse(body)).toMatchObject({
      response_type: "ephemeral",
      text: words.say("slack.notSaved"),
    });
    await world.settle();
    expect(world.newCalls()).toEqual([]);
  });

  test("by an event is answered with 503, and kept once when Slack sends it again", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    world.inbound.answer = () => ({ outcome: "not-saved", say: card("Not saved: E1") });
    const first = await world.driver.say(member, "away until Friday");
    expect(first.status).toBe(503);
    world.inbound.answer = () => ({ outcome: "done", say: card("You are away") });
    expect((await world.driver.retry(first)).status).toBe(200);
    world.inbound.answer = () => ({ outcome: "repeated" });
    expect((await world.driver.retry(first)).status).toBe(200);
    await world.settle();
    const [id, ...others] = new Set(world.inbound.commands.map(({ eventId }) => eventId));
    expect([id?.length, others]).toEqual([43, []]);
    expect(textsOf(world.slack.dm(member.team, member.user))).toEqual(["away until Friday", "You are away"]);
  });
});

describe("what takes too long", () => {
  test("by a click is said to be unsaved, and shown as soon as it is kept", async () => {
    world = await openInboundWorld({ answerWithin: 30 });
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const core = holdInbound(world.inbound);
    expect((await world.driver.click(member, message, { text: "open" })).status).toBe(200);
    core.release({ outcome: "done", replace: card("Done") });
    await world.settle();
    expect(whispers(message.channel)).toEqual([words.say("slack.late")]);
    expect(message.text).toBe("Done");
  });

  test("by a modal is said in it, and a second try joins the first", async () => {
    world = await openInboundWorld({ answerWithin: 30 });
    const { member } = world.people;
    world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
    await world.driver.command(member, "/pulse", "raise");
    await world.settle();
    const core = holdInbound(world.inbound);
    const first = await world.driver.submit(member, { Note: "words" });
    expect([first.outcome, Object.values(first.errors)]).toEqual(["errors", [words.say("slack.late")]]);
    expect(await world.driver.submit(member)).toMatchObject({ outcome: "errors" });
    expect(world.inbound.interactions).toHaveLength(1);
    core.release({ outcome: "done" });
    await world.settle();
    expect(JSON.stringify(world.slack.view(member)?.blocks)).toContain(words.say("slack.savedLate"));
  });

  test("by a command is answered later in the same place", async () => {
    world = await openInboundWorld({ answerWithin: 30 });
    const core = holdInbound(world.inbound);
    const { body } = await world.driver.command(world.people.member, "/pulse", "status", "C0OWN");
    expect(JSON.parse(body)).toMatchObject({ text: words.say("slack.late") });
    core.release({ outcome: "done", say: card("Your status") });
    await world.settle();
    expect(whispers("C0OWN")).toEqual([words.say("slack.late"), "Your status"]);
  });

  test("by an event is answered with 503 and shown once, when it is there", async () => {
    world = await openInboundWorld({ answerWithin: 30 });
    const { member } = world.people;
    const core = holdInbound(world.inbound);
    const first = await world.driver.say(member, "status");
    expect(first.status).toBe(503);
    core.release({ outcome: "done", say: card("Your status") });
    await world.settle();
    world.inbound.answer = () => ({ outcome: "repeated" });
    expect((await world.driver.retry(first)).status).toBe(200);
    await world.settle();
    expect(textsOf(world.slack.dm(member.team, member.user))).toEqual(["status", "Your status"]);
  });
});

describe("the same thing delivered again", () => {
  test("has the same event id; another tap has another", async () => {
    world = await openInboundWorld();
    const { member, secondMember } = world.people;
    const message = await world.post("C0OWN", buttonsCard("Notice", "open", "close"));
    const first = await world.driver.click(member, message, { text: "open" });
    await world.driver.replay(first);
    await world.driver.click(member, message, { text: "open" });
    await world.driver.click(secondMember, message, { text: "open" });
    await world.driver.click(member, message, { text: "close" });
    const ids = world.inbound.interactions.map(({ eventId }) => eventId);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => /^[\w-]{43}$/.test(id))).toBe(true);
  });

  test("is acknowledged, and shown once", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    world.inbound.answer = () => ({ outcome: "repeated", replace: card("Never shown") });
    expect((await world.driver.click(member, message, { text: "open" })).status).toBe(200);
    expect((await world.driver.command(member, "/pulse", "help")).body).toBe("");
    await world.settle();
    expect(message.text).toBe("Check-in");
    expect(world.newCalls()).toEqual([]);
  });

  test("as a form is another event when its words have changed", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    await openForm();
    world.inbound.interactions.length = 0;
    world.inbound.answer = () => ({ outcome: "refused", say: card("Say more") });
    await world.driver.submit(member, { Note: "short" });
    // The core knows this event; the person still reads why it was refused.
    world.inbound.answer = () => ({ outcome: "repeated" });
    expect(Object.values((await world.driver.submit(member)).errors)).toEqual(["Say more"]);
    world.inbound.answer = () => ({ outcome: "done" });
    expect(await world.driver.submit(member, { Note: "longer" })).toMatchObject({ outcome: "cleared" });
    const ids = world.inbound.interactions.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
  });
});

describe("cards of one message", () => {
  test("are put there one at a time, and the newest stays", async () => {
    world = await openInboundWorld();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "1", "2", "3"));
    const slow = world.slack.on({ method: "response_url", nth: 1 }, { kind: "hold", accept: "after" });
    const drawn: string[] = [];
    for (const text of ["1", "2", "3"]) {
      world.inbound.answer = () => ({
        outcome: "done",
        get replace() {
          drawn.push(text);
          return buttonsCard(`Answered ${text}`, "1", "2", "3");
        },
      });
      await world.driver.click(member, message, { text });
    }
    slow.release();
    await world.settle();
    expect(message.text).toBe("Answered 3");
    expect(drawn).toEqual(["1", "3"]);
    expect(world.newCalls()).toEqual(["response_url", "response_url"]);
  });
});
