import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Workspace } from "../../../adapters/slack/workspaces.ts";
import type { Conversation } from "../../../src/ports/chat-adapter.ts";
import { personKey } from "../../slack/slack-model.ts";
import { aCard, agency, type OutboundWorld, openOutboundWorld, vendor } from "./outbound-world.ts";

const other = "T0OTHER";
const notInstalled = { kind: "paused", code: "not_installed" };
const uninstalled = { kind: "paused", code: "app_uninstalled" };

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

  const askedIn = () => new Set(world.slack.calls.map(({ workspace }) => workspace));
  /** Somebody whom both workspaces know, each by a channel of its own. */
  const sharedOutsider = () => {
    const person = outsider("U9");
    world.slack.addChannel({ id: "C2", team: other, members: [person] });
    const channel = world.slack.addChannel({ id: "C1", team: agency, members: [person] });
    return { person, channel };
  };
  const noted = () => [...world.notes.keys()];

  test("an outsider is reached through the workspace that the address names, and no other one is asked", async () => {
    sharedOutsider();
    const sent = await world.send(`${vendor}/U9@${agency}`);
    const [message] = world.dm("U9", vendor, agency);
    expect(sent).toMatchObject({ kind: "sent", conversation: `${agency}/${message?.channel}` });
    for (const way of ["prompt", "card"])
      expect(await world.send(`${vendor}/U9/${way}/C1@${agency}`)).toMatchObject({
        kind: "sent",
        conversation: `${agency}/C1`,
      });
    expect(noted()).toEqual([`installation-${agency} reach:${vendor}/U9`]);
    expect(askedIn()).toEqual(new Set([agency]));
  });

  test.each(["", "/prompt/C1", "/card/C1"])(
    "an outsider for whom no workspace is named waits for their own, whoever knows them (%s)",
    async (way) => {
      sharedOutsider();
      expect(await world.send(`${vendor}/U9${way}`)).toEqual(notInstalled);
      world.left.add(vendor);
      expect(await world.send(`${vendor}/U9${way}`)).toEqual(uninstalled);
      expect(world.slack.calls).toEqual([]);
    },
  );

  test("when the named workspace knows them no more, they are blocked, the noted conversation is forgotten and nobody else is asked", async () => {
    const { person, channel } = sharedOutsider();
    const to = `${vendor}/U9@${agency}`;
    await world.send(to);
    channel.members.delete(personKey(person));
    const blocked = { kind: "blocked", code: "user_not_found" };
    expect(await world.send(to)).toEqual(blocked);
    expect(noted()).toEqual([]);
    expect(await world.send(to)).toEqual(blocked);
    expect(askedIn()).toEqual(new Set([agency]));
    // That is not remembered: the next attempt finds the way again.
    channel.members.add(personKey(person));
    expect(await world.send(to)).toMatchObject({ kind: "sent" });
    expect(noted()).toEqual([`installation-${agency} reach:${vendor}/U9`]);
  });

  test.each([
    ["", "user_not_found", "blocked"],
    ["", "user_not_visible", "blocked"],
    ["", "channel_not_found", "blocked"],
    ["/prompt/C1", "user_not_in_channel", "blocked"],
    ["/card/C1", "not_in_channel", "blocked"],
    ["", "cannot_dm_bot", "blocked"],
    ["", "user_disabled", "gone"],
  ])("an outsider%s of whom the named workspace says %s is %s", async (way, error, kind) => {
    sharedOutsider();
    const reach = `installation-${agency} reach:${vendor}/U9`;
    world.notes.set(reach, "D0NOTED");
    world.slack.on(
      { while: ({ method }) => method.startsWith("chat.") || method.endsWith("open") },
      { kind: "error", error },
    );
    expect(await world.send(`${vendor}/U9${way}@${agency}`)).toEqual({ kind, code: error });
    const isKnown = error === "cannot_dm_bot" || error === "user_disabled";
    expect(noted()).toEqual(isKnown ? [reach] : []);
    expect(askedIn()).toEqual(new Set([agency]));
  });

  test("where the person's own team has Rapport, it goes through that alone, and its word is final", async () => {
    const { person } = sharedOutsider();
    const own = { team: vendor, app: world.slack.workspace(vendor).app };
    world.slack.addWorkspace(own);
    world.connect(vendor);
    for (const to of [`${vendor}/U9`, `${vendor}/U9@${agency}`])
      expect(await world.send(to)).toMatchObject({ kind: "sent" });
    expect(world.dm("U9", vendor)).toHaveLength(2);
    world.slack.addUser(person, { deleted: true });
    expect(await world.send(`${vendor}/U9@${agency}`)).toEqual({ kind: "gone", code: "user_disabled" });
    expect(askedIn()).toEqual(new Set([vendor]));
  });

  test.each<readonly [Workspace["state"], string]>([
    ["paused", "token_revoked"],
    ["waiting", "not_installed"],
  ])("where it is %s, the person waits for it, whoever else is named", async (state, code) => {
    sharedOutsider();
    world.connect(vendor, state);
    world.setState(vendor, state, state === "paused" ? code : undefined);
    expect(await world.send(`${vendor}/U9@${agency}`)).toEqual({ kind: "paused", code });
    expect(await world.find(`${vendor}/U9@${agency}`, "key")).toEqual({ kind: "cannot-tell" });
    expect(world.slack.calls).toEqual([]);
  });

  test("an outsider whose named workspace is paused waits for it, although another one knows them", async () => {
    sharedOutsider();
    world.setState(agency, "paused", "token_revoked");
    expect(await world.send(`${vendor}/U9@${agency}`)).toEqual({ kind: "paused", code: "token_revoked" });
    expect(world.slack.calls).toEqual([]);
  });

  test("whose named workspace took the app out waits for that one; their own team's leaving changes nothing", async () => {
    sharedOutsider();
    world.left.add(vendor);
    expect(await world.send(`${vendor}/U9@${agency}`)).toMatchObject({ kind: "sent" });
    const before = world.slack.calls.length;
    expect(await world.send(`${vendor}/U9@T0GONE`)).toEqual(notInstalled);
    world.left.add("T0GONE");
    expect(await world.send(`${vendor}/U9@T0GONE`)).toEqual(uninstalled);
    expect(await world.find(`${vendor}/U9@T0GONE`, "key")).toEqual({ kind: "cannot-tell" });
    expect(world.slack.calls).toHaveLength(before);
  });

  test("those whose own team took the app out wait for it where the named workspace does not know them", async () => {
    const { person, channel } = sharedOutsider();
    channel.members.delete(personKey(person));
    world.left.add(vendor);
    expect(await world.send(`${vendor}/U9@${agency}`)).toEqual(uninstalled);
    expect(askedIn()).toEqual(new Set([agency]));
    channel.members.add(personKey(person));
    expect(await world.send(`${vendor}/U9@${agency}`)).toMatchObject({ kind: "sent" });
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

  test("while it is paused, hundreds of messages to it take no time and no turn of those that follow", async () => {
    const slow = await openOutboundWorld({ perMinute: 10 });
    slow.setState(agency, "paused", "token_revoked");
    const start = slow.time.clock.now().epochMilliseconds;
    for (let index = 0; index < 200; index += 1)
      expect(await slow.send(slow.person(`U${index}`))).toEqual({ kind: "paused", code: "token_revoked" });
    expect(slow.slack.calls).toEqual([]);
    slow.setState(agency, "active");
    expect(await slow.send(slow.person("U0LAST"))).toMatchObject({ kind: "sent" });
    expect(slow.time.clock.now().epochMilliseconds).toBe(start);
    await slow.close();
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
