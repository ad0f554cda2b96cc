import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault, SlackRequest } from "../../slack/slack-faults.ts";
import { agency, type OutboundWorld, openOutboundWorld, readingScopes, vendor } from "./outbound-world.ts";

const key = "7d1f3b52-5d0e-4c8e-9f0c-2f6f0a4e9b11";

/** Each with whether Slack has the message. */
const faults: readonly (readonly [string, Fault, boolean])[] = [
  ["the reply is lost", { kind: "drop", accept: "yes" }, true],
  ["the reply breaks off", { kind: "reset" }, true],
  ["500 after it was taken", { kind: "status", status: 500, accept: true }, true],
  ["a page of HTML with 200", { kind: "html", accept: true }, true],
  ["half of the JSON with 200", { kind: "truncated", accept: true }, true],
  ["internal_error after it was taken", { kind: "error", error: "internal_error", accept: true }, true],
  ["the request is lost", { kind: "drop", accept: "no" }, false],
  ["503, and it was not taken", { kind: "status", status: 503, accept: false }, false],
  ["a page of HTML in its place", { kind: "html", accept: false }, false],
  ["half of the JSON in its place", { kind: "truncated", accept: false }, false],
];

describe("sends whose end is not known", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld();
  });
  afterEach(() => world.close());

  test.each(faults)("%s: unknown, and then found or absent, as it is", async (_, fault, isThere) => {
    const to = world.person("U1");
    world.slack.on({ method: "chat.postMessage", nth: 1 }, fault);
    expect(await world.send(to, { key })).toMatchObject({ kind: "unknown" });
    const [message] = world.dm("U1");
    const found = {
      kind: "found",
      conversation: `${agency}/${message?.channel}`,
      messageId: message?.ts,
    };
    expect(await world.find(to, key)).toEqual(isThere ? found : { kind: "absent" });
    expect(world.calls("chat.postMessage")).toBe(1);
    expect(world.dm("U1")).toHaveLength(isThere ? 1 : 0);
  });

  test("a history that lags shows it as absent first and finds it later", async () => {
    const to = world.person("U1");
    const lag = world.slack.lagHistory();
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "drop", accept: "yes" });
    await world.send(to, { key });
    expect(await world.find(to, key)).toEqual({ kind: "absent" });
    lag.release();
    expect(await world.find(to, key)).toMatchObject({ kind: "found" });
  });

  test("a message that was sent is found among newer ones, pages back, and not under another key", async () => {
    const to = world.person("U1");
    const sent = await world.send(to, { key });
    for (let count = 0; count < 130; count += 1) await world.send(to);
    expect(await world.find(to, key)).toEqual({ ...sent, kind: "found" });
    expect(world.calls("conversations.history")).toBe(2);
    expect(await world.find(to, key.replace("7d", "7e"))).toEqual({ kind: "absent" });
  });

  test("it looks back five pages at most, and not beyond a page that is two days old", async () => {
    const to = world.person("U1");
    await world.send(to, { key });
    const [first] = world.dm("U1");
    const messages = world.dm("U1") as unknown as object[];
    for (let count = 0; count < 600; count += 1)
      messages.push({ ...first, ts: world.slack.state.nextTs(), metadata: null });
    expect(await world.find(to, key)).toEqual({ kind: "absent" });
    expect(world.calls("conversations.history")).toBe(5);
    world.time.clock.advance({ hours: 49 });
    expect(await world.find(to, key)).toEqual({ kind: "absent" });
    expect(world.calls("conversations.history")).toBe(6);
  });

  const unreadable: readonly Fault[] = [
    { kind: "drop", accept: "no" },
    { kind: "status", status: 502, accept: false },
    { kind: "html", accept: false },
    { kind: "error", error: "channel_not_found" },
    { kind: "error", error: "a_word_that_nobody_knows" },
    { kind: "limited", retryAfter: "30" },
  ];
  test.each(unreadable)("a history that cannot be read tells nothing: %j", async (fault) => {
    const to = world.person("U1");
    await world.send(to, { key });
    world.slack.on({ method: "conversations.history" }, fault);
    expect(await world.find(to, key)).toEqual({ kind: "cannot-tell" });
  });

  test("nobody can tell while the workspace is paused", async () => {
    const to = world.person("U1");
    await world.send(to, { key });
    world.setState(agency, "paused", "token_revoked");
    expect(await world.find(to, key)).toEqual({ kind: "cannot-tell" });
  });

  test.each(["active", "paused"] as const)(
    "a prompt that vanishes can never be looked for: nobody asks Slack (%s)",
    async (state) => {
      world.slack.addUser({ team: agency, user: "U1" });
      world.slack.addChannel({ id: "C1", team: agency, members: [{ team: agency, user: "U1" }] });
      world.slack.on({ method: "chat.postEphemeral", nth: 1 }, { kind: "drop", accept: "yes" });
      expect(await world.send(`${agency}/U1/prompt/C1`, { key })).toMatchObject({ kind: "unknown" });
      world.setState(agency, state);
      expect(await world.find(`${agency}/U1/prompt/C1`, key)).toEqual({ kind: "untraceable" });
      expect(world.slack.calls.map(({ method }) => method)).toEqual(["chat.postEphemeral"]);
    },
  );

  test("a post in a channel is found there", async () => {
    world.slack.addChannel({ id: "C1", team: agency, members: [] });
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "reset" });
    expect(await world.send(`${agency}/C1`, { key })).toMatchObject({ kind: "unknown" });
    expect(await world.find(`${agency}/C1`, key)).toMatchObject({
      kind: "found",
      conversation: `${agency}/C1`,
    });
  });
});

describe("sends into channels whose history the app may not read", () => {
  test.each([
    ["was never asked for", undefined, 0],
    ["was taken away", readingScopes, 2],
  ])("no post can be looked for where that %s, and direct messages can", async (_, scopes, looks) => {
    const world = await openOutboundWorld({ teams: [{ team: agency, ...(scopes && { scopes }) }] });
    const to = world.person("U1");
    world.slack.addChannel({ id: "C1", team: agency, members: [] });
    world.slack.on({ method: "chat.postMessage" }, { kind: "reset" });
    const missing = { kind: "error", error: "missing_scope" } as const;
    const inChannel = { while: ({ args }: SlackRequest) => args.channel === "C1" };
    if (scopes !== undefined) world.slack.on({ method: "conversations.history", ...inChannel }, missing);
    for (const place of [`${agency}/C1`, `${agency}/U1/card/C1`]) {
      expect(await world.send(place, { key })).toMatchObject({ kind: "unknown" });
      expect(await world.find(place, key)).toEqual({ kind: "untraceable" });
    }
    expect(world.calls("conversations.history")).toBe(looks);
    expect(await world.send(to, { key })).toMatchObject({ kind: "unknown" });
    expect(await world.find(to, key)).toMatchObject({ kind: "found" });
    expect(world.refused).toEqual([]);
    await world.close();
  });
});

describe("sends to outsiders whose end is not known", () => {
  test("they are looked for in the workspace that the address names, and in no other", async () => {
    const other = "T0OTHER";
    const world = await openOutboundWorld({
      teams: [
        { team: other, scopes: readingScopes },
        { team: agency, scopes: readingScopes },
      ],
    });
    const person = { team: vendor, user: "U9" };
    world.slack.addUser(person);
    for (const [id, team] of [
      ["C1", agency],
      ["C2", other],
    ] as const)
      world.slack.addChannel({ id, team, members: [person] });
    const to = `${vendor}/U9@${agency}`;
    world.slack.on(
      { method: "chat.postMessage", workspace: agency, nth: 1 },
      { kind: "drop", accept: "yes" },
    );
    expect(await world.send(to, { key })).toMatchObject({ kind: "unknown" });
    expect(await world.find(to, key)).toMatchObject({ kind: "found" });
    expect(await world.find(to, key.replace("7d", "7e"))).toEqual({ kind: "absent" });
    expect(await world.find(`${vendor}/U9`, key)).toEqual({ kind: "cannot-tell" });
    expect(world.dm("U9", vendor, agency)).toHaveLength(1);
    expect(new Set(world.slack.calls.map(({ workspace }) => workspace))).toEqual(new Set([agency]));
    await world.close();
  });
});
