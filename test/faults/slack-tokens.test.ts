import { expect, test } from "vitest";
import { vendorTeam } from "../slack/agency-and-vendor.ts";
import { install } from "../slack/slack-seeds.ts";
import { useStage } from "../slack/use-stage.ts";
import { atRequest, type CrowdWorld, connectVendor, startCrowd } from "./slack-crowd.ts";

/** A hundred people of the vendor's own workspace, in which something happens to the app after 40 messages. */
let world: CrowdWorld;
const stage = useStage(() => world);

const post = { method: "chat.postMessage", workspace: vendorTeam };
const begin = async (afterForty: () => void) => {
  world = await startCrowd(stage.engine, { agency: 3, vendor: 100 });
  atRequest(world.slack, { ...post, nth: 41 }, afterForty);
};
const revoke = () => {
  const token = world.slack.state.tokens.get(world.slack.workspace(vendorTeam).token ?? "");
  if (token !== undefined) token.state = "revoked";
};
/** An administrator installs the app there again, and an operator connects the workspace with its new token. */
const installAgain = async () => {
  const workspace = world.slack.workspace(vendorTeam);
  install(world.slack.state, workspace, workspace.app.scopes);
  await connectVendor(world);
};
const alerts = () =>
  world.rapport.logger.lines.filter(({ level }) => level === "error").map(({ fields }) => fields);
const refusals = () => world.slack.calls.filter(({ outcome }) => outcome === "token_revoked");
const messagesToVendors = () =>
  world.rapport.query(
    `select m.state, count(*)::int as n from messages m join contacts c on c.id = m.contact_id
     where c.organisation = 'Acme' group by 1 order by 1`,
  );

test("its token is revoked: no call after the first refusal is read, one alert; with a new token exactly the other 60 follow", async () => {
  await begin(revoke);
  await world.settle();
  expect(world.received(world.crowd.vendor)).toEqual({ 0: 60, 1: 40 });
  expect(world.received(world.crowd.agency)).toEqual({ 1: 3 });
  // Sixteen are under way at a time: with the 41st go those of its sixteen that have left already, and no others.
  expect(refusals().length).toBeGreaterThan(0);
  expect(refusals().length).toBeLessThanOrEqual(8);
  expect(alerts()).toMatchObject([{ workspace: vendorTeam, code: "token_revoked" }]);

  const calls = refusals().length;
  await world.passMinutes(15);
  expect(refusals()).toHaveLength(calls);
  expect(alerts()).toHaveLength(1);
  expect(await messagesToVendors()).toEqual([
    { state: "pending", n: 60 },
    { state: "sent", n: 40 },
  ]);

  const before = world.slack.calls.length;
  await installAgain();
  await world.passMinutes(5);
  const posts = world.slack.calls.slice(before).filter(({ method }) => method === post.method);
  expect(posts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 60 }, () => "ok"));
  expect(world.received(world.crowd.vendor)).toEqual({ 1: 100 });
  expect(alerts()).toHaveLength(1);
});

test("the app is taken out: it is said once, the rest wait; when it is back they follow, and nobody is skipped", async () => {
  const told: Promise<unknown>[] = [];
  await begin(() => void told.push(world.driver.appUninstalled(vendorTeam)));
  await world.settle();
  await Promise.all(told);
  await world.passMinutes(15);
  expect(world.received(world.crowd.vendor)).toEqual({ 0: 60, 1: 40 });
  expect(await messagesToVendors()).toEqual([
    { state: "pending", n: 60 },
    { state: "sent", n: 40 },
  ]);
  // Messages under way may have heard of it before Slack told us why.
  const codes = alerts().map(({ code }) => code);
  expect(codes.filter((code) => code === "app_uninstalled")).toHaveLength(1);
  expect(codes.filter((code) => code !== "app_uninstalled" && code !== "token_revoked")).toEqual([]);
  expect(codes.length).toBeLessThanOrEqual(2);

  await installAgain();
  await world.passMinutes(5);
  expect(world.received(world.crowd.vendor)).toEqual({ 1: 100 });
});

test("a workspace that is connected after its people were tried: they are tried again within the hour", async () => {
  world = await startCrowd(stage.engine, { agency: 3, vendor: 5, later: true });
  await world.settle();
  const { crowd, rapport } = world;
  const states = async () => {
    const rows = await rapport.query(
      "select split_part(address, '/', 1) || ' ' || state as state, count(*)::int as n from routes group by 1 order by 1",
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  expect(await states()).toEqual({ "T0AGENCY ok": 3, "T0VENDOR blocked": 5 });
  await rapport.query("update routes set state = 'gone' where address like 'T0VENDOR/UV0005%'");
  await rapport.query("update routes set state = 'blocked' where address = 'T0AGENCY/UA0003'");
  await world.passMinutes(90);
  expect(world.received(crowd.vendor)).toEqual({ 0: 5 });
  await connectVendor(world);
  const others = { "T0AGENCY blocked": 1, "T0AGENCY ok": 2, "T0VENDOR gone": 1 };
  expect(await states()).toEqual({ ...others, "T0VENDOR untested": 4 });
  await world.passMinutes(1);
  expect(world.received(crowd.vendor)).toEqual({ 0: 1, 1: 4 });
  expect(world.received(crowd.agency)).toEqual({ 1: 3 });
});
