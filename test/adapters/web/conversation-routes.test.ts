import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aCheckInCard, aStatusCard } from "./sample-cards.ts";
import { byScript, inputsOf, jsonOf, WebWorld } from "./web-world.ts";

const path = "/c/city-steward";
const conversation = "web:city-steward";
let world: WebWorld;

beforeEach(async () => {
  world = await new WebWorld().open();
});
afterEach(() => world.close());

function textsOnBoard(): (string | null | undefined)[] {
  return [...world.board.messages.values()].map((message) => message.text ?? message.card?.summary);
}

describe("reading a conversation", () => {
  it("shows cards and typed lines in order, with the times of the reader's own zone", async () => {
    await world.board.post(conversation, "one", aCheckInCard());
    await world.board.say(conversation, "<b>hello</b>", "two");
    const html = await (await world.get(path)).text();
    expect(html.indexOf("Your weekly check-in")).toBeLessThan(html.indexOf("&lt;b&gt;hello&lt;/b&gt;"));
    expect(html).toContain("Tue 24 Nov 2026, 10:00 (Chicago time)");
  });

  it("does not exist for somebody who is not on the roster, nor when the door is shut", async () => {
    expect((await world.get("/c/nobody")).status).toBe(404);
    expect((await world.get(path, { "X-Forwarded-For": "10.0.0.1" })).status).toBe(404);
    expect((await world.get(`${path}/revision`, { Via: "1.1 proxy" })).status).toBe(404);
    expect((await world.post(`${path}/act`, {}, { Forwarded: "for=10.0.0.1" })).status).toBe(404);
    expect((await world.post(`${path}/say`, {}, { "X-Real-IP": "10.0.0.1" })).status).toBe(404);
    expect(world.interactions).toEqual([]);
    expect(world.commands).toEqual([]);
  });

  it("tells by its revision that a message came", async () => {
    const revision = async () => (await jsonOf(await world.get(`${path}/revision`, byScript))).revision;
    const before = await revision();
    expect(await revision()).toBe(before);
    await world.board.post(conversation, "one", aStatusCard());
    expect(await revision()).not.toBe(before);
  });

  it("is chosen by the door from then on, in a cookie that scripts cannot read", async () => {
    const [cookie] = (await world.get(path)).headers.getSetCookie();
    expect(cookie).toMatch(/^rapport_as=city-steward;.*HttpOnly; SameSite=Lax/u);
  });
});

describe("tapping", () => {
  it("hands over action, arguments, fields, account and conversation as they were sent", async () => {
    await world.post(`${path}/act`, {
      action: "tell",
      eventId: "00000000-0000-4000-8000-000000000001",
      "arg.prompt": "W1",
      "arg.__proto__": "odd",
      "field.text": "One\r\ntwo",
      "field.mode": "confidential",
    });
    const [interaction] = world.interactions;
    expect(interaction).toMatchObject({
      account: { platform: "web", id: "city-steward" },
      conversation,
      action: { name: "tell" },
      fields: { text: "One\ntwo", mode: "confidential" },
    });
    expect(Object.entries(interaction?.action.args ?? {})).toEqual([
      ["prompt", "W1"],
      ["__proto__", "odd"],
    ]);
  });

  it("forwards the same event id for the same form sent twice, and another for another option", async () => {
    await world.board.post(conversation, "one", aCheckInCard());
    const html = await (await world.get(path)).text();
    const form = Object.fromEntries(inputsOf(html.slice(html.indexOf("<form"), html.indexOf("</form>"))));
    for (const value of ["4", "4", "5"]) await world.post(`${path}/act`, { ...form, "field.value": value });
    const [first, second, other] = world.interactions.map(({ eventId }) => eventId);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    expect(first).toContain(form.eventId);
  });

  it("gives two people who send the same event id different events", async () => {
    const form = { action: "rate", eventId: "00000000-0000-4000-8000-000000000001" };
    await world.post(`${path}/act`, form);
    await world.post("/c/acme-lead/act", form);
    expect(new Set(world.interactions.map(({ eventId }) => eventId)).size).toBe(2);
  });

  it("replaces the tapped card on the board and leads back to it without a script", async () => {
    const id = await world.board.post(conversation, "one", aCheckInCard());
    world.reply = { outcome: "done", replace: aStatusCard() };
    const response = await world.post(`${path}/act`, { action: "rate", messageId: id });
    expect(response.status).toBe(303);
    expect(response.headers.get("Location")).toBe(`${path}#m-${id}`);
    expect(world.board.messages.get(id)?.card).toEqual(aStatusCard());
  });

  it("never replaces a message of somebody else's conversation", async () => {
    const id = await world.board.post("web:acme-lead", "one", aCheckInCard());
    world.reply = { outcome: "done", replace: aStatusCard() };
    await world.post(`${path}/act`, { action: "rate", messageId: id });
    expect(world.board.messages.get(id)?.card).toEqual(aCheckInCard());
  });

  it("answers a script with the outcome, and with HTML only when the reply has a card", async () => {
    const send = () => world.post(`${path}/act`, { action: "rate", messageId: "m1" }, byScript);
    expect(await (await send()).json()).toEqual({ outcome: "done" });
    world.reply = { outcome: "done", replace: aStatusCard() };
    const answer = await jsonOf(await send());
    expect(Object.keys(answer)).toEqual(["outcome", "html"]);
    expect(answer.html).toContain("<h2>Permits modernisation</h2>");
  });

  it("answers a refusal with 409 and its reason, which also becomes a message", async () => {
    world.reply = {
      outcome: "refused",
      say: { summary: "Round closed", nodes: [{ kind: "text", text: "Closed <b>" }] },
    };
    const byHand = await world.post(`${path}/act`, { action: "rate", eventId: "event-0001" });
    expect([byHand.status, byHand.headers.get("Location")]).toEqual([303, `${path}#latest`]);
    const scripted = await world.post(`${path}/act`, { action: "rate", eventId: "event-0001" }, byScript);
    expect(scripted.status).toBe(409);
    expect(await scripted.json()).toMatchObject({
      outcome: "refused",
      say: expect.stringContaining("Closed &lt;b&gt;"),
    });
    expect(textsOnBoard()).toEqual(["Round closed"]);
  });

  it("says with 503 that nothing was saved, and offers to send the same words under the same event again", async () => {
    world.reply = { outcome: "not-saved" };
    const form = { action: "tell", eventId: "event-0001", "field.text": 'Do not "lose" me' };
    const scripted = await world.post(`${path}/act`, form, byScript);
    expect(scripted.status).toBe(503);
    expect(await scripted.json()).toEqual({ outcome: "not-saved" });
    const byHand = await world.post(`${path}/act`, form);
    expect(byHand.status).toBe(503);
    const html = await byHand.text();
    expect(html).toContain("This was not saved");
    world.reply = { outcome: "done" };
    await world.post(`${path}/act`, Object.fromEntries(inputsOf(html)));
    expect(new Set(world.interactions.map(({ eventId }) => eventId)).size).toBe(1);
    expect(world.interactions.at(-1)?.fields).toEqual({ text: 'Do not "lose" me' });
  });

  it("does not say 'not saved' when only the reply could not be shown", async () => {
    world.reply = { outcome: "done", say: aStatusCard() };
    world.board.post = () => Promise.reject(new Error("database away"));
    const response = await world.post(`${path}/act`, { action: "rate" }, byScript);
    expect([response.status, (await jsonOf(response)).outcome]).toEqual([200, "done"]);
    expect(world.logged.map(({ code }) => code)).toEqual(["web.reply-not-kept"]);
  });
});

describe("typing", () => {
  it("puts the line and the reply on the board once, however often the form is sent", async () => {
    world.reply = { outcome: "done", say: aStatusCard() };
    const form = { text: "/pulse status acme", eventId: "event-0001" };
    await world.post(`${path}/say`, form);
    const again = await world.post(`${path}/say`, form);
    expect([again.status, again.headers.get("Location")]).toEqual([303, `${path}#latest`]);
    expect(textsOnBoard()).toEqual(["/pulse status acme", "Permits modernisation: status"]);
    expect(world.commands.map(({ text }) => text)).toEqual(["status acme", "status acme"]);
    expect(new Set(world.commands.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it.each([
    ["", ""],
    ["   ", "   "],
    ["/pulse", ""],
    ["/PULSE  help", "help"],
    ["🙂", "🙂"],
    ["/pulses", "/pulses"],
    ["status", "status"],
    ["a\u0000b\u202ec", "a\u0000b\u202ec"],
  ])("forwards '%s' to the core as '%s'", async (typed, text) => {
    await world.post(`${path}/say`, { text: typed });
    expect(world.commands[0]?.text).toBe(text);
  });

  it("forwards 4,000 characters whole", async () => {
    const text = "ü".repeat(4000);
    await world.post(`${path}/say`, { text: `/pulse ${text}` });
    expect(world.commands[0]?.text).toBe(text);
  });

  it("survives whatever bytes are sent, and shows them as text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const response = await world.post(`${path}/say`, { text });
        expect(response.status).toBe(303);
        const page = await world.get(path);
        expect(page.status).toBe(200);
        expect(await page.text()).not.toContain("\u0000");
      }),
      { numRuns: 25 },
    );
  });

  it("keeps control characters off the board", async () => {
    await world.post(`${path}/say`, { text: "a\u0000b" });
    expect(textsOnBoard()).toEqual(["ab"]);
  });
});
