import { expect, test } from "vitest";
import { aRosterContact } from "../builders/roster.ts";
import type { SlackRequest } from "../slack/slack-faults.ts";
import type { Person, SlackView } from "../slack/slack-model.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "../slack/slack-world.ts";
import { useStage } from "../slack/use-stage.ts";

/** Ada and Vera, who is of another organisation, by cards in their shared channel; Gus there by a private line. */
let world: SlackWorld;
const stage = useStage(() => world);

const begin = async (prepare: SlackWorldOptions["prepare"] = () => {}) => {
  const by = (team: string, user: string, way: object) => ({
    routes: [{ slack: { team, user, ...way } }],
  });
  const card = { card: "C0SHARED" };
  world = await startSlackWorld(stage.engine, {
    timers: { wait: async () => {} },
    prepare,
    partnership: {
      contacts: [
        aRosterContact("ada", by("T0AGENCY", "U0ADA", card)),
        aRosterContact("gus", by("T0AGENCY", "U0GUS", { prompt: "C0SHARED" })),
        aRosterContact("vera", { organisation: "Acme", ...by("T0VENDOR", "U0VERA", card) }),
      ],
    },
  });
  await world.settle();
};
const text = (what: unknown) => JSON.stringify(what);
const notices = () => world.slack.channel("C0SHARED").messages;
const prompts = () => world.slack.ephemerals("C0SHARED", world.people.guest);
/** Opens one's own by the button of the newest notice, or of the newest private line. */
const open = async (person: Person): Promise<SlackView> => {
  const line = person.user === "U0GUS" ? prompts().at(-1) : notices().at(-1);
  if (line === undefined) throw new Error("There is no line in the channel.");
  const { status } = await world.driver.click(person, line, { text: "Open mine" });
  expect(status).toBe(200);
  await world.settle();
  const view = world.slack.view(person);
  if (view === null) throw new Error("No window has opened.");
  return view;
};
const tapIn = async (person: Person, view: SlackView, words: string) => {
  const { status } = await world.driver.click(person, view, { text: words });
  expect(status).toBe(200);
  await world.settle();
};

test("one line a round for all of a channel; its button opens each one's own, for an outsider as well", async () => {
  await begin();
  const { member, guest, outsider } = world.people;
  // Both of the channel's people are introduced by one line that names neither.
  expect(notices()).toHaveLength(1);
  expect(prompts()).toHaveLength(1);
  for (const line of [...notices(), ...prompts()])
    expect(text([line.text, line.blocks])).not.toMatch(/Name of|U0|ada|vera|gus/);
  for (const person of [member, guest, outsider]) {
    const view = await open(person);
    expect(text(view.blocks)).toContain(`Name of ${person.user.slice(2).toLowerCase()}`);
    await tapIn(person, view, "Start");
    await world.driver.closeModal(person);
  }

  // The first round is open: one more line in the channel, and one more for Gus alone.
  await world.settle();
  expect(notices()).toHaveLength(2);
  expect(prompts().length).toBeGreaterThanOrEqual(2);
  for (const person of [member, outsider, guest]) {
    const view = await open(person);
    const row = view.blocks.find((block) => text(block).includes("act:rate:"));
    const [, , , agree] = (row?.elements ?? []) as { action_id: string }[];
    const { status } = await world.driver.click(person, view, { actionId: agree?.action_id ?? "" });
    expect(status).toBe(200);
    await world.settle();
  }
  const answers =
    "select c.key, a.rating from answers a join invitations i on i.id = a.invitation_id join contacts c on c.id = i.contact_id order by 1";
  expect(await world.rapport.query(answers)).toEqual([
    { key: "ada", rating: 4 },
    { key: "gus", rating: 4 },
    { key: "vera", rating: 4 },
  ]);
  expect(notices()).toHaveLength(2);
  expect(text(notices().map(({ blocks }) => blocks))).not.toMatch(/✓|Name of/);

  const before = notices().length;
  await world.rapport.passTo("2026-11-10T18:00", "America/Chicago");
  await world.settle();
  expect(notices()).toHaveLength(before + 1);
  const places =
    "select m.purpose, count(distinct m.platform_message_id)::int as lines, count(*)::int as n from messages m join contacts c on c.id = m.contact_id where c.key in ('ada', 'vera') and m.state = 'sent' group by 1 order by 1";
  expect(await world.rapport.query(places)).toEqual([
    { purpose: "check-in", lines: 2, n: 4 },
    { purpose: "introduction", lines: 1, n: 2 },
  ]);
});

test.each([
  ["may read channels", 1, ["channels:history"]],
  ["may not, as usual", 2, []],
] as const)(
  "the answer to a channel's first line is lost, and the app %s: it stands there no more often than %i",
  async (_, lines, scopes) => {
    await begin((slack) => {
      for (const token of slack.state.tokens.values()) token.scopes = [...token.scopes, ...scopes];
      const inChannel = ({ args }: SlackRequest) => args.channel === "C0SHARED";
      slack.on({ method: "chat.postMessage", nth: 1, while: inChannel }, { kind: "drop", accept: "yes" });
    });
    await world.rapport.passTo(world.clock.now().add({ minutes: 15 }));
    expect(notices()).toHaveLength(lines);
    expect(await world.rapport.query("select distinct state from messages")).toEqual([{ state: "sent" }]);
    await world.rapport.passTo(world.clock.now().add({ hours: 24 }));
    expect(notices()).toHaveLength(lines);
  },
);

test("the answer to a private line is lost: it is shown again, because no history could tell", async () => {
  await begin((slack) => {
    slack.on({ method: "chat.postEphemeral", nth: 1 }, { kind: "drop", accept: "yes" });
  });
  await world.rapport.passTo(world.clock.now().add({ minutes: 15 }));
  expect(prompts()).toHaveLength(2);
  expect(await world.rapport.query("select distinct state from messages")).toEqual([{ state: "sent" }]);
});
