import { expect, test } from "vitest";
import { useStage } from "../slack/use-stage.ts";
import type { Person } from "./slack-model.ts";
import { type SlackWorld, type SlackWorldOptions, slackRoster, startSlackWorld } from "./slack-world.ts";

let world: SlackWorld;
const stage = useStage(() => world);

const begin = async (options: SlackWorldOptions = {}) => {
  world = await startSlackWorld(stage.engine, options);
  await world.settle();
  for (const person of [world.people.member, world.people.outsider])
    await world.tap(person, "Nobody on either side sees your taps", "Start");
  return world;
};
const firstRating = (person: Person) => {
  const card = world.message(person, "act:rate:");
  const row = card.blocks.find((block) => JSON.stringify(block).includes("act:rate:"));
  const [button] = (row?.elements ?? []) as { action_id: string }[];
  return { card, which: { actionId: button?.action_id ?? "" } };
};
const rows = () => world.rapport.query("select rating, version from answers where rating is not null");
const field = (person: Person) => {
  const input = world.slack.view(person)?.blocks.find(({ type }) => type === "input");
  return (input?.label as { text: string } | undefined)?.text ?? "";
};
/** The database is gone for as long as `meanwhile` takes. */
const withoutDatabase = async (meanwhile: () => Promise<void>) => {
  await world.rapport.query("alter table contacts rename to contacts_elsewhere");
  await meanwhile().finally(() => world.rapport.query("alter table contacts_elsewhere rename to contacts"));
};

test("the same click three times at once, replayed and again after ten minutes is one answer", async () => {
  const { people, driver, clock } = await begin();
  const { card, which } = firstRating(people.member);
  const first = await driver.click(people.member, card, which);
  const again = await Promise.all([1, 2, 3].map(() => driver.replay(first)));
  expect([first, ...again].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  clock.set(clock.now().add({ minutes: 1 }));
  expect((await driver.replay(first)).status).toBe(200);
  clock.set(clock.now().add({ minutes: 10 }));
  expect((await driver.replay(first)).status).toBe(401);
  await world.settle();
  expect(await rows()).toEqual([{ rating: 1, version: 1 }]);
});

test("a message that Slack delivers three times is answered once", async () => {
  const { people, driver } = await begin();
  const before = world.messages(people.outsider).length;
  const first = await driver.say(people.outsider, "help");
  const again = await Promise.all(
    [1, 2].map((number) => driver.retry(first, { number, reason: "http_timeout" })),
  );
  expect(again.map(({ status }) => status)).toEqual([200, 200]);
  await world.settle();
  // What the person wrote, and one answer.
  expect(world.messages(people.outsider).length).toBe(before + 2);
});

test("while the database is down an event is refused, and kept once when Slack brings it again", async () => {
  const { people, driver, rapport } = await begin();
  let lost: Awaited<ReturnType<typeof driver.say>> | undefined;
  await withoutDatabase(async () => {
    lost = await driver.say(people.member, "away until 2026-11-20");
    expect(lost.status).toBe(503);
    await rapport.chat.settled(5000);
  });
  if (lost === undefined) throw new Error("Nothing was sent.");
  expect((await driver.retry(lost)).status).toBe(200);
  expect((await driver.retry(lost, { number: 2, reason: "http_error" })).status).toBe(200);
  await world.settle();
  const said = world
    .messages(people.member)
    .filter(({ blocks }) => JSON.stringify(blocks).includes("20 Nov 2026"));
  expect(said.length).toBe(1);
  expect(await rapport.query("select away_until_on::text as until from contacts where key = 'ada'")).toEqual([
    { until: "2026-11-20" },
  ]);
});

test("while the database is down a form stays with its text and says so, and a tap says so", async () => {
  const { people, driver, slack, rapport } = await begin();
  await world.tap(people.member, "act:rate:", "Write an answer");
  const label = field(people.member);
  await rapport.query("alter table invitations rename to invitations_elsewhere");
  const refused = await driver.submit(people.member, { [label]: "Typed with care" });
  expect([refused.status, refused.outcome]).toEqual([200, "errors"]);
  expect(Object.values(refused.errors).join()).toContain("not saved");
  const { card, which } = firstRating(people.member);
  expect((await driver.click(people.member, card, which)).status).toBe(200);
  await rapport.chat.settled(5000);
  const told = slack.ephemerals(card.channel, people.member);
  expect(JSON.stringify(told)).toContain("not saved");
  await rapport.query("alter table invitations_elsewhere rename to invitations");
  expect((await driver.submit(people.member, { [label]: "Typed with care" })).outcome).toBe("cleared");
  expect(await rapport.query("select text from answers")).toEqual([{ text: "Typed with care" }]);
});

test("a workspace's own app speaks for itself alone: others' secrets, teams and people are refused", async () => {
  const { people, driver, slack, rapport } = await begin({
    prepare: (slack) => {
      slack.addWorkspace({ team: "T0OTHER", name: "Other City" });
      slack.addUser({ team: "T0OTHER", user: "U0OLA" });
    },
  });
  const other = slack.workspace("T0OTHER");
  const connected = await rapport.context.slack?.connect(
    { botToken: other.token ?? "", signingSecret: other.app.signingSecret },
    null,
  );
  expect(connected?.kind).toBe("connected");
  world.clock.set(world.clock.now().add({ seconds: 10 }));
  const { card, which } = firstRating(people.member);
  const signedByOther = await driver.with({ signedBy: "T0OTHER" }).click(people.member, card, which);
  expect([401, 403]).toContain(signedByOther.status);
  // The other organisation's app, correctly signed, claims that a person of the agency has tapped.
  const forged = await driver
    .with({
      signedBy: "T0OTHER",
      alter: (payload) => ({
        ...payload,
        team: { id: "T0OTHER", domain: "other" },
        api_app_id: other.app.id,
      }),
    })
    .click(people.member, card, which);
  expect(forged.status).toBe(200);
  const outsider = firstRating(people.outsider);
  await driver
    .with({
      signedBy: "T0OTHER",
      alter: (payload) => ({
        ...payload,
        team: { id: "T0OTHER", domain: "other" },
        api_app_id: other.app.id,
      }),
    })
    .click(people.outsider, outsider.card, outsider.which);
  await world.settle();
  expect(await rows()).toEqual([]);
});

test("an outsider's window belongs to the workspace that opened it, also with two agencies", async () => {
  const other = { team: "T0OTHER", user: "U0OLA" };
  world = await startSlackWorld(stage.engine, {
    prepare: (slack, { outsider }) => {
      slack.addWorkspace({ team: "T0OTHER", name: "Other City" });
      slack.addUser(other);
      slack.addChannel({ id: "C0OTHER", team: "T0OTHER", members: [other, outsider] });
    },
  });
  const { people, driver, slack, rapport } = world;
  const second = slack.workspace("T0OTHER");
  await rapport.context.slack?.connect(
    { botToken: second.token ?? "", signingSecret: second.app.signingSecret },
    null,
  );
  world.clock.set(world.clock.now().add({ seconds: 10 }));
  await world.settle();
  await world.tap(people.outsider, "Nobody on either side sees your taps", "Start");
  await world.tap(people.outsider, "act:rate:", "Write an answer");
  const view = slack.view(people.outsider);
  expect(view?.workspace.team).toBe("T0AGENCY");
  const sent = await driver.submit(people.outsider, { [field(people.outsider)]: "From the vendor" });
  expect([sent.status, sent.outcome]).toEqual([200, "cleared"]);
  await world.settle();
  expect(await rapport.query("select text from answers")).toEqual([{ text: "From the vendor" }]);
  const texts = slack.calls
    .filter(({ method }) => method === "chat.postMessage")
    .map(({ workspace }) => workspace);
  expect(new Set(texts)).toEqual(new Set(["T0AGENCY"]));
});

test("what is bent in a payload on the way changes nothing and shows nobody anything", async () => {
  const { people, driver, rapport } = await begin();
  const before = await rapport.query("select count(*)::int as n from answers");
  const { card, which } = firstRating(people.member);
  const bent: ((payload: Record<string, unknown>) => Record<string, unknown>)[] = [
    (payload) => ({ ...payload, user: { ...(payload.user as object), id: "U0STAN", team_id: "T0VENDOR" } }),
    (payload) => ({ ...payload, team: { id: "T0NOBODY", domain: "x" } }),
    (payload) => ({ ...payload, actions: [] }),
    (payload) => ({ ...payload, actions: [{ ...first(payload), value: '{"n":"__proto__","a":{}}' }] }),
    (payload) => ({ ...payload, actions: [{ ...first(payload), value: "x".repeat(100_000) }] }),
    (payload) => ({ ...payload, response_url: "https://evil.example/steal" }),
  ];
  for (const alter of bent) {
    const { status } = await driver.with({ alter }).click(people.member, card, which);
    expect([200, 400, 403]).toContain(status);
  }
  await world.settle();
  const after = await rapport.query("select count(*)::int as n from answers");
  // The last one is a real tap whose answer is shown nowhere else than in Slack.
  expect([before, after]).toEqual([[{ n: 0 }], [{ n: 1 }]]);
});

test("a person of the vendor who is on nobody's roster gets a way in and no data", async () => {
  const { people, driver, slack } = await begin({
    prepare: (slack, { stranger, member }) => {
      slack.addChannel({ id: "C0MORE", team: "T0AGENCY", members: [member, stranger] });
    },
  });
  expect((await driver.say(people.stranger, "status")).status).toBe(200);
  await world.settle();
  const answer = world.messages(people.stranger).at(-1);
  expect(JSON.stringify(answer?.blocks)).not.toContain("Permits");
  expect(JSON.stringify(answer?.blocks)).toContain("link");
  expect(slack.blockFaults).toEqual([]);
  expect(slackRoster()).not.toContain("U0STAN");
});

function first(payload: Record<string, unknown>): object {
  const [action] = payload.actions as object[];
  return action ?? {};
}
