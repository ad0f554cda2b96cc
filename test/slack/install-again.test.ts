import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { type AgencyAndVendor, addAgencyAndVendor, agencyTeam } from "./agency-and-vendor.ts";
import { emulatedTeam } from "./emulated-seed.ts";
import { type EmulatedSlack, startEmulatedSlack } from "./emulated-slack.ts";
import { type InstallWorld, keysOf, openInstallWorld } from "./install-world.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import type { Json, Person } from "./slack-model.ts";
import { install } from "./slack-seeds.ts";
import { slackRoster } from "./slack-world.ts";
import { shown } from "./world-steps.ts";

const clock = createTestClock("2026-11-02T12:00", "America/Chicago");
let engine: Engine;
let chromium: Browser;
let world: InstallWorld;
beforeAll(async () => {
  [engine, chromium] = await Promise.all([withEngine("pglite"), openBrowser()]);
});
afterAll(() => Promise.all([chromium?.close(), engine?.close()]));

const heading = (of: Page) => of.getByRole("heading", { level: 1 }).innerText();
const allow = async (link: string) => {
  const page = await world.browser();
  await page.goto(link.trim());
  await page.getByRole("link", { name: "Allow" }).click();
  expect(await heading(page)).toBe("Rapport is connected");
};
/** At most some minutes: what waits for a paused workspace is looked at each minute. */
const later = async (time: object) => {
  await world.rapport.passTo(clock.now().add(time));
  await world.settle();
};

// Each test goes on where the one before has stopped.
describe("when Slack takes the token away", () => {
  let slack: LoopbackSlack;
  let people: AgencyAndVendor;
  let driver: SlackDriver;

  beforeAll(async () => {
    slack = await startLoopbackSlack({ clock });
    slack.decision = "ask";
    people = addAgencyAndVendor(slack);
    world = await openInstallWorld(engine, chromium, {
      clock,
      start: async (url) => {
        people.agency.app.redirectUris = [`${url}/slack/oauth_redirect`];
        return { apiUrl: slack.apiUrl, roster: slackRoster() };
      },
    });
    driver = createSlackDriver({ slack, endpoint: world.url });
    const { app, token } = people.agency;
    const { code, out } = await world.connect({ ...keysOf(app), SLACK_BOT_TOKEN: token ?? "" });
    expect([code, out]).toEqual([0, "Harbour Agency (T0AGENCY) is connected.\n"]);
    await world.settle();
  });
  afterAll(async () => {
    await world?.close();
    await slack?.close();
  });

  const messages = ({ team, user }: Person) => slack.dm(team, user, agencyTeam);
  /** How many check-ins stand in front of somebody. */
  const cards = (person: Person) => messages(person).filter((one) => shown(one).includes("act:rate:")).length;

  test("without a word: what people tap is kept, one alert is raised, and the command line says what to do", async () => {
    for (const token of slack.state.tokens.values()) if (token.kind === "bot") token.state = "revoked";
    const [introduction] = messages(people.member);
    expect((await driver.click(people.member, introduction!, { text: "Start" })).status).toBe(200);
    await world.settle();
    await later({ minutes: 3 });
    expect(cards(people.member)).toBe(0);
    expect(await world.rapport.query("select key from contacts where consented_at is not null")).toEqual([
      { key: "ada" },
    ]);
    expect(world.alerts()).toEqual([
      expect.stringMatching(/^token_revoked: .*Fix: install the app there again/),
    ]);
    const { out } = await world.type("slack", "list");
    expect(out).toMatch(/^Harbour Agency \(T0AGENCY\)\n {2}Paused since .*: token_revoked\. Its messages/);
    expect(out).toContain("To do: ");
    const doctor = await world.type("doctor", "--problems");
    expect(doctor.code).toBe(1);
    expect(doctor.out).toMatch(
      /✗ S01 .*does not take the token \(token_revoked\)(?:.|\n)*Install the app there again/,
    );
  });

  test("the first command again and its link bring the same workspace back; what waited goes out once", async () => {
    const [before] = await world.stored();
    const { out } = await world.connect(keysOf(people.agency.app));
    await allow(out);
    expect(await world.stored()).toContainEqual({
      ...before,
      ...{ state: "active", state_code: null, keys: expect.any(Number) },
    });
    await later({ minutes: 2 });
    expect(cards(people.member)).toBe(1);
    expect(world.alerts()).toHaveLength(1);
  });

  test("with its events: one more alert, and the app that was taken out stays on the list with what to do", async () => {
    await driver.tokensRevoked(agencyTeam);
    const uninstalled = await driver.appUninstalled(agencyTeam);
    expect(uninstalled.status).not.toBe(200);
    clock.set(createTestClock("2026-11-10T10:30", "America/Chicago").now());
    await world.settle();
    await later({ minutes: 2 });
    expect(cards(people.member)).toBe(1);
    expect(world.alerts()).toHaveLength(2);
    expect(world.alerts().at(-1)).toMatch(/^app_uninstalled: .*Fix: install it there again/);
    const { out } = await world.type("slack", "list");
    expect(out).toMatch(
      /^Harbour Agency \(T0AGENCY\)\n {2}The app was taken out in Slack, .*\n.*\n {2}To do: install/,
    );
    const doctor = await world.type("doctor", "--problems");
    expect(doctor.out).toMatch(/✗ S01 Harbour Agency \(T0AGENCY\): the app was taken out there/);
  });

  test("its new bot token is enough; what waited goes out, and Slack's late word about the old one changes nothing", async () => {
    const takenOut = clock.now();
    clock.advance({ hours: 2 });
    const { access_token: token } = install(slack.state, people.agency, people.agency.app.scopes);
    const { code, out } = await world.connect({ SLACK_BOT_TOKEN: String(token) });
    expect([code, out]).toEqual([
      0,
      "Harbour Agency (T0AGENCY) was known. Its keys are changed and it is active.\n",
    ]);
    await world.settle();
    await later({ minutes: 2 });
    expect(cards(people.member)).toBe(2);
    const late = (payload: Json): Json => ({
      ...payload,
      event_time: Math.floor(takenOut.epochMilliseconds / 1000),
      event: { type: "app_uninstalled" },
    });
    expect((await driver.with({ alter: late }).say(people.member, "")).status).toBe(200);
    const active = expect.objectContaining({ tenant: agencyTeam, state: "active" });
    expect(await world.stored()).toContainEqual(active);
    expect(world.alerts()).toHaveLength(2);
  });
});

describe("an installation for a whole organisation", () => {
  let slack: LoopbackSlack;
  const ora = { team: "T0BIG", user: "U0ORA" };
  beforeAll(async () => {
    slack = await startLoopbackSlack({ clock });
    slack.decision = "ask";
    const enterprise = { id: "E0BIG", name: "Big Organisation" };
    const { app } = slack.addWorkspace({ team: "T0BIG", enterprise, orgWide: true, installed: false });
    slack.addUser(ora, { name: "Ora" });
    slack.addChannel({ id: "C0BIG", team: "T0BIG", members: [ora] });
    const routes = [{ slack: { ...ora, via: "E0BIG" } }];
    const roster = aRoster(
      aPartnership({
        contacts: [aRosterContact("ana", { routes }), aRosterContact("vic", { organisation: "Acme" })],
        posts: { joint: "slack:E0BIG/C0BIG" },
      }),
    );
    world = await openInstallWorld(engine, chromium, {
      clock,
      start: async (url) => {
        app.redirectUris = [`${url}/slack/oauth_redirect`];
        return { apiUrl: slack.apiUrl, roster };
      },
    });
  });
  afterAll(async () => {
    await world?.close();
    await slack?.close();
  });

  test("is one workspace known by the organisation; its people are reached, and their taps name no team", async () => {
    const { app } = slack.workspace("T0BIG");
    await allow((await world.connect(keysOf(app))).out);
    expect(await world.stored()).toMatchObject([
      { tenant: "E0BIG", enterprise: "E0BIG", name: "Big Organisation", state: "active" },
    ]);
    await later({ minutes: 1 });
    const driver = createSlackDriver({ slack, endpoint: world.url });
    const [introduction] = slack.dm(ora.team, ora.user);
    const { status, sent } = await driver.click(ora, introduction!, { text: "Start" });
    expect([status, sent.payload.team, sent.payload.is_enterprise_install]).toEqual([200, null, true]);
    await later({ minutes: 1 });
    expect(shown(slack.dm(ora.team, ora.user).at(-1))).toContain("act:rate:");
    const { status: listed } = await driver.command(ora, "/pulse", "status");
    expect(listed).toBe(200);
  });
});

describe("the OAuth that others wrote", () => {
  let slack: EmulatedSlack;
  let ada: Person;
  beforeAll(async () => {
    world = await openInstallWorld(engine, chromium, {
      clock,
      start: async (url) => {
        const redirectUris = [`${url}/slack/oauth_redirect`];
        slack = await startEmulatedSlack({ clock, installed: false, redirectUris });
        ada = slack.people.get("ada")!;
        const contacts = [
          aRosterContact("ana", { routes: [{ slack: ada }] }),
          aRosterContact("vic", { organisation: "Acme" }),
        ];
        return { apiUrl: slack.apiUrl, roster: aRoster(aPartnership({ contacts })) };
      },
    });
  });
  afterAll(async () => {
    await world?.close();
    await slack?.close();
  });

  // It has no "Cancel", asks for a user in place of a workspace, and never ends a token.
  test("leads from its consent page to an introduction, with our scopes and no others", async () => {
    const { out } = await world.connect(keysOf(slack.workspace.app));
    const page = await world.browser();
    await page.goto(out.trim());
    await page.getByText("Authorize Rapport").waitFor();
    await page.getByRole("button", { name: "ada" }).click();
    expect(await heading(page)).toBe("Rapport is connected");
    expect(await world.stored()).toMatchObject([{ tenant: emulatedTeam, name: "Emulated", state: "active" }]);
    await later({ minutes: 1 });
    expect((await slack.dm(ada)).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Permits: a short/),
    ]);
    expect(slack.calls.filter(({ refused }) => refused !== null)).toEqual([]);
  });
});
