import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Engine, withEngine } from "../engines/engine.ts";
import type { TestRapport } from "../engines/start-rapport.ts";
import { vendorTeam } from "../slack/agency-and-vendor.ts";
import { atRequest, type CrowdWorld, startCrowd } from "./slack-crowd.ts";

let engine: Engine;
let world: CrowdWorld;
let twin: TestRapport;
beforeAll(async () => {
  engine = await withEngine("server");
});
afterEach(async () => {
  await twin.close(1000);
  await world.close();
});
afterAll(() => engine.close());

test("the token ends while two instances send: each end costs one refresh, and every message arrives once", async () => {
  world = await startCrowd(engine, { agency: 3, vendor: 100, rotation: true });
  const { slack, crowd } = world;
  twin = await world.startTwin();
  const refreshes = () => slack.calls.filter(({ method }) => method === "oauth.v2.access");
  const post = { method: "chat.postMessage", workspace: vendorTeam };
  // The token that was typed in is renewed before its first use; this is the one that follows.
  const ended: string[] = [];
  atRequest(slack, { ...post, nth: 41 }, () => {
    const token = slack.state.tokens.get(slack.workspace(vendorTeam).token ?? "");
    if (token === undefined) return;
    token.expiresAt = slack.state.now();
    ended.push(token.token);
  });

  await Promise.all([world.settle(), twin.settle()]);
  await Promise.all([world.settle(), twin.settle()]);
  expect(ended).toHaveLength(1);
  expect(refreshes().map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
  expect(slack.calls.filter(({ outcome }) => outcome === "token_expired").length).toBeGreaterThan(0);
  await world.passMinutes(10);
  expect(world.received(crowd.vendor)).toEqual({ 1: 100 });
  expect(world.received(crowd.agency)).toEqual({ 1: 3 });
  expect(refreshes()).toHaveLength(2);
  const lines = [world.rapport, twin].flatMap(({ logger }) => logger.lines);
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  expect(await engine.query("select distinct state from installations")).toEqual([{ state: "active" }]);
});
