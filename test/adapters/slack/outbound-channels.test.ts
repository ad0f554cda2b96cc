import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../slack/slack-faults.ts";
import {
  aCard,
  agency,
  type OutboundWorld,
  openOutboundWorld,
  readingScopes,
  vendor,
} from "./outbound-world.ts";

const oneSide = true;
const shareKey = "round:1";

describe("what one side alone may read", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld();
  });
  afterEach(() => world.close());

  test("goes to a channel of that side alone", async () => {
    world.slack.addChannel({ id: "C1", team: agency, members: [] });
    expect(await world.send(`${agency}/C1`, { oneSide })).toMatchObject({ kind: "sent" });
  });

  test("is refused where another organisation reads along, for a post and for a notice", async () => {
    const shared = world.slack.addChannel({ id: "C1", team: agency, members: [], sharedWith: [vendor] });
    const refusal = { kind: "blocked", code: "shared_channel" };
    expect(await world.send(`${agency}/C1`, { oneSide })).toEqual(refusal);
    expect(await world.send(`${agency}/U1/card/C1`, { oneSide })).toEqual(refusal);
    expect(shared.messages).toEqual([]);
    expect(await world.send(`${agency}/C1`)).toMatchObject({ kind: "sent" });
  });

  test.each([{ is_pending_ext_shared: true }, { pending_shared: [vendor] }, { is_ext_shared: true }])(
    "is refused where others are invited already: %j",
    async (state) => {
      const { messages } = world.slack.addChannel({ id: "C1", team: agency, members: [] });
      const channel = { id: "C1", is_ext_shared: false, is_pending_ext_shared: false, ...state };
      const body = JSON.stringify({ ok: true, channel });
      world.slack.on({ method: "conversations.info" }, { kind: "status", status: 200, body, accept: false });
      expect(await world.send(`${agency}/C1`, { oneSide })).toEqual({
        kind: "blocked",
        code: "shared_channel",
      });
      expect(messages).toEqual([]);
    },
  );

  const unreadable: readonly Fault[] = [
    { kind: "drop", accept: "yes" },
    { kind: "status", status: 500, accept: false },
    { kind: "status", status: 200, body: '{"ok":true,"channel":{"id":"C1"}}', accept: false },
    { kind: "html", accept: true },
    { kind: "error", error: "channel_not_found" },
    { kind: "error", error: "missing_scope" },
  ];
  test.each(unreadable)("is not posted where nobody can tell who reads along: %j", async (fault) => {
    const { messages } = world.slack.addChannel({ id: "C1", team: agency, members: [] });
    world.slack.on({ method: "conversations.info" }, fault);
    expect(await world.send(`${agency}/C1`, { oneSide })).toMatchObject({ kind: "failed" });
    expect(messages).toEqual([]);
    expect(world.refused).toEqual([]);
  });
});

describe("one notice for a round in a channel", () => {
  let world: OutboundWorld;
  const open = async (scopes?: readonly string[]) => {
    world = await openOutboundWorld({ teams: [{ team: agency, ...(scopes && { scopes }) }] });
    for (const user of ["U1", "U2", "U3"]) world.slack.addUser({ team: agency, user });
    return world.slack.addChannel({ id: "C1", team: agency, members: [] });
  };
  afterEach(() => world.close());
  const notices = (more = {}) =>
    world.time.run(
      Promise.all(
        ["U1", "U2", "U3"].map((user) =>
          world.adapter.send({ to: `${agency}/${user}/card/C1`, card: aCard, key: user, shareKey, ...more }),
        ),
      ),
    );

  const noted = () => [...world.notes].flatMap(([at, note]) => (at.includes(" notice:C1:") ? [note] : []));

  test.each([
    ["channels can be read", readingScopes],
    ["channels cannot be read", undefined],
  ])("three people at once: one message, sent to each (%s)", async (_, scopes) => {
    const { messages } = await open(scopes);
    const outcomes = await notices();
    expect(messages).toHaveLength(1);
    const standing = { kind: "sent", conversation: `${agency}/C1`, messageId: messages[0]?.ts };
    expect(outcomes).toEqual([standing, standing, standing]);
    expect(world.refused).toEqual([]);
    expect(await notices({ shareKey: "round:2" })).not.toContainEqual(standing);
    expect(messages).toHaveLength(2);
  });

  test("another process has posted it: it is found in the history", async () => {
    const { messages } = await open(readingScopes);
    await notices();
    world.notes.clear();
    expect(await notices()).toMatchObject([{ messageId: messages[0]?.ts }, {}, {}]);
    expect(messages).toHaveLength(1);
  });

  test("its reply was lost: the next one finds it instead of posting a second", async () => {
    const { messages } = await open(readingScopes);
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "drop", accept: "yes" });
    const outcomes = await notices();
    expect(outcomes.map(({ kind }) => kind)).toEqual(["unknown", "sent", "sent"]);
    expect(messages).toHaveLength(1);
    expect(await world.find(`${agency}/U1/card/C1`, "U1")).toMatchObject({ kind: "found" });
  });

  test("while the history fails for now, nothing is posted that could be the second one", async () => {
    const { messages } = await open(readingScopes);
    const fault = world.slack.on(
      { method: "conversations.history" },
      { kind: "status", status: 500, accept: false },
    );
    expect((await notices()).map(({ kind }) => kind)).toEqual(["failed", "failed", "failed"]);
    expect(messages).toEqual([]);
    fault.release();
    expect((await notices()).map(({ kind }) => kind)).toEqual(["sent", "sent", "sent"]);
    expect(messages).toHaveLength(1);
  });

  test("its reply was lost and it was not taken: the history says so, and the next one posts it", async () => {
    const { messages } = await open(readingScopes);
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "drop", accept: "no" });
    expect((await notices()).map(({ kind }) => kind)).toEqual(["unknown", "sent", "sent"]);
    expect(messages).toHaveLength(1);
    expect(noted()).toEqual([messages[0]?.ts]);
  });

  test.each(["yes", "no"] as const)(
    "without a history, whoever may have posted it (it did: %s) alone posts it again, and the others wait for that",
    async (accept) => {
      const { messages } = await open();
      world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "drop", accept });
      const unclear = { kind: "failed", code: "notice_unclear" };
      expect(await notices()).toEqual([expect.objectContaining({ kind: "unknown" }), unclear, unclear]);
      expect(noted()).toEqual([expect.stringMatching(/^\?U1 \d+$/)]);
      const { length } = messages;
      expect(length).toBe(accept === "yes" ? 1 : 0);
      expect(await world.send(`${agency}/U2/card/C1`, { key: "U2", shareKey: "round:2" })).toMatchObject({
        kind: "sent",
      });

      const again = await world.send(`${agency}/U1/card/C1`, { key: "U1", shareKey });
      expect(again).toMatchObject({ kind: "sent", messageId: messages.at(-1)?.ts });
      expect(await notices()).toEqual([again, again, again]);
      expect(messages).toHaveLength(length + 2);
      expect(world.calls("conversations.history")).toBe(0);
    },
  );

  test("without a history, it counts as standing for the others a quarter of an hour after the last doubtful post", async () => {
    const { messages } = await open();
    world.slack.on({ method: "chat.postMessage" }, { kind: "drop", accept: "yes" });
    const second = () => world.send(`${agency}/U2/card/C1`, { key: "U2", shareKey });
    const first = () => world.send(`${agency}/U1/card/C1`, { key: "U1", shareKey });
    expect(await first()).toMatchObject({ kind: "unknown" });
    world.time.clock.advance({ minutes: 14 });
    expect(await first()).toMatchObject({ kind: "unknown" });
    const doubtful = world.time.clock.now();
    for (const minutes of [0, 1, 14]) {
      world.time.clock.set(doubtful.add({ minutes }));
      expect(await second()).toEqual({ kind: "failed", code: "notice_unclear" });
    }
    world.time.clock.set(doubtful.add({ minutes: 15 }));
    const standing = { kind: "sent", conversation: `${agency}/C1`, messageId: "" };
    expect(await second()).toEqual(standing);
    expect(messages).toHaveLength(2);
    const sent = await second();
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const calls = world.slack.calls.length;
    // Nobody knows which message that is: nothing is replaced.
    expect(await world.time.run(world.adapter.update({ ...sent, card: aCard }))).toBe(false);
    expect(world.slack.calls).toHaveLength(calls);
  });

  test("where Slack lacks the scope although it was thought to be there, the workspace is not paused", async () => {
    const { messages } = await open(readingScopes);
    world.slack.on({ method: "conversations.history" }, { kind: "error", error: "missing_scope" });
    expect((await notices()).map(({ kind }) => kind)).toEqual(["sent", "sent", "sent"]);
    expect(messages).toHaveLength(1);
    expect(world.refused).toEqual([]);
  });

  test("the bot is not in the channel: blocked, so that the next route is tried", async () => {
    const channel = await open(readingScopes);
    channel.members.clear();
    expect(await notices()).toEqual(Array(3).fill({ kind: "blocked", code: "not_in_channel" }));
  });
});
