import { expect, test } from "vitest";
import { agencyTeam } from "../slack/agency-and-vendor.ts";
import { useStage } from "../slack/use-stage.ts";
import { atRequest, type CrowdWorld, startCrowd } from "./slack-crowd.ts";

let world: CrowdWorld;
const stage = useStage(() => world);

test("Slack answers 500 to everything for ten minutes in mid-round, having done half of it: all have it once afterwards", async () => {
  world = await startCrowd(stage.engine, { agency: 60, vendor: 5 });
  const { slack, crowd } = world;
  const post = { method: "chat.postMessage", workspace: agencyTeam };
  const down = { is: false };
  atRequest(slack, { ...post, nth: 21 }, () => {
    down.is = true;
  });
  slack.on({ ...post, every: 2, while: () => down.is }, { kind: "status", status: 500, accept: true });
  slack.on({ workspace: agencyTeam, while: () => down.is }, { kind: "status", status: 500, accept: false });
  await world.settle();
  expect(world.received(crowd.vendor)).toEqual({ 1: 5 });
  await world.passMinutes(10);
  const during = world.received(crowd.agency);
  expect(during[0]).toBeGreaterThan(10);
  expect(during[1]).toBeGreaterThan(30);

  down.is = false;
  await world.passMinutes(180);
  expect(world.received(crowd.agency)).toEqual({ 1: 60 });
  expect(world.received(crowd.vendor)).toEqual({ 1: 5 });
  const states = "select distinct state from messages where contact_id is not null";
  expect(await world.rapport.query(states)).toEqual([{ state: "sent" }]);
});
