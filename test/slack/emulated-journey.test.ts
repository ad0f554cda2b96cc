import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Engine, withEngine } from "../engines/engine.ts";
import { type EmulatedStage, startEmulatedWorld } from "./emulated-world.ts";
import type { Person } from "./slack-model.ts";
import type { SlackWorld } from "./slack-world.ts";
import { firstLabel, rate, shown } from "./world-steps.ts";

// The whole program in front of a Slack that others wrote, with exactly our scopes. That one has no Slack Connect, no
// commands and no taps: what people do comes from our driver, and "outsider" stands in its payloads alone.
let engine: Engine;
let world: SlackWorld<EmulatedStage>;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterEach(async () => {
  expect(world.slack.calls.filter(({ refused }) => refused !== null)).toEqual([]);
  expect(world.slack.blockFaults).toEqual([]);
  await world.close();
});
afterAll(() => engine.close());

const begin = async () => {
  world = await startEmulatedWorld(engine);
  await world.settle();
};
const start = (person: Person) => world.tap(person, "Nobody on either side sees your taps", "Start");
const say = async (person: Person, text: string) => {
  expect((await world.driver.say(person, text)).status).toBe(200);
  await world.settle();
  return shown(world.messages(person).at(-1));
};
const ratings = () =>
  world.rapport.query(
    "select rating, version from answers where rating is not null order by rating, version",
  );

describe.each(["member", "outsider"] as const)("a month in Slack, as a person who is: %s", (who) => {
  test("introduction, three taps, an answer in a modal, receipt, change, status, away, Home, a problem, the digest", async () => {
    await begin();
    const { people, slack, driver, rapport, settle } = world;
    const person = people[who];

    expect(world.messages(person).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Permits: a short weekly check-in/),
    ]);
    await start(person);
    const card = world.message(person, "act:rate:");
    await rate(world, person, 0, "Agree");
    await rate(world, person, 1, "Strongly disagree");
    await rate(world, person, 2, "Can't say");
    expect(await ratings()).toEqual([
      { rating: 1, version: 1 },
      { rating: 4, version: 1 },
    ]);
    expect(shown(world.message(person, "act:rate:"))).toContain("✓ Agree");

    await world.tap(person, "act:rate:", "Write an answer");
    expect(shown(slack.view(person))).toContain("What went well lately");
    const said = "We shipped <!channel> & <https://evil.example|it>";
    const sent = await driver.submit(person, { [firstLabel(world, person)]: said });
    expect([sent.status, sent.outcome]).toEqual([200, "cleared"]);
    await settle();
    expect(await rapport.query("select text from answers where text is not null")).toEqual([{ text: said }]);

    const receipt = world.message(person, "We shipped");
    expect(receipt.ts).toBe(card.ts);
    expect(shown(receipt)).not.toContain("act:rate:");
    expect(receipt.text).not.toMatch(/<[!@#h]/);
    await world.tap(person, "We shipped", "Change my answers");
    await rate(world, person, 0, "Neither");
    await world.tap(person, "act:rate:", "Done");
    expect(await ratings()).toContainEqual({ rating: 3, version: 2 });
    // The introduction and the check-in, whatever was tapped since.
    expect(world.messages(person).length).toBe(2);

    if (who === "member") {
      const { status } = await driver.command(person, "/pulse", "status", people.sharedChannel);
      const [answer] = slack.state.ephemerals;
      expect([status, answer?.person]).toEqual([200, person]);
      expect(shown(answer)).toContain("The first figures come on");
    } else {
      await expect(driver.command(person, "/pulse", "status")).rejects.toThrow("outsiders have no commands");
      expect(await say(person, "status")).toContain("The first figures come on");
    }
    expect(await say(person, "away until 2026-11-20")).toContain("20 Nov 2026");

    await driver.openHome(person);
    await settle();
    const home = slack.home(person);
    expect(shown(home)).toContain("20 Nov 2026");
    await driver.click(person, home ?? receipt, { text: "See or change it" });
    await settle();
    expect(shown(slack.view(person))).toContain("We shipped");

    const otherSteward = who === "member" ? people.outsider : people.member;
    await start(otherSteward);
    const heard = { ...card, text: "The <@U0ADA> access is &lt;gone&gt;" };
    await driver.shortcut(person, "raise", heard);
    await settle();
    expect(shown(slack.view(person))).toContain("access is <gone>");
    await driver.submit(person, { [firstLabel(world, person)]: "Stuck: we cannot go on without help" });
    await settle();
    expect(await rapport.query("select severity from escalations")).toHaveLength(1);
    expect(shown(world.message(otherSteward, "access is <gone>"))).toContain(
      who === "member" ? "Name of ada" : "Name of vera",
    );

    await rapport.passTo("2026-12-08T12:00", "America/Chicago");
    await settle();
    const digest = slack.rooms.get("partners")?.messages.at(-1);
    expect(shown(digest)).toContain("November 2026");
    // Both sides may read it, as its author chose; it stands there as it was typed.
    expect(shown(digest)).toContain(said);
    expect(digest?.text).not.toMatch(/<[!@#h]/);
    // The emulator never tells whether another organisation reads a channel: what one side may read stays out of it.
    expect(slack.rooms.get("city")?.messages).toEqual([]);
    const alerts = rapport.logger.lines.filter(({ level }) => level === "error");
    expect(alerts.map(({ fields }) => [fields.purpose, fields.code])).toEqual([["digest", "unreadable"]]);
  });
});

test("what is for one person alone in a channel is there for that person alone", async () => {
  await begin();
  const { people, slack, driver } = world;
  await driver.command(people.member, "/pulse", "checkin", people.sharedChannel);
  await world.settle();
  expect(world.messages(people.member).length).toBe(2);
  expect(slack.state.ephemerals.map(({ person }) => person)).toEqual([people.member]);
  expect(JSON.stringify(slack.state.ephemerals)).not.toContain("Start");
});
