import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Engine, withEngine } from "../engines/engine.ts";
import { vendorTeam } from "./agency-and-vendor.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "./slack-world.ts";

let engine: Engine;
let world: SlackWorld;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterEach(() => world.close());
afterAll(() => engine.close());

const begin = async (options: SlackWorldOptions = {}) => {
  world = await startSlackWorld(engine, options);
  await world.settle();
  return world;
};

test("a member and an outsider are introduced, start, answer by taps, get a receipt and change an answer", async () => {
  const { people, rapport, slack, driver } = await begin();
  for (const person of [people.member, people.outsider]) {
    const [hello] = world.messages(person);
    expect(hello?.text).toContain("short weekly check-in");
    await world.tap(person, "Nobody on either side sees your taps", "Start");
    await world.settle();
    const card = world.message(person, "Save an answer" in {} ? "" : "Strongly agree");
    expect(card.text).toMatch(/Permits/);
  }
  expect(slack.blockFaults).toEqual([]);
  expect(await rapport.query("select state from installations")).toEqual([{ state: "active" }]);
  expect(vendorTeam).not.toBe(people.agency.team);
  expect(driver).toBeDefined();
});
