import { expect, test } from "vitest";
import type { Person } from "./slack-model.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "./slack-world.ts";
import { useStage } from "./use-stage.ts";

let world: SlackWorld;
const stage = useStage(() => world);

/** Everybody was introduced; these have started. */
const begin = async (
  options: SlackWorldOptions = {},
  starters: readonly (keyof SlackWorld["people"])[] = [],
) => {
  world = await startSlackWorld(stage.engine, options);
  await world.settle();
  for (const name of starters)
    await world.tap(world.people[name] as Person, "Nobody on either side sees your taps", "Start");
  return world;
};
const say = async (person: Person, text: string) => {
  const { status } = await world.driver.say(person, text);
  expect(status).toBe(200);
  await world.settle();
  return JSON.stringify(world.messages(person).at(-1)?.blocks);
};
const shown = (what: { readonly blocks: readonly object[] } | null | undefined) =>
  JSON.stringify(what?.blocks ?? []);
const firstLabel = (person: Person): string => {
  const input = world.slack.view(person)?.blocks.find(({ type }) => type === "input");
  return (input?.label as { text: string } | undefined)?.text ?? "";
};

test("status is answered to the asker alone, in the same moment and without a call to Slack", async () => {
  const { people, driver, slack } = await begin({}, ["member"]);
  const calls = slack.calls.length;
  const { status } = await driver.command(people.member, "/pulse", "status", people.sharedChannel);
  expect([status, slack.calls.length]).toEqual([200, calls]);
  const [answer] = slack.ephemerals(people.sharedChannel, people.member);
  expect(shown(answer)).toContain("The first figures come on");
  expect(slack.channel(people.sharedChannel).messages).toEqual([]);
  expect(slack.ephemerals(people.sharedChannel, people.outsider)).toEqual([]);
});

test("an outsider, who has no commands, gets the same by writing to the app", async () => {
  const { people } = await begin({}, ["outsider"]);
  expect(await say(people.outsider, "status")).toContain("The first figures come on");
  expect(await say(people.outsider, "Status &amp; more, please")).toMatch(
    /Did you mean|There is no|partnership/,
  );
  expect(await say(people.outsider, "help")).toContain("timezone");
  expect(await say(people.outsider, "away until 2026-11-20")).toContain("20 Nov 2026");
  expect(await say(people.outsider, "🎉")).toContain("help");
});

test("a check-in asked for in a channel goes to the direct message and leaves a line for the asker", async () => {
  const { people, driver, slack } = await begin({}, ["member"]);
  const before = world.messages(people.member).length;
  await driver.command(people.member, "/pulse", "checkin", people.sharedChannel);
  await world.settle();
  expect(world.messages(people.member).length).toBe(before + 1);
  expect(shown(world.messages(people.member).at(-1))).toContain("act:rate:");
  expect(JSON.stringify(slack.ephemerals(people.sharedChannel, people.member))).not.toContain("act:rate:");
});

test("Home shows what waits; answering there brings the direct message up to date as well", async () => {
  const { people, driver, slack, rapport } = await begin({}, ["member"]);
  await driver.openHome(people.member);
  await world.settle();
  const home = slack.home(people.member);
  expect(shown(home)).toContain("Answer now");
  if (home === null) throw new Error("There is no Home.");
  await driver.click(people.member, home, { text: "Answer now" });
  await world.settle();
  const modal = slack.view(people.member);
  const row = modal?.blocks.find((block) => JSON.stringify(block).includes("act:rate:"));
  const [, , , agree] = (row?.elements ?? []) as { action_id: string }[];
  if (modal === null) throw new Error("No window has opened.");
  await driver.click(people.member, modal, { actionId: agree?.action_id ?? "" });
  await world.settle();
  expect(await rapport.query("select rating from answers")).toEqual([{ rating: 4 }]);
  expect(shown(slack.view(people.member))).toContain("✓ Agree");
  expect(shown(world.message(people.member, "act:rate:"))).toContain("✓ Agree");
  expect(shown(slack.home(people.member))).toContain("See or change it");
});

test("settings are changed in a window that says what was saved", async () => {
  const { people, driver, slack, rapport } = await begin({}, ["member"]);
  await driver.openHome(people.member);
  await world.settle();
  const home = slack.home(people.member);
  if (home === null) throw new Error("There is no Home.");
  await driver.click(people.member, home, { text: "Change day, time or rhythm" });
  await world.settle();
  const wrong = await driver.submit(people.member, { "Your time zone": "Chicago" });
  expect([wrong.status, wrong.outcome]).not.toContain("cleared");
  await driver.closeModal(people.member);
  await driver.click(people.member, slack.home(people.member) ?? home, {
    text: "Change day, time or rhythm",
  });
  await world.settle();
  await driver.submit(people.member, { "Your time zone": "Europe/Berlin" });
  await world.settle();
  expect(shown(slack.view(people.member))).toContain("Saved");
  expect(await rapport.query("select time_zone from contacts where key = 'ada'")).toEqual([
    { time_zone: "Europe/Berlin" },
  ]);
});

test("a message becomes a problem raised, by a shortcut; both stewards see it and who raised it", async () => {
  const { people, driver, slack, rapport } = await begin({}, ["member", "secondMember", "outsider"]);
  slack.channel(people.ownChannel);
  const heard = world.messages(people.secondMember)[0];
  if (heard === undefined) throw new Error("There is no message.");
  await driver.shortcut(people.secondMember, "raise", {
    ...heard,
    text: "The <@U0ADA> access is &lt;gone&gt;",
  });
  await world.settle();
  expect(shown(slack.view(people.secondMember))).toContain("access is <gone>");
  await driver.submit(people.secondMember, {
    [firstLabel(people.secondMember)]: "Stuck: we cannot go on without help",
  });
  await world.settle();
  expect(await rapport.query("select severity from escalations")).toHaveLength(1);
  for (const steward of [people.member, people.outsider]) {
    expect(shown(world.messages(steward).at(-1))).toContain("access is <gone>");
    expect(shown(world.messages(steward).at(-1))).toContain("Name of ben");
  }
});

test("digests go to the channels of the roster, and a side's own never where both sides read", async () => {
  const { people, rapport, slack } = await begin({}, ["member", "secondMember", "guest", "outsider"]);
  await rapport.passTo("2026-12-08T12:00", "America/Chicago");
  await world.settle();
  expect(shown(slack.channel(people.sharedChannel).messages.at(-1))).toContain("November 2026");
  expect(shown(slack.channel(people.ownChannel).messages.at(-1))).toContain("November 2026");

  await world.close();
  await begin(
    {
      partnership: { posts: { joint: "slack:T0AGENCY/C0SHARED", agency: "slack:T0AGENCY/C0ALSO" } },
      prepare: (slack, { member, outsider }) => {
        slack.addChannel({ id: "C0ALSO", team: "T0AGENCY", members: [member, outsider] });
      },
    },
    ["member"],
  );
  await world.rapport.passTo("2026-12-08T12:00", "America/Chicago");
  const posts = await world.rapport.query(
    "select post, state, end_code from messages where post is not null order by state",
  );
  expect(posts).toEqual([
    { post: "slack:T0AGENCY/C0ALSO", state: "failed", end_code: "shared_channel" },
    { post: "slack:T0AGENCY/C0SHARED", state: "sent", end_code: null },
  ]);
  expect(world.slack.channel("C0SHARED").messages.length).toBe(1);
  expect(world.rapport.logger.lines.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("with fifty partnerships of long names and the longest answers, all that is sent keeps Slack's limits", async () => {
  const name = (index: number) => `Partnership ${index} <!channel> `.padEnd(80, "W&<>");
  await begin({
    partnership: Array.from({ length: 50 }, (_, index) => ({ key: `p${index}`, name: name(index) })),
    timers: { wait: async () => {} },
  });
  // One message a second in a conversation.
  await world.rapport.passTo(world.clock.now().add({ minutes: 5 }));
  const { people, driver, slack, rapport } = world;
  const introductions = world.messages(people.member).length;
  expect(introductions).toBe(50);
  await world.tap(people.member, "Partnership 49", "Start");
  await world.tap(people.member, "act:rate:", "Write an answer");
  const long = "&<!channel> <@U0BEN> *_~` ".repeat(200).slice(0, 3000);
  const sent = await driver.submit(people.member, { [firstLabel(people.member)]: long });
  expect(sent.outcome).toBe("cleared");
  await world.settle();
  expect(await rapport.query("select length(text) as n from answers")).toEqual([{ n: long.trim().length }]);
  await driver.openHome(people.member);
  await driver.command(people.member, "/pulse", "status", people.ownChannel);
  await driver.command(people.member, "/pulse", "history", people.ownChannel);
  await driver.command(people.member, "/pulse", "raise", people.ownChannel);
  await world.settle();
  const home = JSON.stringify(slack.home(people.member)?.blocks);
  expect(home).toContain("Partnership 0 ");
  const everything = JSON.stringify([
    world.messages(people.member),
    slack.ephemerals(people.ownChannel, people.member),
  ]);
  expect(everything).not.toMatch(/"type":"mrkdwn","text":"[^"]*<[!@]/);
  for (const { text } of world.messages(people.member)) expect(text).not.toMatch(/<[!@#]/);
});
