import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Workspace } from "../../../adapters/slack/workspaces.ts";
import type { Conversation } from "../../../src/ports/chat-adapter.ts";
import { aCard, agency, type OutboundWorld, openOutboundWorld, vendor } from "./outbound-world.ts";

const other = "T0OTHER";
const notInstalled = { kind: "paused", code: "not_installed" };

describe("which workspace a message goes through", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld({
      teams: [{ team: other }, { team: agency }, { team: vendor, installed: false }],
    });
  });
  afterEach(() => world.close());
  const outsider = (user: string) => {
    const person = { team: vendor, user };
    world.slack.addUser(person);
    return person;
  };

  test("an outsider is reached through the workspace that shares a channel with them, which is remembered", async () => {
    const person = outsider("U9");
    world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    const sent = await world.send(`${vendor}/U9`);
    expect(sent).toMatchObject({ kind: "sent" });
    const [message] = world.dm("U9", vendor, agency);
    expect(sent).toMatchObject({ conversation: `${agency}/${message?.channel}` });
    const before = world.calls("chat.postMessage", other);
    expect(before).toBe(1);
    expect(await world.send(`${vendor}/U9`)).toMatchObject({ kind: "sent" });
    expect(world.calls("chat.postMessage", other)).toBe(before);
  });

  test("prompts and channel cards reach an outsider the same way", async () => {
    const person = outsider("U9");
    world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    expect(await world.send(`${vendor}/U9/prompt/C1`)).toMatchObject({
      kind: "sent",
      conversation: `${agency}/C1`,
    });
    expect(await world.send(`${vendor}/U9/card/C1`)).toMatchObject({
      kind: "sent",
      conversation: `${agency}/C1`,
    });
  });

  test("an outsider whom no workspace knows is blocked, not gone: the shared channel may come yet", async () => {
    outsider("U9");
    expect(await world.send(`${vendor}/U9`)).toEqual({ kind: "blocked", code: "user_not_found" });
    world.slack.addChannel({ id: "C1", team: agency, members: [{ team: vendor, user: "U9" }] });
    expect(await world.send(`${vendor}/U9`)).toMatchObject({ kind: "sent" });
  });

  test("when the noted workspace knows them no more, the others are asked", async () => {
    const person = outsider("U9");
    const channel = world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    await world.send(`${vendor}/U9`);
    channel.members.clear();
    world.slack.addChannel({ id: "C2", team: other, members: [person] });
    expect(await world.send(`${vendor}/U9`)).toMatchObject({ kind: "sent" });
    expect(world.dm("U9", vendor, other)).toHaveLength(1);
    expect([...world.notes.keys()]).toEqual([`installation-${other} reach:${vendor}/U9`]);
  });

  test("where the person's own team has Rapport, it goes through that alone, and its word is final", async () => {
    const person = outsider("U9");
    world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    const own = { team: vendor, app: world.slack.workspace(vendor).app };
    world.slack.addWorkspace(own);
    world.connect(vendor);
    expect(await world.send(`${vendor}/U9`)).toMatchObject({ kind: "sent" });
    expect(world.dm("U9", vendor)).toHaveLength(1);
    world.slack.addUser(person, { deleted: true });
    expect(await world.send(`${vendor}/U9`)).toEqual({ kind: "gone", code: "user_disabled" });
    expect(world.calls("chat.postMessage", agency)).toBe(0);
  });

  test("an outsider whom another workspace may know that is paused now waits", async () => {
    outsider("U9");
    world.setState(agency, "paused", "token_revoked");
    expect(await world.send(`${vendor}/U9`)).toEqual({ kind: "paused", code: "token_revoked" });
    expect(world.calls("chat.postMessage", agency)).toBe(0);
  });

  test("whose team took the app out waits for it; the others are asked once an hour whether they reach them", async () => {
    const person = outsider("U9");
    world.left.add(vendor);
    const waits = { kind: "paused", code: "app_uninstalled" };
    for (const to of [`${vendor}/U9@${agency}`, `${vendor}/U9@${agency}`])
      expect(await world.send(to)).toEqual(waits);
    expect(world.calls("conversations.open", agency)).toBe(1);
    world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    world.time.clock.advance({ minutes: 59 });
    expect(await world.send(`${vendor}/U9@${agency}`)).toEqual(waits);
    world.time.clock.advance({ minutes: 2 });
    expect(await world.send(`${vendor}/U9@${agency}`)).toMatchObject({ kind: "sent" });
    expect(world.calls("conversations.open", agency)).toBe(1);
  });

  test("where one is known to reach an outsider, it alone is asked whether a message arrived", async () => {
    const person = outsider("U9");
    world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    await world.send(`${vendor}/U9`);
    const before = world.slack.calls.length;
    expect(await world.find(`${vendor}/U9`, "another key")).toEqual({ kind: "absent" });
    expect(world.slack.calls.slice(before).map(({ workspace }) => workspace)).toEqual([agency]);
  });

  test("a post goes by the team in its address", async () => {
    world.slack.addChannel({ id: "C1", team: agency, members: [] });
    expect(await world.send(`${agency}/C1`)).toMatchObject({ kind: "sent", conversation: `${agency}/C1` });
    expect(world.calls("chat.postMessage", other)).toBe(0);
    expect(await world.send("T0NOBODY/C1")).toEqual(notInstalled);
  });

  test("nobody is lost while no workspace is connected: the message waits", async () => {
    const empty = await openOutboundWorld({ teams: [{ team: agency, installed: false }] });
    expect(await empty.send(`${agency}/U1`)).toEqual(notInstalled);
    expect(await empty.send(`${agency}/U1/card/C1`)).toEqual(notInstalled);
    expect(await empty.find(`${agency}/U1`, "key")).toEqual({ kind: "cannot-tell" });
    await empty.close();
  });

  test("a channel that got another id is written to under the new one", async () => {
    world.slack.addChannel({ id: "C2", team: agency, members: [] });
    world.notes.set(`installation-${agency} moved:C1`, "C2");
    expect(await world.send(`${agency}/C1`)).toMatchObject({ kind: "sent", conversation: `${agency}/C2` });
  });
});

describe("a workspace that Slack refuses as a whole", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld();
  });
  afterEach(() => world.close());

  test("while the store is down nothing is sent or found, and nothing is thrown", async () => {
    const to = world.person("U1");
    world.isStoreDown = true;
    expect(await world.send(to)).toEqual({ kind: "failed", code: "unexpected" });
    expect(await world.find(to, "key")).toEqual({ kind: "cannot-tell" });
    const conversation = `${agency}/D1` as Conversation;
    const update = { conversation, messageId: "1762185600.000100", card: aCard };
    expect(await world.time.run(world.adapter.update(update))).toBe(false);
    expect(world.slack.calls).toEqual([]);
  });

  test("the store goes down while a message is under way: it stays sent", async () => {
    const to = world.person("U1");
    world.slack.on(
      {
        method: "chat.postMessage",
        while: () => {
          world.isStoreDown = true;
          return false;
        },
      },
      { kind: "drop", accept: "no" },
    );
    expect(await world.send(to)).toMatchObject({ kind: "sent" });
  });

  test.each<readonly [Workspace["state"], string | undefined, string]>([
    ["paused", "token_revoked", "token_revoked"],
    ["paused", undefined, "paused"],
    ["waiting", undefined, "not_installed"],
  ])("%s (%s): the message waits with %s, without a call", async (state, stateCode, code) => {
    world.setState(agency, state, stateCode);
    expect(await world.send(world.person("U1"))).toEqual({ kind: "paused", code });
    expect(await world.send(`${agency}/C1`)).toEqual({ kind: "paused", code });
    expect(world.slack.calls).toEqual([]);
  });

  test("with a refreshed token the same call is made once more", async () => {
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "error", error: "token_expired" });
    world.answer = () => "retry";
    expect(await world.send(world.person("U1"))).toMatchObject({ kind: "sent" });
    expect(world.calls("chat.postMessage")).toBe(2);
    expect(world.refused).toEqual([{ workspace: agency, code: "token_expired" }]);
  });

  test("refused again with the refreshed token: no third call, and nothing was sent", async () => {
    world.slack.on({ method: "chat.postMessage" }, { kind: "error", error: "token_expired" });
    world.answer = () => "retry";
    expect(await world.send(world.person("U1"))).toEqual({ kind: "failed", code: "token_expired" });
    expect(world.calls("chat.postMessage")).toBe(2);
  });

  test("the token is revoked after 40 of 100: calls stop at once, and after the repair exactly the 60 go out", async () => {
    const people = Array.from({ length: 100 }, (_, index) => world.person(`U${index}`));
    const revoked = world.slack.on(
      { method: "chat.postMessage", while: () => world.calls("chat.postMessage") > 40 },
      { kind: "error", error: "token_revoked" },
    );
    const sendAll = (list: readonly string[]) =>
      world.time.run(Promise.all(list.map((to) => world.adapter.send({ to, card: aCard, key: to }))));
    const outcomes = [];
    for (let from = 0; from < 100; from += 10)
      outcomes.push(...(await sendAll(people.slice(from, from + 10))));
    expect(outcomes.filter(({ kind }) => kind === "sent")).toHaveLength(40);
    expect(outcomes.slice(40)).toEqual(Array(60).fill({ kind: "paused", code: "token_revoked" }));
    expect(world.calls("chat.postMessage")).toBe(41);
    revoked.release();
    world.setState(agency, "active");
    for (let from = 40; from < 100; from += 10) await sendAll(people.slice(from, from + 10));
    expect(people.map((to) => world.dm(to.slice(agency.length + 1)).length)).toEqual(people.map(() => 1));
  });
});
