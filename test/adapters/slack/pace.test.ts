import { beforeEach, describe, expect, test } from "vitest";
import { createPace, type Pace } from "../../../adapters/slack/pace.ts";
import { createSimulatedTime, type SimulatedTime } from "./simulated-time.ts";

const notNow = (retryAfterSeconds: number) => ({ kind: "rate-limited", retryAfterSeconds });

describe("the pace of calls", () => {
  let time: SimulatedTime;
  let pace: Pace;
  const turn = (workspace = "W1", method: Parameters<Pace["turn"]>[1] = "chat.postMessage") =>
    time.run(pace.turn(workspace, method, pace.patience()));
  const now = () => time.clock.now().epochMilliseconds;
  beforeEach(() => {
    time = createSimulatedTime();
    pace = createPace({ clock: time.clock, timers: time.timers, perMinute: 200 });
  });

  test("a turn that is more than 20 s away is not waited for", async () => {
    const patience = pace.patience();
    const turns = Array.from({ length: 100 }, () => pace.turn("W1", "chat.postMessage", patience));
    const ends = await time.run(Promise.all(turns));
    const went = ends.filter((end) => end === null).length;
    // Ten at once and one every 300 ms for 20 s.
    expect(went).toBeGreaterThanOrEqual(75);
    expect(went).toBeLessThanOrEqual(77);
    expect(ends.at(-1)).toEqual(notNow(21));
  });

  test("workspaces and methods have limits of their own", async () => {
    for (let count = 0; count < 10; count += 1) await turn();
    const before = now();
    expect(await turn("W2")).toBe(null);
    expect(await turn("W1", "chat.update")).toBe(null);
    expect(now()).toBe(before);
    expect(await turn()).toBe(null);
    expect(now()).toBeGreaterThan(before);
  });

  test("a closed method says how long it stays closed; the longer of two times counts", async () => {
    pace.close("W1", "chat.postMessage", 30);
    pace.close("W1", "chat.postMessage", 5);
    expect(await turn()).toEqual(notNow(30));
    time.clock.advance({ seconds: 29 });
    expect(await turn()).toEqual(notNow(1));
    expect(await turn("W2")).toBe(null);
    time.clock.advance({ seconds: 1 });
    expect(await turn()).toBe(null);
  });

  test("a clock that is put back or forward by hours holds nothing up", async () => {
    for (const hours of [-1, 1, -24, 24]) {
      await turn();
      await time.run(pace.inChannel("C1", pace.patience(), async () => null));
      time.clock.advance({ hours });
      const before = now();
      expect(await turn()).toBe(null);
      await time.run(pace.inChannel("C1", pace.patience(), async () => null));
      expect(now() - before).toBeLessThan(2_000);
    }
  });

  test("work in one channel is done one by one, a second after the end of the last, in order", async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins ${now() - start}`);
      await time.timers.wait(200);
      log.push(`${name} ends`);
      return name;
    };
    const start = now();
    const patience = pace.patience();
    const done = ["a", "b", "c"].map((name) => pace.inChannel("C1", patience, work(name)));
    expect(await time.run(Promise.all(done))).toEqual(["a", "b", "c"]);
    expect(log).toEqual(["a begins 0", "a ends", "b begins 1250", "b ends", "c begins 2500", "c ends"]);
  });

  test("work that fails leaves the channel free for the next", async () => {
    const patience = pace.patience();
    const failing = pace.inChannel("C1", patience, () => Promise.reject(new Error("no")));
    const next = pace.inChannel("C1", patience, async () => "done");
    await expect(failing).rejects.toThrow("no");
    expect(await time.run(next)).toBe("done");
  });

  test("10,000 channels are not remembered when they are idle", async () => {
    for (let count = 0; count < 10_000; count += 1) {
      await pace.inChannel(`C${count}`, pace.patience(), async () => null);
      if (count % 10 === 9) time.clock.advance({ seconds: 3 });
    }
    expect(pace.channels()).toBeLessThanOrEqual(11);
  });

  test("work that has taken 40 s begins no further call", () => {
    const patience = pace.patience();
    time.clock.advance({ seconds: 40 });
    expect(pace.isOver(patience)).toBe(false);
    time.clock.advance({ seconds: 1 });
    expect(pace.isOver(patience)).toBe(true);
  });
});
