import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Json } from "../../../slack/slack-model.ts";
import { type InboundWorld, openInboundWorld } from "./inbound-world.ts";

let world: InboundWorld;
beforeEach(async () => {
  world = await openInboundWorld();
});
afterEach(() => world.close());

describe("an event about the installation", () => {
  test("that the app was taken out removes the workspace that it is for", async () => {
    const { status } = await world.driver.appUninstalled("T0AGENCY");
    expect([status, world.removed]).toEqual([200, ["installation-T0AGENCY"]]);
  });

  test("that tokens were revoked removes it when a bot's is among them", async () => {
    const alter = (payload: Json) => {
      return { ...payload, event: { ...(payload.event as Json), tokens: { oauth: ["U0ADA"], bot: [] } } };
    };
    await world.driver.with({ alter }).tokensRevoked("T0AGENCY");
    expect(world.removed).toEqual([]);
    await world.driver.tokensRevoked("T0AGENCY");
    expect(world.removed).toEqual(["installation-T0AGENCY"]);
  });

  test("is as old as Slack says, not as old as its arrival", async () => {
    const { clock, driver } = world;
    const alter = (payload: Json) => ({ ...payload, event_time: Date.parse("2026-11-23T08:00:07Z") / 1000 });
    await driver.with({ alter }).appUninstalled("T0AGENCY");
    await driver.with({ alter }).tokensRevoked("T0AGENCY");
    const untold = ({ event_time: _, ...payload }: Json) => payload;
    await driver.with({ alter: untold }).appUninstalled("T0AGENCY");
    const told = "2026-11-23T08:00:07.999Z";
    expect(world.removedAt).toEqual([told, told, clock.now().toString()]);
  });

  test("that a channel has another id is kept for what is posted there", async () => {
    const { status } = await world.driver.channelIdChanged("C0OWN", "C0NEW");
    expect(status).toBe(200);
    expect([...world.notes.values()]).toContain("C0NEW");
  });

  test("that a channel is shared, or not any more, is told to the operator by ids", async () => {
    await world.driver.channelShared("C0OWN", "T0VENDOR");
    await world.driver.channelUnshared("C0OWN", "T0VENDOR");
    const told = world.logger.lines.filter(({ fields }) => fields.channel === "C0OWN");
    expect(told.map(({ level, fields }) => [level, fields.code, fields.workspace, fields.team])).toEqual([
      ["warn", "slack.channel-shared", "installation-T0AGENCY", "T0VENDOR"],
      ["warn", "slack.channel-unshared", "installation-T0AGENCY", "T0VENDOR"],
    ]);
  });

  test("of a kind that nobody listens to is acknowledged, an interaction of that sort is not found", async () => {
    const event = (payload: Json) => ({ ...payload, event: { type: "team_join", user: { id: "U1" } } });
    expect((await world.driver.with({ alter: event }).say(world.people.member, "x")).status).toBe(200);
    const shortcut = (payload: Json) => ({ ...payload, type: "shortcut", callback_id: "x" });
    const message = await world.post("C0OWN", { summary: "m", nodes: [{ kind: "text", text: "m" }] });
    const sent = await world.driver.with({ alter: shortcut }).shortcut(world.people.member, "x", message);
    expect(sent.status).toBe(404);
    expect(world.inbound.interactions).toEqual([]);
  });
});

test("a workspace that was heard of is noted, once an hour", async () => {
  await world.driver.say(world.people.member, "help");
  await world.settle();
  expect(world.notes.get("installation-T0AGENCY heard")).toBe("2026-11-23T10:00:00Z");
});
