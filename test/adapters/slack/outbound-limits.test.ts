import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aCard, agency, type OutboundWorld, openOutboundWorld, vendor } from "./outbound-world.ts";

const limits = { postsPerChannel: { perSecond: 1, burst: 1 }, postsPerMinute: 200, tiers: true };

describe("Slack's limits", () => {
  let world: OutboundWorld;
  beforeEach(async () => {
    world = await openOutboundWorld({ teams: [{ team: agency }, { team: vendor }], limits });
  });
  afterEach(() => world.close());

  test.each([
    ["30", 30],
    ["1", 1],
    ["0", 1],
    ["-5", 1],
    ["999999999", 3600],
    ["Wed, 21 Oct 2026 07:28:00 GMT", 30],
    ["", 30],
    [undefined, 30],
  ])("429 with Retry-After %j: come back after %i s", async (header, seconds) => {
    const retryAfter = header === undefined ? {} : { retryAfter: header };
    world.slack.on({ method: "chat.postMessage", nth: 1 }, { kind: "limited", ...retryAfter });
    const outcome = { kind: "rate-limited", retryAfterSeconds: seconds };
    expect(await world.send(world.person("U1"))).toEqual(outcome);
  });

  test("a limited workspace is not called until its time is over, and the others are not touched", async () => {
    const [inside, another] = [world.person("U1"), world.person("U2")];
    const outside = world.person("U1", vendor);
    world.slack.on({ workspace: agency, nth: 1 }, { kind: "limited", retryAfter: "30" });
    await world.send(inside);
    world.time.clock.advance({ seconds: 12 });
    expect(await world.send(another)).toEqual({ kind: "rate-limited", retryAfterSeconds: 18 });
    expect(world.calls("chat.postMessage", agency)).toBe(1);
    expect(await world.send(outside)).toMatchObject({ kind: "sent" });
    world.time.clock.advance({ seconds: 18 });
    expect(await world.send(another)).toMatchObject({ kind: "sent" });
  });

  test("messages that wait for their turn when the limit is met make no call any more", async () => {
    const people = Array.from({ length: 30 }, (_, index) => world.person(`U${index}`));
    world.slack.on({ method: "chat.postMessage" }, { kind: "limited", retryAfter: "60" });
    const sends = people.map((to) => world.adapter.send({ to, card: aCard, key: to }));
    const outcomes = await world.time.run(Promise.all(sends));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["rate-limited"]));
    // Those of the first moment, which were on their way together.
    expect(world.calls("chat.postMessage")).toBeLessThanOrEqual(10);
  });

  test("a limit of one method does not hold up the others", async () => {
    const to = world.person("U1");
    const sent = await world.send(to);
    if (sent.kind !== "sent") throw new Error(sent.kind);
    world.slack.on({ method: "chat.update" }, { kind: "limited", retryAfter: "60" });
    expect(await world.time.run(world.adapter.update({ ...sent, card: aCard }))).toBe(false);
    expect(await world.send(to)).toMatchObject({ kind: "sent" });
  });

  test("posts to one channel are a second apart, and what would wait too long is told to come back", async () => {
    const to = world.person("U1");
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    const sends = keys.map((key) => world.adapter.send({ to, card: aCard, key }));
    const outcomes = await world.time.run(Promise.all(sends));
    const sent = outcomes.filter(({ kind }) => kind === "sent");
    expect(sent.length).toBeGreaterThanOrEqual(19);
    expect(sent.length).toBeLessThan(22);
    const late = outcomes.flatMap((one) => (one.kind === "rate-limited" ? [one.retryAfterSeconds] : []));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(20);
    expect(world.slack.limited).toBe(0);
    const times = world.dm("U1").map(({ ts }) => Number(ts));
    for (const [index, time] of times.entries())
      if (index > 0) expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1);
  });

  test("more than fifty updates a minute wait or are left out, without meeting the limit", async () => {
    const sent = await world.send(world.person("U1"));
    if (sent.kind !== "sent") throw new Error(sent.kind);
    const updates = Array.from({ length: 80 }, () => world.adapter.update({ ...sent, card: aCard }));
    const done = await world.time.run(Promise.all(updates));
    expect(done.filter(Boolean).length).toBeGreaterThan(10);
    expect(done.filter((isDone) => !isDone).length).toBeGreaterThan(10);
    expect(world.slack.limited).toBe(0);
  });

  test("1,000 people in one workspace: all sent once, no limit met, within 5 % of the limit's own time", async () => {
    const people = Array.from({ length: 1000 }, (_, index) => world.person(`U${index}`));
    const start = world.time.clock.now();
    await world.time.run(
      (async () => {
        for (let from = 0; from < people.length; from += 16) {
          const lane = people.slice(from, from + 16);
          const outcomes = await Promise.all(
            lane.map((to) => world.adapter.send({ to, card: aCard, key: to })),
          );
          expect(outcomes.filter(({ kind }) => kind !== "sent")).toEqual([]);
          // The database records the lane and begins the next one.
          await world.time.timers.wait(150);
        }
      })(),
    );
    const seconds = world.time.clock.now().since(start).total("seconds");
    expect(seconds).toBeLessThanOrEqual((1000 / 200) * 60 * 1.05);
    expect(world.slack.limited).toBe(0);
    expect(world.calls("chat.postMessage")).toBe(1000);
  });

  test("every third call is limited for 30 s over 1,000 people: all sent, none twice", async () => {
    const people = Array.from({ length: 1000 }, (_, index) => world.person(`U${index}`));
    world.slack.on({ method: "chat.postMessage", every: 3 }, { kind: "limited", retryAfter: "30" });
    let waiting: readonly string[] = people;
    while (waiting.length > 0) {
      const lane = waiting.slice(0, 64);
      const outcomes = await world.time.run(
        Promise.all(lane.map((to) => world.adapter.send({ to, card: aCard, key: to }))),
      );
      const again = lane.filter((_, index) => outcomes[index]?.kind !== "sent");
      for (const outcome of outcomes) expect(["sent", "rate-limited"]).toContain(outcome.kind);
      waiting = [...again, ...waiting.slice(64)];
      if (again.length > 0) world.time.clock.advance({ seconds: 30 });
    }
    expect(people.map((to) => world.dm(to.slice(agency.length + 1)).length)).toEqual(people.map(() => 1));
  });
});
