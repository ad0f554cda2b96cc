import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../adapters/web/open-browser.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { faultsOf, picture } from "../journey/visit.ts";
import { type AgencyAndVendor, addAgencyAndVendor, agencyTeam } from "./agency-and-vendor.ts";
import { type InstallWorld, keysOf, openInstallWorld } from "./install-world.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import type { Json, Person } from "./slack-model.ts";
import { slackRoster } from "./slack-world.ts";

// An operator's path from the manifest to a workspace that is well: each test goes on where the one before has stopped.
const clock = createTestClock("2026-11-02T12:00", "America/Chicago");
let engine: Engine;
let chromium: Browser;
let slack: LoopbackSlack;
let people: AgencyAndVendor;
let world: InstallWorld;
let driver: SlackDriver;
let link = "";
let page: Page;

beforeAll(async () => {
  [engine, chromium] = await Promise.all([withEngine("pglite"), openBrowser()]);
  slack = await startLoopbackSlack({ clock });
  slack.decision = "ask";
  people = addAgencyAndVendor(slack, { installed: false });
  world = await openInstallWorld(engine, chromium, {
    clock,
    start: async () => ({ apiUrl: slack.apiUrl, roster: slackRoster() }),
  });
  await world.settle();
});
afterAll(async () => {
  await world?.close();
  await Promise.all([chromium?.close(), slack?.close(), engine?.close()]);
});

const app = () => people.agency.app;
const heading = (of: Page = page) => of.getByRole("heading", { level: 1 }).innerText();
const press = (of: Page, words: "Allow" | "Cancel") => of.getByRole("link", { name: words }).click();
/** Both sizes, to look at, and nothing that keeps people out. */
const look = async (name: string) => {
  expect(await faultsOf(page)).toEqual([]);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 780 });
    await picture(page, `slack-install-${name}-${width}`);
  }
};
const messages = ({ team, user }: Person) => slack.dm(team, user, agencyTeam);
const later = async (time: object) => {
  await world.rapport.passTo(clock.now().add(time));
  await world.settle();
};

test("the manifest names our addresses and our scopes, and Slack's app is made from it", async () => {
  const { code, out } = await world.type("slack", "manifest", "--url", world.url);
  expect(code).toBe(0);
  const { settings, features, oauth_config: oauth } = JSON.parse(out);
  const paths = {
    events: new URL(settings.event_subscriptions.request_url),
    interactions: new URL(settings.interactivity.request_url),
    commands: new URL(features.slash_commands[0].url),
  };
  for (const { origin } of Object.values(paths)) expect(origin).toBe(world.url);
  app().redirectUris = oauth.redirect_urls;
  app().scopes = oauth.scopes.bot;
  driver = createSlackDriver({
    slack,
    endpoint: world.url,
    paths: Object.fromEntries(Object.entries(paths).map(([room, { pathname }]) => [room, pathname])),
  });
  // Slack asks before anybody could have entered a key: it is asked again with Retry.
  expect((await driver.verifyUrl(agencyTeam, "early")).body).not.toContain("early");
});

test("slack connect prints a link and nothing else; then Slack's question is answered, and nobody is written to", async () => {
  const { code, out, err } = await world.connect(keysOf(app()));
  expect([code, out.trim().split("\n").length]).toEqual([0, 1]);
  link = out.trim();
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/slack\/install\/[\w.-]+$/);
  expect(err).toContain("Open this link once");
  expect(await world.stored()).toMatchObject([{ state: "waiting", tenant: null }]);
  expect(await driver.verifyUrl(agencyTeam, "c2")).toMatchObject({ status: 200, body: "c2" });
  const forged = driver.with({ secret: "0".repeat(32) });
  expect((await forged.verifyUrl(agencyTeam, "c3")).status).toBe(401);
  await later({ minutes: 5 });
  expect(slack.calls).toEqual([]);
});

test("who says no on Slack's page is told that nothing happened, and nothing has", async () => {
  const before = await world.stored();
  page = await world.browser();
  await page.goto(link);
  expect(new URL(page.url()).origin).toBe(slack.url);
  expect(await heading()).toContain("Harbour Agency");
  await press(page, "Cancel");
  expect(await heading()).toBe("Rapport was not installed");
  await look("denied");
  expect(await world.stored()).toEqual(before);
});

test("a state that is changed, that belongs to another browser or that is too old ends on a page that says so", async () => {
  const before = await world.stored();
  const [first, second] = [await world.browser(), await world.browser()];
  await first.goto(link);
  const asked = new URL(first.url()).searchParams;
  const back = `${asked.get("redirect_uri")}?code=1&state=${asked.get("state")}`;
  await second.goto(back);
  expect(await heading(second)).toBe("Please start again");
  await second.goto(`${back}x`);
  expect(await heading(second)).toBe("This page is too old");
  await later({ minutes: 11 });
  await press(first, "Allow");
  expect(await heading(first)).toBe("This page is too old");
  expect(await world.stored()).toEqual(before);
  expect(slack.calls).toEqual([]);
});

test("who says yes sees that it is done; looked at again, the page and the link say that they were used", async () => {
  await page.goto(link);
  await press(page, "Allow");
  expect(await heading()).toBe("Rapport is connected");
  expect(await page.getByRole("main").innerText()).toContain("people in Harbour Agency.");
  await look("done");
  await page.reload();
  expect(await heading()).toBe("This link has been used");
  expect(await page.getByRole("main").innerText()).toContain("all is well");
  await page.goto(link);
  expect(await heading()).toBe("This link has been used");
  expect(await world.stored()).toMatchObject([
    { state: "active", tenant: agencyTeam, name: "Harbour Agency" },
  ]);
  expect(slack.calls.filter(({ method }) => method === "oauth.v2.access")).toHaveLength(1);
});

test("within the hour all on the roster are asked whether they take part, without a restart", async () => {
  await later({ hours: 1, minutes: 1 });
  for (const person of [people.member, people.secondMember, people.guest, people.outsider])
    expect(messages(person).map(({ text }) => text)).toEqual([expect.stringMatching(/^Permits: a short/)]);
});

test("doctor finds nothing wrong with Slack", async () => {
  const { out } = await world.type("doctor", "--json");
  const findings = JSON.parse(out) as { code: string; state: string }[];
  const states = (code: string) => findings.filter((one) => one.code === code).map(({ state }) => state);
  expect(["S01", "S02", "S03", "S05"].map(states)).toEqual([["good"], ["good"], ["good"], ["good"]]);
  // Direct messages by the teams of their people, and both posts.
  expect(["S04", "S06"].map(states)).toEqual([
    ["good", "good"],
    ["good", "good"],
  ]);
});

test("all that the manifest subscribes to is served", async () => {
  const { out } = await world.type("slack", "manifest", "--url", world.url);
  const { settings, features } = JSON.parse(out);
  const mention = (payload: Json) => ({
    ...payload,
    event: { ...(payload.event as Json), type: "app_mention", channel: "C0OWN", channel_type: undefined },
  });
  slack.addChannel({ id: "C0MOVED", team: agencyTeam, members: [people.member] });
  const events: Readonly<Record<string, () => Promise<{ readonly status: number }>>> = {
    app_home_opened: () => driver.openHome(people.member),
    app_mention: () => driver.with({ alter: mention }).say(people.member, "help"),
    channel_id_changed: () => driver.channelIdChanged("C0MOVED", "C0MOVED2"),
    channel_shared: () => driver.channelShared("C0MOVED2", "T0VENDOR"),
    channel_unshared: () => driver.channelUnshared("C0MOVED2", "T0VENDOR"),
    "message.im": () => driver.say(people.member, "help"),
  };
  const others = ["app_uninstalled", "tokens_revoked"];
  expect([...Object.keys(events), ...others].sort()).toEqual(settings.event_subscriptions.bot_events);
  for (const send of Object.values(events)) expect((await send()).status).toBe(200);
  const [{ command }] = features.slash_commands;
  expect((await driver.command(people.member, command, "help")).status).toBe(200);
  const [message] = messages(people.member);
  for (const { callback_id: id } of features.shortcuts)
    expect((await driver.shortcut(people.member, id, message!)).status).toBe(200);
  await world.settle();
});

test("a link is good for a day; after that its page says who has a new one, and nothing is stored", async () => {
  const other = slack.addWorkspace({ team: "T0OTHER", name: "Other", installed: false });
  const { out } = await world.connect(keysOf(other.app));
  const before = await world.stored();
  clock.advance({ hours: 25 });
  await page.goto(out.trim());
  expect(await heading()).toBe("This link is too old");
  expect(await page.getByRole("main").innerText()).toContain('"slack connect"');
  await look("expired");
  expect(await world.stored()).toEqual(before);
});
