import { expect, test } from "vitest";
import { agencyTeam, vendorTeam } from "../slack/agency-and-vendor.ts";
import { useStage } from "../slack/use-stage.ts";
import { type CrowdWorld, startCrowd } from "./slack-crowd.ts";

let world: CrowdWorld;
const stage = useStage(() => world);

const posts = (team: string) =>
  world.slack.calls.filter(({ method, workspace }) => method === "chat.postMessage" && workspace === team);

test("a storm of 429 on every third call over 300 people: all have it once, and the other workspace does not notice", async () => {
  world = await startCrowd(stage.engine, { agency: 300, vendor: 40 });
  const { slack, crowd, clock } = world;
  slack.on(
    { method: "chat.postMessage", workspace: agencyTeam, every: 3 },
    { kind: "limited", retryAfter: "30" },
  );
  const start = clock.now().epochMilliseconds;
  await world.settle();
  expect(world.received(crowd.vendor)).toEqual({ 1: 40 });
  expect(new Set(posts(vendorTeam).map(({ at }) => at))).toEqual(new Set([start]));
  expect(world.received(crowd.agency)[0]).toBeGreaterThan(200);

  await world.passMinutes(30);
  expect(world.received(crowd.agency)).toEqual({ 1: 300 });
  expect(world.received(crowd.vendor)).toEqual({ 1: 40 });
  const states = "select state, count(*)::int as n from messages where contact_id is not null group by 1";
  expect(await world.rapport.query(states)).toEqual([{ state: "sent", n: 340 }]);
  const limited = posts(agencyTeam).filter(({ outcome }) => outcome === "ratelimited");
  expect(limited.length).toBeGreaterThan(20);
  const early = posts(agencyTeam).filter(({ at }) =>
    limited.some((call) => at > call.at && at < call.at + 30_000),
  );
  expect(early).toEqual([]);
}, 120_000);
