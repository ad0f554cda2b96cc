import { setImmediate as pass } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createBackground } from "../../../../adapters/slack/inbound/background.ts";
import { createTurns } from "../../../../adapters/slack/inbound/turns.ts";
import { createRecordingLogger } from "../../../builders/recording-logger.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** So many people who wait for an answer; each function ends the wait of one. */
const waiting = (turns: ReturnType<typeof createTurns>, count: number) =>
  Array.from({ length: count }, () => turns.begin());
const passes = async (count: number) => {
  for (let one = 0; one < count; one += 1) await pass();
};

describe("what can wait", () => {
  test("need not while few people wait for an answer", () => {
    const turns = createTurns();
    waiting(turns, 10);
    expect(turns.isCrowded()).toBe(false);
  });

  test("gives way to a crowd, and takes turns in order when it is gone", async () => {
    const turns = createTurns();
    const ends = waiting(turns, 11);
    expect(turns.isCrowded()).toBe(true);
    const order: string[] = [];
    for (const name of ["a", "b"]) void turns.turn().then(() => order.push(name));
    await passes(3);
    expect(order).toEqual([]);
    ends[0]?.();
    await passes(1);
    expect(order).toEqual(["a"]);
    await passes(1);
    expect(order).toEqual(["a", "b"]);
  });

  test("waits again for a crowd that comes between two turns", async () => {
    const turns = createTurns();
    const [end] = waiting(turns, 11);
    const order: string[] = [];
    for (const name of ["a", "b"]) void turns.turn().then(() => order.push(name));
    end?.();
    await passes(1);
    waiting(turns, 1);
    await passes(3);
    expect(order).toEqual(["a"]);
  });

  test("waits for a second at most, however many come", async () => {
    const turns = createTurns();
    waiting(turns, 500);
    const order: string[] = [];
    void turns.turn().then(() => order.push("a"));
    await vi.advanceTimersByTimeAsync(999);
    expect(order).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(order).toEqual(["a"]);
  });

  test("does not hear twice of one who no longer waits", () => {
    const turns = createTurns();
    const ends = waiting(turns, 12);
    ends[0]?.();
    ends[0]?.();
    expect(turns.isCrowded()).toBe(true);
  });

  test("of one place is the newest alone once the crowd is gone", async () => {
    const turns = createTurns();
    const background = createBackground(createRecordingLogger(), turns);
    const [end] = waiting(turns, 11);
    const done: string[] = [];
    for (const name of ["1", "2", "3"]) background.latest("a", "show", async () => void done.push(name));
    background.run("now", async () => void done.push("at once"));
    await passes(2);
    expect(done).toEqual(["at once"]);
    end?.();
    await passes(2);
    expect(done).toEqual(["at once", "3"]);
    vi.useRealTimers();
    expect(await background.settled(1_000)).toBe(true);
  });
});
