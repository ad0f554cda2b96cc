import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createSlackDriver, type SlackDriver } from "../../../slack/slack-driver.ts";
import type { Json, SlackApp } from "../../../slack/slack-model.ts";
import { type InboundWorld, openInboundWorld, words } from "./inbound-world.ts";
import { buttonsCard, card, holdInbound } from "./scripted-inbound.ts";

let world: InboundWorld;
let app: SlackApp;
const rejections: unknown[] = [];
const keepRejection = (reason: unknown) => rejections.push(reason);
beforeEach(async () => {
  process.on("unhandledRejection", keepRejection);
  world = await openInboundWorld({ through: "socket" });
  app = world.people.agency.app;
});
afterEach(async () => {
  await world.close();
  process.off("unhandledRejection", keepRejection);
  expect(rejections).toEqual([]);
});

const start = async () => {
  await world.receiver.start();
  await world.slack.sockets.connected(app);
  world.newCalls();
};

describe("through Socket Mode", () => {
  test("a tap is kept before it is acknowledged, and then shown", async () => {
    await start();
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const core = holdInbound(world.inbound);
    const click = world.driver.click(member, message, { text: "open" });
    await core.asked;
    expect(world.newCalls()).toEqual([]);
    core.release({ outcome: "done", replace: card("Answered") });
    expect(await click).toMatchObject({ status: 200, body: "" });
    await world.settle();
    expect(message.text).toBe("Answered");
    expect(world.newCalls()).toEqual(["response_url"]);
  });

  test("a command and a form are answered in the acknowledgement", async () => {
    await start();
    const { member } = world.people;
    world.inbound.answer = () => ({ outcome: "done", say: card("Your status") });
    const { body } = await world.driver.command(member, "/pulse", "status");
    expect(JSON.parse(body)).toMatchObject({ response_type: "ephemeral", text: "Your status" });
    const note = { kind: "text", name: "note", label: "Note", maxLength: 100 } as const;
    const form = { fields: [note], submit: { label: "Send", action: { name: "send", args: {} } } };
    world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
    await world.driver.command(member, "/pulse", "raise");
    await world.settle();
    world.inbound.answer = () => ({ outcome: "not-saved" });
    const { errors } = await world.driver.submit(member, { Note: "words" });
    expect(Object.values(errors)).toEqual([words.say("slack.notSaved")]);
  });

  test("an event that cannot be kept is not acknowledged, and the connection comes back", async () => {
    await start();
    world.inbound.answer = () => ({ outcome: "not-saved" });
    const event = world.driver.say(world.people.member, "status");
    await vi.waitUntil(() => world.logger.lines.some(({ fields }) => fields.code === "slack.not-saved"));
    world.slack.sockets.cut(app);
    const first = await event;
    expect(first.status).toBe(0);
    await world.slack.sockets.connected(app);
    world.inbound.answer = () => ({ outcome: "done", say: card("Your status") });
    expect((await world.driver.retry(first)).status).toBe(200);
    const ids = world.inbound.commands.map(({ eventId }) => eventId);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  test("nothing is taken while the workspaces cannot be read", async () => {
    await start();
    world.breakWorkspaces(new Error("no database"));
    const event = world.driver.say(world.people.member, "status");
    await vi.waitUntil(() => world.logger.lines.some(({ fields }) => fields.error !== undefined));
    world.slack.sockets.cut(app);
    expect((await event).status).toBe(0);
    expect(world.inbound.commands).toEqual([]);
    world.breakWorkspaces(null);
    await world.slack.sockets.connected(app);
  });

  test("a payload of a team that has not installed this app is nobody's", async () => {
    await start();
    const alter = (payload: Json) => ({ ...payload, authorizations: [{ team_id: "T0OTHER" }] });
    expect((await world.driver.with({ alter }).say(world.people.member, "status")).status).toBe(200);
    const malformed = (payload: Json) => ({ ...payload, event: { type: "message", channel: { id: 5 } } });
    await world.driver.with({ alter: malformed }).say(world.people.member, "x");
    expect(world.inbound.commands).toEqual([]);
  });

  test("Slack's wish to connect again is followed at once", async () => {
    await start();
    world.slack.sockets.disconnect(app, "refresh_requested");
    await vi.waitUntil(() => world.newCalls().includes("apps.connections.open"));
    await world.slack.sockets.connected(app);
    expect((await world.driver.say(world.people.member, "status")).status).toBe(200);
  });
});

describe("the connections of Socket Mode", () => {
  const second = { team: "T0SECOND", user: "U0SAM" };
  const addSecond = (): SlackDriver => {
    world.slack.addWorkspace({ team: second.team });
    world.slack.addUser(second);
    world.connect(second.team);
    return createSlackDriver({ slack: world.slack, through: "socket" });
  };

  test("follow the workspaces: a new one is heard, one that is taken out is not", async () => {
    await start();
    const driver = addSecond();
    await world.slack.sockets.connected(world.slack.workspace(second.team).app);
    expect((await driver.say(second, "status")).status).toBe(200);
    world.connect("T0AGENCY", { state: "removed" });
    await vi.waitUntil(() => world.slack.sockets.connections(app) === 0);
    expect(world.slack.sockets.connections(world.slack.workspace(second.team).app)).toBe(1);
  });

  test("are one for an app that several workspaces have", async () => {
    world.slack.addWorkspace({ team: second.team, app });
    world.slack.addUser(second);
    world.connect(second.team);
    await start();
    expect(world.slack.sockets.connections(app)).toBe(1);
    await world.driver.say(second, "status");
    expect(world.inbound.commands.map(({ account }) => account.id)).toEqual(["T0SECOND/U0SAM"]);
  });

  test("are tried again when Slack refuses, and an operator is told once", async () => {
    const refusal = world.slack.on(
      { method: "apps.connections.open" },
      { kind: "error", error: "invalid_auth" },
    );
    await world.receiver.start();
    await vi.waitUntil(() => refusal.hits >= 3);
    const errors = world.logger.lines.filter(({ level }) => level === "error");
    expect(errors.map(({ fields }) => fields.code)).toEqual(["slack.invalid_auth"]);
    expect(JSON.stringify(world.logger.lines)).not.toContain(app.appToken);
    refusal.release();
    await world.slack.sockets.connected(app);
    expect((await world.driver.say(world.people.member, "status")).status).toBe(200);
  });

  test.each([
    ["an error of the server", { kind: "status", status: 503, accept: false }],
    ["no answer", { kind: "drop", accept: "no" }],
    ["a limit", { kind: "limited", retryAfter: "1" }],
    ["a page", { kind: "html", accept: false }],
  ] as const)("outlive %s at the start", async (_, fault) => {
    const active = world.slack.on({ method: "apps.connections.open" }, fault);
    await world.receiver.start();
    await vi.waitUntil(() => active.hits >= 2);
    active.release();
    await world.slack.sockets.connected(app);
    expect(world.logger.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("end when stopped, also while one is being opened", async () => {
    await start();
    await world.receiver.stop(5_000);
    await vi.waitUntil(() => world.slack.sockets.connections(app) === 0);
    const other = await openInboundWorld({ through: "socket" });
    const held = other.slack.on({ method: "apps.connections.open" }, { kind: "hold", accept: "after" });
    const started = other.receiver.start();
    await vi.waitUntil(() => held.hits === 1);
    const stopped = other.receiver.stop(5_000);
    held.release();
    await Promise.all([started, stopped]);
    await vi.waitUntil(() => other.slack.sockets.connections(other.people.agency.app) === 0);
    await other.close();
  });
});
