import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Dialog } from "../../../../src/ports/card.ts";
import type { Reply } from "../../../../src/ports/chat-adapter.ts";
import type { Json, SlackView } from "../../../slack/slack-model.ts";
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

const fields = [
  { kind: "text", name: "text", label: "Words", maxLength: 3000 },
  {
    kind: "select",
    name: "who",
    label: "Who",
    options: [{ value: "both", label: "Both sides" }],
    value: "both",
  },
  { kind: "date", name: "on", label: "Day" },
] as const;
const submit = { label: "Send", action: { name: "raise", args: { partnership: "permits" } } };
const dialog: Dialog = { title: "Raise it", nodes: card("What is stuck?").nodes, form: { fields, submit } };
const answerWith = (reply: Partial<Reply>) => {
  world.inbound.answer = () => ({ outcome: "done", ...reply });
};
const open = async (opened: Dialog = dialog) => {
  answerWith({ dialog: opened });
  await world.driver.command(world.people.member, "/pulse", "raise");
  await world.settle();
  world.newCalls();
};
const view = () => world.slack.view(world.people.member) as SlackView;
const lastAsked = () => world.inbound.interactions.at(-1);

describe("a form that was sent", () => {
  test("reaches the core with its action and all of its fields", async () => {
    await open();
    answerWith({});
    const words = "It is late & <!channel> \u202e";
    const { outcome } = await world.driver.submit(world.people.member, { Words: words, Day: "2026-11-30" });
    expect(outcome).toBe("cleared");
    expect(lastAsked()).toMatchObject({
      account: { platform: "slack", id: "T0AGENCY/U0ADA", through: "T0AGENCY" },
      conversation: "T0AGENCY/view",
      action: submit.action,
      fields: { text: words, who: "both", on: "2026-11-30" },
    });
    expect(world.newCalls()).toEqual([]);
  });

  test("is answered in its own window, without a call", async () => {
    await open();
    answerWith({ say: buttonsCard("Raised. Thank you.", "Take it back"), lasting: true });
    expect(await world.driver.submit(world.people.member)).toMatchObject({ outcome: "updated" });
    await world.settle();
    expect(JSON.stringify(view().blocks)).toContain("Raised. Thank you.");
    expect(view().title).toMatchObject({ text: "Raise it" });
    expect(view().submit).toBeNull();
    expect(world.newCalls()).toEqual([]);
  });

  test("may lead to another form", async () => {
    await open();
    answerWith({ dialog: { ...dialog, title: "And now" } });
    expect(await world.driver.submit(world.people.member)).toMatchObject({ outcome: "updated" });
    expect(view().title).toMatchObject({ text: "And now" });
  });

  test("that is refused stays, with the reason at its first field", async () => {
    await open();
    answerWith({ outcome: "refused", say: card("Say more.") });
    const { outcome, errors } = await world.driver.submit(world.people.member, { Words: "x" });
    expect([outcome, errors]).toEqual(["errors", { "0:text": "Say more." }]);
    answerWith({ outcome: "refused" });
    const next = await world.driver.submit(world.people.member, { Words: "y" });
    expect(Object.values(next.errors)).toEqual([words.say("slack.notPossible")]);
  });

  test("that is refused and has no field shows the reason in its place", async () => {
    await open({ ...dialog, form: { fields: [], submit } });
    answerWith({ outcome: "refused", say: card("It is closed.") });
    expect(await world.driver.submit(world.people.member)).toMatchObject({ outcome: "updated" });
    expect(JSON.stringify(view().blocks)).toContain("It is closed.");
  });

  test("on top of a check-in goes away alone, and the check-in shows what has become of it", async () => {
    const { member } = world.people;
    await open({ title: "Your check-in", nodes: buttonsCard("Three taps", "Write").nodes });
    const checkIn = view();
    answerWith({ dialog });
    await world.driver.click(member, checkIn, { text: "Write" });
    await world.settle();
    expect(world.slack.state.stacks.get("T0AGENCY/U0ADA")).toHaveLength(2);
    answerWith({ replace: card("Answered, with your words") });
    expect(await world.driver.submit(member)).toMatchObject({ outcome: "closed" });
    await world.settle();
    expect(view().id).toBe(checkIn.id);
    expect(JSON.stringify(view().blocks)).toContain("Answered, with your words");
    expect(view().title).toMatchObject({ text: "Your check-in" });
  });

  test("and delivered again is the same event with the same answer", async () => {
    await open();
    const asked = world.inbound.interactions.length;
    answerWith({});
    const { sent } = await world.driver.with({ alter: (payload) => payload }).submit(world.people.member);
    const again = await Promise.all([0, 1, 2].map(() => world.driver.replay({ sent } as never)));
    expect(again.map(({ body }) => body)).toEqual(Array(3).fill('{"response_action":"clear"}'));
    const ids = world.inbound.interactions.slice(asked).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(1);
  });
});

describe("what stands in a payload", () => {
  /** Sends the form with another view than Slack would. */
  const submitWith = (changes: Json) => {
    const alter = (payload: Json) => ({ ...payload, view: { ...(payload.view as Json), ...changes } });
    return world.driver.with({ alter }).submit(world.people.member, { Words: "words" });
  };

  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", "[1]"],
    ["deep nonsense", '{"n":{"n":"raise"},"a":[]}'],
    ["another type", '{"n":"raise","a":{"x":1}}'],
    ["a prototype", '{"n":"raise","a":{"__proto__":{"x":"y"}}}'],
    ["much", JSON.stringify({ n: "raise", a: { x: "y".repeat(5000) } })],
  ])("as private metadata may be %s: the core is asked for nothing that it knows", async (_, metadata) => {
    await open();
    answerWith({ outcome: "refused", say: card("Unknown.") });
    expect(await submitWith({ private_metadata: metadata })).toMatchObject({
      status: 200,
      outcome: "errors",
    });
    expect(lastAsked()?.action).toEqual({ name: "", args: {} });
  });

  test("as private metadata cannot name another person or place", async () => {
    await open();
    answerWith({});
    const forged = { n: "raise", a: { partnership: "other" }, account: "T9/U9", o: '{"h":true,"b":"x"}' };
    await submitWith({ private_metadata: JSON.stringify(forged) });
    expect(lastAsked()).toMatchObject({
      account: { id: "T0AGENCY/U0ADA" },
      conversation: "T0AGENCY/view",
      action: { name: "", args: {} },
    });
  });

  test("beside our fields is left out, and names of a prototype do nothing", async () => {
    await open();
    answerWith({});
    const values = JSON.parse(`{
      "0:text": { "field:text": { "type": "plain_text_input", "value": "words" } },
      "x": { "field:__proto__": { "type": "plain_text_input", "value": "bad" },
             "field:constructor": { "type": "plain_text_input", "value": "own" },
             "other": { "type": "plain_text_input", "value": "bad" },
             "field:evil": { "type": "checkboxes", "selected_options": [] } },
      "__proto__": { "field:polluted": { "type": "plain_text_input", "value": "bad" } }
    }`);
    await submitWith({ state: { values } });
    const asked = lastAsked()?.fields ?? {};
    expect(Object.keys(asked).toSorted()).toEqual(["constructor", "text"]);
    expect([asked.text, asked.polluted]).toEqual(["words", undefined]);
    expect(({} as Json).polluted).toBeUndefined();
  });

  test.each([
    [{ state: null }],
    [{ state: { values: null } }],
    [{ state: { values: { x: { "field:text": 5 } } } }],
    [{ state: "x" }],
  ])("as fields may be %j: none are read", async (changes) => {
    await open();
    answerWith({});
    expect((await submitWith(changes)).status).toBe(200);
    expect(lastAsked()?.fields).toEqual({});
  });

  test.each([
    [{ id: null }],
    [{ id: 5 }],
    [{ type: "workflow" }],
    [{ blocks: "x" }],
    [{ callback_id: { a: 1 } }],
  ])("as a view may be %j: it is malformed and not acted upon", async (changes) => {
    await open();
    const before = world.inbound.interactions.length;
    const { status } = await submitWith(changes);
    expect([400, 404]).toContain(status);
    expect(world.inbound.interactions).toHaveLength(before);
  });

  test("as a person or channel that no Slack has is malformed", async () => {
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const before = world.inbound.interactions.length;
    const wrong: Json[] = [
      { user: { id: "U1/../U2", team_id: "T0AGENCY" } },
      { user: { id: "U1", team_id: "T1 T2" } },
      { container: { type: "message", channel_id: "../C1", message_ts: "1.1" } },
      { container: null },
      { actions: [{ action_id: 5 }] },
    ];
    for (const changes of wrong) {
      const alter = (payload: Json) => ({ ...payload, ...changes });
      expect((await world.driver.with({ alter }).click(member, message, { text: "open" })).status).toBe(400);
    }
    expect(world.inbound.interactions).toHaveLength(before);
  });

  test("as a button that we did not draw is an action without a name; a link is only acknowledged", async () => {
    const { member } = world.people;
    const message = await world.post(member.user, {
      summary: "Check-in",
      nodes: [...buttonsCard("Check-in", "open").nodes, { kind: "link", label: "Pages", path: "/status" }],
    });
    answerWith({ outcome: "refused" });
    const alter = (payload: Json) => ({
      ...payload,
      actions: [
        { type: "button", action_id: "act:rate:forged", value: "{}", block_id: "b", action_ts: "1.1" },
      ],
    });
    expect((await world.driver.with({ alter }).click(member, message, { text: "open" })).status).toBe(200);
    expect(lastAsked()?.action).toEqual({ name: "", args: {} });
    const link = (payload: Json) => ({ ...payload, actions: [{ type: "button", action_id: "link:1" }] });
    const before = world.inbound.interactions.length;
    expect((await world.driver.with({ alter: link }).click(member, message, { text: "open" })).status).toBe(
      200,
    );
    expect(world.inbound.interactions).toHaveLength(before);
  });
});
