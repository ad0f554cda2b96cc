import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Json } from "../../../slack/slack-model.ts";
import { type InboundWorld, openInboundWorld } from "./inbound-world.ts";
import { buttonsCard, card } from "./scripted-inbound.ts";

let world: InboundWorld;
beforeEach(async () => {
  world = await openInboundWorld();
});
afterEach(() => world.close());

const form = { fields: [], submit: { label: "Send", action: { name: "send", args: {} } } };
const accounts = () => world.inbound.interactions.map(({ account }) => account.id);
const conversations = () => world.inbound.interactions.map(({ conversation }) => conversation);

describe("what an outsider does", () => {
  test("comes to the installing team, in the outsider's own name", async () => {
    const { outsider, driver } = { ...world.people, driver: world.driver };
    const message = await world.post(outsider.user, buttonsCard("Check-in", "open"));
    world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
    expect((await driver.click(outsider, message, { text: "open" })).status).toBe(200);
    await world.settle();

    world.inbound.answer = () => ({ outcome: "done" });
    expect(await driver.submit(outsider)).toMatchObject({ status: 200, outcome: "cleared" });
    expect((await driver.say(outsider, "status")).status).toBe(200);
    await world.settle();
    expect(accounts()).toEqual(["T0VENDOR/U0VERA", "T0VENDOR/U0VERA"]);
    expect(conversations()).toEqual([`T0AGENCY/${message.channel}`, "T0AGENCY/view"]);
    expect(world.inbound.commands[0]).toMatchObject({
      account: { platform: "slack", id: "T0VENDOR/U0VERA" },
      conversation: `T0AGENCY/${message.channel}`,
      text: "status",
    });
  });

  test("is known again when their Home tells no team", async () => {
    const { outsider } = world.people;
    const withoutTeam = (payload: Json) => ({ ...payload, team_id: "T0AGENCY" });
    await world.driver.say(outsider, "help");
    await world.settle();
    expect(world.notes.get("installation-T0AGENCY user:U0VERA")).toBe("T0VENDOR");
    await world.driver.with({ alter: withoutTeam }).openHome(outsider);
    await world.settle();
    const account = { platform: "slack", id: "T0VENDOR/U0VERA", through: "T0AGENCY" };
    expect(world.inbound.homes).toEqual([account]);
    expect(world.inbound.commands).toMatchObject([{ account }]);
    expect(world.slack.home(outsider, "T0AGENCY")).not.toBeNull();
  });
});

describe("a payload", () => {
  test("of another team than the signer's is refused, and only ids are logged", async () => {
    world.slack.addWorkspace({ team: "T0OTHER" });
    world.slack.addUser({ team: "T0OTHER", user: "U0OLE" });
    world.connect("T0OTHER");
    const { member, agency } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    const forged = world.driver.with({ signedBy: "T0OTHER" });
    const deliveries = [
      await forged.click(member, message, { text: "open" }),
      await forged.say(member, "status"),
      await forged.command(member, "/pulse", "status"),
      await world.driver.with({ signedBy: agency.team }).say({ team: "T0OTHER", user: "U0OLE" }, "status"),
    ];
    expect(deliveries.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect([...world.inbound.interactions, ...world.inbound.commands]).toEqual([]);
    expect(world.logger.lines.filter(({ fields }) => fields.code === "slack.foreign-team")).toHaveLength(4);
    expect(JSON.stringify(world.logger.lines)).not.toMatch(/status|Check-in/);
  });

  test("cannot choose another workspace by its fields: a view that names another one is not ours", async () => {
    world.slack.addWorkspace({ team: "T0OTHER" });
    world.connect("T0OTHER");
    const { member } = world.people;
    const message = await world.post(member.user, buttonsCard("Check-in", "open"));
    world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
    await world.driver.click(member, message, { text: "open" });
    await world.settle();
    const alter = (payload: Json) => ({
      ...payload,
      view: { ...(payload.view as Json), app_installed_team_id: "T0OTHER" },
    });
    expect((await world.driver.with({ alter }).submit(member)).status).toBe(403);
  });

  test("goes to the right one of several workspaces that share one app", async () => {
    const { app } = world.people.agency;
    world.slack.addWorkspace({ team: "T0SECOND", app });
    const person = { team: "T0SECOND", user: "U0SAM" };
    world.slack.addUser(person);
    world.connect("T0SECOND");
    await world.driver.say(person, "status");
    await world.driver.say(world.people.member, "status");
    await world.driver.appUninstalled("T0SECOND");
    await world.settle();
    expect(world.inbound.commands.map(({ account }) => account.id)).toEqual([
      "T0SECOND/U0SAM",
      "T0AGENCY/U0ADA",
    ]);
    expect(world.removed).toEqual(["installation-T0SECOND"]);
  });

  test("of an org-wide installation names no team and is taken all the same", async () => {
    const enterprise = { id: "E0STATE", name: "The State" };
    world.slack.addWorkspace({ team: "T0ORG", enterprise, orgWide: true });
    const person = { team: "T0ORG", user: "U0ORA" };
    world.slack.addUser(person);
    world.connect("T0ORG");
    const { driver } = world;
    world.inbound.answer = () => ({ outcome: "done", dialog: { title: "A form", nodes: [], form } });
    await driver.openHome(person);
    expect((await driver.command(person, "/pulse", "raise")).status).toBe(200);
    await world.settle();
    world.inbound.answer = () => ({ outcome: "done", say: card("Thank you") });
    expect(await driver.submit(person)).toMatchObject({ status: 200, outcome: "updated" });
    expect((await driver.say(person, "status")).status).toBe(200);
    await world.settle();
    expect(accounts()).toEqual(["T0ORG/U0ORA"]);
    expect(conversations()).toEqual(["E0STATE/view"]);
    expect(world.inbound.commands.map(({ account }) => account.id)).toEqual(["T0ORG/U0ORA", "T0ORG/U0ORA"]);
    expect(world.inbound.commands[1]?.conversation).toMatch(/^E0STATE\/D/);
  });

  test("is taken while the installation is paused, and not once it is removed", async () => {
    const { team } = world.people.agency;
    world.connect(team, { state: "paused", stateCode: "token_revoked" });
    expect((await world.driver.say(world.people.member, "help")).status).toBe(200);
    world.connect(team, { state: "removed" });
    expect((await world.driver.say(world.people.member, "help")).status).toBe(403);
    expect(world.inbound.commands).toHaveLength(1);
  });
});

describe("an account", () => {
  const other = { team: "T0OTHER", user: "U0OLE" };
  beforeEach(() => {
    world.slack.addWorkspace({ team: other.team });
    world.slack.addUser(other);
    world.slack.addChannel({ id: "C0BOTH", team: "T0AGENCY", members: [other] });
  });

  test("comes with the workspace through which it spoke: the core knows whom that one may speak for", async () => {
    const message = await world.post("C0BOTH", buttonsCard("Notice", "open"));
    await world.driver.click(other, message, { text: "open" });
    world.connect(other.team);
    await world.driver.say(other, "status");
    await world.driver.openHome(other);
    await world.settle();
    const id = "T0OTHER/U0OLE";
    expect(world.inbound.interactions.map(({ account }) => account)).toEqual([
      { platform: "slack", id, through: "T0AGENCY" },
    ]);
    const own = { platform: "slack", id, through: "T0OTHER" };
    expect(world.inbound.commands.map(({ account }) => account)).toEqual([own]);
    expect(world.inbound.homes).toEqual([own]);
  });
});
