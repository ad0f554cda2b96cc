import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScheduleMoments } from "../../src/simulation/schedule-moments.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { startRapport } from "../engines/start-rapport.ts";
import { sampleRoster } from "./simulated-store.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterAll(() => engine.close());

test("looks on the foretold minutes find work, and looks between them find none", async () => {
  // From a Monday over openings, reminders and closings in eight zones up to a release and its digest.
  const span = {
    start: Temporal.Instant.from("2026-05-25T13:00:00Z"),
    end: Temporal.Instant.from("2026-06-06T00:00:00Z"),
  };
  const rapport = await startRapport(engine, { roster: sampleRoster, at: "2026-05-25T08:00" });
  const { context, clock, transact, inbound, contactIds } = rapport;
  const partnerships = await transact((stores) => stores.partnerships.active());
  const moments = createScheduleMoments(transact, partnerships, span);
  await context.queueDueWork();
  await context.drain();
  for (const [key, contact] of Object.entries(contactIds).filter(([name]) => name.includes("/"))) {
    const action = { name: "introduction", args: { contact, answer: "start" } };
    const account = { platform: "web" as const, id: contact };
    await inbound.interact({ eventId: key, account, conversation: contact as never, action, fields: {} });
  }
  await context.drain();

  const foretold: string[] = [];
  const found: string[] = [];
  let next = await moments.next(clock.now());
  while (Temporal.Instant.compare(clock.now(), span.end) < 0) {
    clock.advance({ minutes: 30 });
    const now = clock.now();
    const { queued } = await context.queueDueWork();
    if (queued.length > 0) found.push(now.toString());
    if (next !== null && Temporal.Instant.compare(next, now) <= 0) {
      foretold.push(next.toString());
      await context.drain();
      next = await moments.next(now);
    }
  }
  expect(found).toEqual(foretold);
  expect(found.length).toBeGreaterThan(30);
});
