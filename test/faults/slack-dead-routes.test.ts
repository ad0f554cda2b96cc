import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { SmtpServer } from "../adapters/mail/smtp-server.ts";
import type { RosterContact } from "../builders/roster.ts";
import { allText, by } from "../builders/roster-world.ts";
import { typed } from "../command-line/run-command.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { agencyTeam } from "../slack/agency-and-vendor.ts";
import type { LoopbackSlack } from "../slack/loopback-slack.ts";
import { type Person, personKey } from "../slack/slack-model.ts";
import { type CrowdWorld, keyOf, startCrowd } from "./slack-crowd.ts";

/** Ten of a hundred cannot be reached by their first route, each for another reason. */
interface Dead {
  readonly reason: string;
  readonly state: "blocked" | "gone";
  /** The plain words that follow. */
  readonly said: string;
  /** Their first route, where it is not the direct message. */
  readonly way?: object;
  /** Their second route; none leaves them unreached. */
  readonly other?: "email" | "prompt" | "card" | "direct";
  readonly kill?: (slack: LoopbackSlack, person: Person) => void;
}
const refuse =
  (error: string, ...methods: string[]) =>
  (slack: LoopbackSlack, { user }: Person) => {
    for (const method of methods) {
      const isTheirs = ({ args }: { args: Readonly<Record<string, unknown>> }) =>
        args.channel === user || args.users === user;
      slack.on({ method, while: isTheirs }, { kind: "error", error });
    }
  };
const change = (what: object) => (slack: LoopbackSlack, person: Person) => void slack.addUser(person, what);
const dead: readonly Dead[] = [
  {
    ...{ reason: "user_not_found", state: "gone", other: "email" },
    said: "There is no such account or mailbox there",
    kill: (slack, person) => void slack.state.users.delete(personKey(person)),
  },
  {
    ...{ reason: "user_disabled", state: "gone", other: "email", kill: change({ deleted: true }) },
    said: "The account is switched off",
  },
  {
    ...{ reason: "cannot_dm_bot", state: "blocked", kill: change({ isBot: true }) },
    said: "The person does not take messages from Rapport there",
  },
  {
    ...{ reason: "channel_not_found", state: "blocked", other: "card" },
    said: "Rapport shares no conversation with this person there",
    kill: refuse("channel_not_found", "chat.postMessage", "conversations.open"),
  },
  {
    ...{ reason: "messages_tab_disabled", state: "blocked", other: "email" },
    said: "Direct messages to the app are switched off",
    kill: refuse("messages_tab_disabled", "chat.postMessage"),
  },
  {
    ...{ reason: "user_not_visible", state: "blocked", kill: change({ hidden: true }) },
    said: "Rapport shares no conversation with this person there",
  },
  {
    ...{ reason: "is_archived", state: "blocked", way: { card: "C0OLD" }, other: "direct" },
    said: "The channel is archived",
  },
  {
    ...{ reason: "restricted_action", state: "blocked", other: "prompt" },
    said: "The other side's rules do not let us write there",
    kill: refuse("restricted_action", "chat.postMessage"),
  },
  {
    ...{ reason: "not_in_channel", state: "blocked", way: { prompt: "C0ALONE" }, other: "email" },
    said: "Rapport shares no conversation with this person there",
  },
  {
    ...{ reason: "user_not_in_channel", state: "blocked", way: { prompt: "C0ROOM" }, other: "card" },
    said: "Rapport shares no conversation with this person there",
  },
];
const isDead = (index: number) => index % 10 === 5;
const deadAt = (index: number) => dead[Math.floor(index / 10)] as Dead;

let engine: Engine;
let world: CrowdWorld;
const smtp = new SmtpServer();
let smtpUrl = "";
beforeAll(async () => {
  engine = await withEngine("pglite");
  smtpUrl = await smtp.open();
});
afterEach(() => world.close());
afterAll(async () => {
  await smtp.close();
  await engine.close();
});

const contact = (usual: RosterContact, { team, user }: Person, index: number): RosterContact => {
  if (!isDead(index) || usual.organisation !== "City") return usual;
  const { way = {}, other } = deadAt(index);
  const ways = {
    email: { email: `${user.toLowerCase()}@city.example` },
    prompt: { slack: { team, user, prompt: "C0ROOM" } },
    card: { slack: { team, user, card: "C0ROOM" } },
    direct: { slack: { team, user } },
  };
  return { ...usual, routes: [{ slack: { team, user, ...way } }, ...(other ? [ways[other]] : [])] };
};

test("ten dead of a hundred: nobody else notices, each goes their next way, and everywhere it says why", async () => {
  world = await startCrowd(engine, {
    ...{ agency: 100, vendor: 1, contact },
    settings: { mail: { url: smtpUrl, from: "rapport@rapport.example" } },
    prepare: (slack) => {
      const person = (index: number) => ({
        team: agencyTeam,
        user: `UA${String(index + 1).padStart(4, "0")}`,
      });
      slack.addChannel({ id: "C0OLD", team: agencyTeam, members: [] }).archived = true;
      slack.addChannel({ id: "C0ALONE", team: agencyTeam, members: [person(85)], withBot: false });
      slack.addChannel({ id: "C0ROOM", team: agencyTeam, members: [person(35), person(75)] });
      for (const [turn, { kill }] of dead.entries()) kill?.(slack, person(turn * 10 + 5));
    },
  });
  const { rapport, slack, crowd } = world;
  await rapport.query("update contacts set introduced_at = joined_at, consented_at = joined_at");
  await world.settle();
  await world.passMinutes(120);

  const others = crowd.agency.filter((_, index) => !isDead(index));
  expect(world.received(others)).toEqual({ 1: 90 });
  expect(
    await rapport.query("select state, count(*)::int as n from invitations group by 1 order by 1"),
  ).toEqual([
    { state: "sent", n: 99 },
    { state: "undeliverable", n: 2 },
  ]);
  const at = (reason: string) =>
    crowd.agency[dead.findIndex((one) => one.reason === reason) * 10 + 5] as Person;
  expect(slack.ephemerals("C0ROOM", at("restricted_action"))).toHaveLength(1);
  // The two cards of the round in one channel are one line.
  expect(slack.channel("C0ROOM").messages).toHaveLength(1);
  expect(world.standing(at("is_archived"))).toHaveLength(1);
  const mailed = dead.filter(({ other }) => other === "email").map(({ reason }) => keyOf(at(reason)));
  expect(smtp.received.map(({ to }) => to.join()).toSorted()).toEqual(
    mailed.map((key) => `RCPT TO:<${key}@city.example>`).toSorted(),
  );
  for (const { user } of dead.map(({ reason }) => at(reason)).slice(0, 6))
    expect(slack.calls.filter(({ args }) => args.channel === user)).toHaveLength(1);

  const routes = await rapport.query(
    `select c.key, r.state, r.last_error from routes r join contacts c on c.id = r.contact_id
     where r.state in ('blocked', 'gone') order by 1`,
  );
  const expected = dead.map(({ reason, state }) => ({ key: keyOf(at(reason)), state, last_error: reason }));
  expect(routes).toEqual(expected);
  expect(rapport.logger.lines.filter(({ level }) => level === "error")).toEqual([]);

  const steward = rapport.contactIds[keyOf(crowd.agency[0] as Person)] ?? "";
  const page = allText(await rapport.host.page("/people", {}, by(steward)));
  const look = async () => ({ ...(await rapport.context.database.look()), now: world.clock.now() });
  const context = { ...rapport.context, database: { look } };
  const { code, out } = await typed(["doctor", "--problems"], { context });
  expect(code).toBe(1);
  expect(out).toContain("101 people: 2 cannot be reached, 8 by some ways only, 91 by all.");
  for (const { reason, said, other } of dead) {
    expect(page).toContain(`${said} (${reason})`);
    const line = out.split("\n").find((one) => one.includes(` permits/${keyOf(at(reason))} `));
    expect(line).toMatch(
      other === undefined ? /^✗ R02 .* cannot be reached\./ : /^! R03 .* can be reached, but/,
    );
    expect(line).toContain(reason);
  }
  expect(out).not.toContain("Name of");
});

test("everybody blocked at their first message: what is put right is found out, and all are introduced", async () => {
  world = await startCrowd(engine, { agency: 3, vendor: 1 });
  const { slack, crowd, rapport } = world;
  const agency = slack.workspace(agencyTeam);
  agency.messagesTab = false;
  await world.settle();
  expect(world.received(crowd.agency)).toEqual({ 0: 3 });
  agency.messagesTab = true;
  await rapport.passTo(world.clock.now().add({ hours: 9 * 24 }));
  expect(world.received(crowd.agency)).toEqual({ 1: 3 });
});
