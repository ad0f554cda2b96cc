import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSlackOAuth, type SlackOAuth } from "../../../adapters/slack/oauth/slack-oauth.ts";
import { botScopes } from "../../../adapters/slack/scopes.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import { readPrompts } from "../../../src/prompts.ts";
import type { SlackWorkspace } from "../../slack/slack-model.ts";
import { type InstallationWorld, openInstallationWorld, secret } from "./installation-world.ts";

const { wordsFor } = readPrompts();
let world: InstallationWorld;
let slack: SlackWorkspace;
let oauth: SlackOAuth;
let server: Server;
let here: string;
let id: string;

beforeAll(async () => {
  world = await openInstallationWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  const app = express();
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  oauth = createSlackOAuth(needs(here));
  oauth.mount(app);
  slack = world.slack.addWorkspace({ team: "T1", name: "Agency <b>&", installed: false });
  slack.app.redirectUris = [here];
  id = await waiting(slack);
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function needs(publicUrl: string | null) {
  const { notes, logger } = world;
  const rest = { ids: randomIds, words: wordsFor("en"), secret, publicUrl };
  return { ...world.needs(), notes, logger, ...rest };
}

/** A row whose app is known by its client id and secret, for any workspace. */
function waiting(workspace: SlackWorkspace, tenant: string | null = null): Promise<string> {
  const { clientId, clientSecret, signingSecret } = workspace.app;
  const credentials = JSON.stringify({ clientId, clientSecret, signingSecret });
  const nothing = { enterprise: null, name: null };
  return world.installations.add(
    { platform: "slack", origin: "operator", tenant, ...nothing, credentials, state: "waiting" },
    world.clock.now(),
  );
}

/** A browser with its cookies: opens addresses, and does not follow by itself. */
function browser() {
  let cookie = "";
  return {
    cookie: () => cookie,
    async open(address: string) {
      const response = await fetch(new URL(address, here), { redirect: "manual", headers: { cookie } });
      const [set] = response.headers.getSetCookie();
      if (set !== undefined && new URL(address, here).origin === here) cookie = set.split(";")[0] ?? "";
      return response;
    },
    /** Opens the link and goes through Slack's page; ends at our address, which is not opened yet. */
    async toSlackAndBack(link: string): Promise<string> {
      const toSlack = await this.open(link);
      const back = await this.open(toSlack.headers.get("location") ?? "");
      return back.headers.get("location") ?? "";
    },
    async install(link: string) {
      return page(await this.open(await this.toSlackAndBack(link)));
    },
  };
}

async function page(response: Response) {
  const text = await response.text();
  const title = /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? "";
  return { status: response.status, title, text, headers: response.headers };
}

const untouched = async () => {
  const { state, tenant, name, credentials } = await world.row(id);
  expect({ state, tenant, name }).toEqual({ state: "waiting", tenant: null, name: null });
  expect(credentials.botToken).toBeUndefined();
};

describe("an install link", () => {
  test("leads to Slack's page with what we ask for, and back to a row with everything that Slack gave", async () => {
    const guest = browser();
    const link = await oauth.makeInstallTicket(id);
    expect(link).toMatch(/^\/slack\/install\/[\w.-]+$/);
    const toSlack = await guest.open(link);
    expect(toSlack.status).toBe(302);
    const address = new URL(toSlack.headers.get("location") ?? "");
    expect(`${address.origin}${address.pathname}`).toBe(`${world.slack.url}/oauth/v2/authorize`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: slack.app.clientId,
      scope: botScopes.join(","),
      redirect_uri: `${here}/slack/oauth_redirect`,
      state: expect.any(String),
    });
    await untouched();
    const back = await guest.open(address.href);
    world.clock.advance({ minutes: 2 });
    const done = await page(await guest.open(back.headers.get("location") ?? ""));
    expect(done).toMatchObject({ status: 200, title: "Rapport is connected" });
    expect(done.text).toContain("people in Agency &lt;b&gt;&amp;.");
    expect(await world.row(id)).toMatchObject({
      tenant: "T1",
      enterprise: null,
      name: "Agency <b>&",
      state: "active",
      stateCode: null,
      changedAt: world.clock.now(),
    });
    expect((await world.row(id)).credentials).toEqual({
      clientId: slack.app.clientId,
      clientSecret: slack.app.clientSecret,
      signingSecret: slack.app.signingSecret,
      botToken: slack.token,
      appId: slack.app.id,
      botId: slack.botId,
      botUserId: slack.botUser,
      scopes: [...botScopes],
    });
    expect((await world.process().of("T1"))?.state).toBe("active");
    expect(world.logger.lines).toEqual([
      { level: "info", fields: { installation: id, workspace: "T1" }, message: expect.any(String) },
    ]);
  });

  test("keeps the refresh token and the end of a token that rotates", async () => {
    slack = world.slack.addWorkspace({ team: "T2", rotation: true, installed: false });
    slack.app.redirectUris = [here];
    id = await waiting(slack);
    await browser().install(await oauth.makeInstallTicket(id));
    expect((await world.row(id)).credentials).toMatchObject({
      botToken: expect.stringMatching(/^xoxe\.xoxb-/),
      refreshToken: expect.stringMatching(/^xoxe-/),
      expiresAt: "2026-11-03T00:00:00Z",
    });
  });

  test("makes an org-wide installation known by its enterprise", async () => {
    const enterprise = { id: "E1", name: "Starship" };
    slack = world.slack.addWorkspace({ team: "T3", enterprise, orgWide: true, installed: false });
    slack.app.redirectUris = [here];
    id = await waiting(slack);
    const done = await browser().install(await oauth.makeInstallTicket(id));
    expect(done.text).toContain("people in Starship.");
    expect(await world.row(id)).toMatchObject({ tenant: "E1", enterprise: "E1", name: "Starship" });
  });

  test("brings a paused or removed workspace back, and asks for it at Slack", async () => {
    const link = await oauth.makeInstallTicket(id);
    await browser().install(link);
    for (const state of ["paused", "removed"] as const) {
      await world.installations.setState(id, state, "token_revoked", world.clock.now());
      const guest = browser();
      const toSlack = await guest.open(await oauth.makeInstallTicket(id));
      const address = new URL(toSlack.headers.get("location") ?? "");
      expect(address.searchParams.get("team")).toBe("T1");
      const back = await guest.open(address.href);
      await guest.open(back.headers.get("location") ?? "");
      expect(await world.row(id)).toMatchObject({ tenant: "T1", state: "active", stateCode: null });
    }
  });

  test("is not used up by looking, saying no, or a preview, and works once", async () => {
    const link = await oauth.makeInstallTicket(id);
    const before = await world.engine.query("select * from platform_notes");
    await browser().open(link);
    expect(await world.engine.query("select * from platform_notes")).toEqual(before);
    world.slack.decision = { team: "T1", allow: false };
    const denied = await browser().install(link);
    expect(denied).toMatchObject({ status: 403, title: "Rapport was not installed" });
    await untouched();
    world.slack.decision = null;
    expect((await browser().install(link)).status).toBe(200);
    const again = await page(await browser().open(link));
    expect(again).toMatchObject({ status: 410, title: "This link has been used" });
  });

  test("is good for 24 hours", async () => {
    const link = await oauth.makeInstallTicket(id);
    world.clock.advance({ hours: 23, minutes: 59 });
    expect((await browser().open(link)).status).toBe(302);
    world.clock.advance({ minutes: 2 });
    const late = await page(await browser().open(link));
    expect(late).toMatchObject({ status: 410, title: "This link is too old" });
  });

  test("of another installation, of another use, or changed by hand is unknown", async () => {
    const link = await oauth.makeInstallTicket(id);
    const strange = createSlackOAuth({
      ...needs(here),
      secret: async () => "another secret of enough signs, too",
    });
    const guest = browser();
    const state = new URL(await guest.toSlackAndBack(link)).searchParams.get("state") ?? "";
    const wrong = [
      await strange.makeInstallTicket(id),
      `/slack/install/${state}`,
      link.slice(0, -3),
      "/slack/install/abc",
      `/slack/install/${unsigned(link)}`,
      await oauth.makeInstallTicket(randomIds.next()),
    ];
    for (const address of wrong) {
      const answer = await page(await browser().open(address));
      expect(answer).toMatchObject({ status: 404, title: "We do not know this link" });
    }
  });

  test("of an app without client id and secret says what is missing", async () => {
    await world.installations.change(id, { credentials: '{"clientId":"1.2"}' }, world.clock.now());
    const answer = await page(await browser().open(await oauth.makeInstallTicket(id)));
    expect(answer).toMatchObject({ status: 409, title: "This app cannot be installed yet" });
  });
});

describe("the way back from Slack", () => {
  test("is for the browser that began, and for ten minutes", async () => {
    const link = await oauth.makeInstallTicket(id);
    const back = await browser().toSlackAndBack(link);
    const other = browser();
    await other.open(link);
    for (const stranger of [browser(), other]) {
      const answer = await page(await stranger.open(back));
      expect(answer).toMatchObject({ status: 400, title: "Please start again" });
    }
    const slow = browser();
    const late = await slow.toSlackAndBack(link);
    world.clock.advance({ minutes: 11 });
    expect(await page(await slow.open(late))).toMatchObject({ status: 400, title: "This page is too old" });
    expect(world.calls("oauth.v2.access")).toEqual([]);
    await untouched();
  });

  test("takes a state once", async () => {
    const link = await oauth.makeInstallTicket(id);
    const guest = browser();
    const back = await guest.toSlackAndBack(link);
    const cookie = guest.cookie();
    world.slack.on({ method: "oauth.v2.access" }, { kind: "error", error: "invalid_code" }).release();
    expect((await page(await guest.open(back))).status).toBe(200);
    expect(guest.cookie()).toBe("rapport_slack_install=");
    expect((await page(await guest.open(back))).title).toBe("Please start again");
    const kept = await fetch(back, { headers: { cookie } });
    expect(await page(kept)).toMatchObject({ status: 410, title: "This link has been used" });
    expect(world.calls("oauth.v2.access")).toHaveLength(1);
  });

  test("takes a state once also when Slack refused the first time", async () => {
    const guest = browser();
    const back = await guest.toSlackAndBack(await oauth.makeInstallTicket(id));
    const cookie = guest.cookie();
    world.slack.on({ method: "oauth.v2.access" }, { kind: "error", error: "invalid_code" });
    const refused = await page(await guest.open(back));
    expect(refused).toMatchObject({ status: 502, title: "Slack refused" });
    expect(refused.text).toContain("invalid_code");
    expect((await page(await fetch(back, { headers: { cookie } }))).title).toBe("This link has been used");
    expect(world.calls("oauth.v2.access")).toHaveLength(1);
    await untouched();
  });

  test.each([
    ["no state", "?code=1"],
    ["a state of somebody else", "?code=1&state=abc"],
    ["two states", "?code=1&state=a&state=b"],
    ["nothing", ""],
  ])("with %s changes nothing", async (_case, query) => {
    const answer = await page(await browser().open(`/slack/oauth_redirect${query}`));
    expect(answer).toMatchObject({ status: 400, title: "This page is too old" });
    expect(world.calls("oauth.v2.access")).toEqual([]);
  });

  test.each([
    ["drop", { kind: "drop", accept: "no" }],
    ["an outage", { kind: "status", status: 500, accept: false }],
  ] as const)("while Slack is away (%s) says so, and the link still works", async (_case, fault) => {
    const link = await oauth.makeInstallTicket(id);
    const away = world.slack.on({ method: "oauth.v2.access" }, fault);
    const answer = await browser().install(link);
    expect(answer).toMatchObject({ status: 503, title: "Slack did not answer" });
    await untouched();
    away.release();
    expect((await browser().install(link)).status).toBe(200);
  });

  test("with markup in Slack's error shows none of it", async () => {
    const guest = browser();
    const back = new URL(await guest.toSlackAndBack(await oauth.makeInstallTicket(id)));
    back.searchParams.delete("code");
    back.searchParams.set("error", "<script>alert(1)</script>");
    const answer = await page(await guest.open(back.href));
    expect(answer).toMatchObject({ status: 502, title: "Slack refused" });
    expect(answer.text).not.toContain("alert");
    expect(JSON.stringify(world.logger.lines)).not.toContain("alert");
  });

  test("installs although Slack does not tell the bot's own id", async () => {
    world.slack.on({ method: "auth.test" }, { kind: "status", status: 500, accept: false });
    expect((await browser().install(await oauth.makeInstallTicket(id))).status).toBe(200);
    expect(await world.row(id)).toMatchObject({ state: "active", credentials: { botUserId: slack.botUser } });
  });
});

describe("a wrong workspace", () => {
  test("is refused where the row belongs to another one", async () => {
    id = await waiting(slack, "T7");
    const before = await world.row(id);
    world.slack.decision = { team: "T1", allow: true };
    const answer = await browser().install(await oauth.makeInstallTicket(id));
    expect(answer).toMatchObject({ status: 409, title: "This is another workspace" });
    expect(answer.text).toContain("The link belongs to T7, but you chose Agency &lt;b&gt;&amp;.");
    expect(await world.row(id)).toEqual(before);
  });

  test.each(["waiting", "removed"] as const)("that another row has is refused (%s row)", async (state) => {
    await world.installations.setState(id, state, null, world.clock.now());
    const other = await world.connect(
      world.slack.addWorkspace({ team: "T1", name: "First", app: slack.app, installed: false }),
    );
    const before = [await world.row(id), await world.row(other)];
    const answer = await browser().install(await oauth.makeInstallTicket(id));
    expect(answer).toMatchObject({ status: 409, title: "This workspace is connected already" });
    expect([await world.row(id), await world.row(other)]).toEqual(before);
  });
});

describe("what a browser and a proxy learn", () => {
  test("nothing that could be kept, passed on or framed", async () => {
    const guest = browser();
    const link = await oauth.makeInstallTicket(id);
    for (const response of [await guest.open(link), await guest.open("/slack/oauth_redirect")]) {
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });

  test("a cookie that scripts cannot read, for https alone where people come by it", async () => {
    const [plain = ""] = (await browser().open(await oauth.makeInstallTicket(id))).headers.getSetCookie();
    expect(plain).toMatch(
      /^rapport_slack_install=[\w-]{43}; Max-Age=600; Path=\/slack; .*HttpOnly; SameSite=Lax$/,
    );
    const app = express();
    createSlackOAuth(needs("https://rapport.example.org")).mount(app);
    const secure = createServer(app);
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const response = await fetch(address + (await oauth.makeInstallTicket(id)), { redirect: "manual" });
    expect(response.headers.getSetCookie()[0]).toContain("; HttpOnly; Secure; SameSite=Lax");
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.searchParams.get("redirect_uri")).toBe(
      "https://rapport.example.org/slack/oauth_redirect",
    );
    await new Promise((resolve) => secure.close(resolve));
  });

  test("that there is no way without a public address, and Slack's own host for GovSlack", async () => {
    const apps = [needs(null), { ...needs(here), apiUrl: "https://slack-gov.com/api/" }].map((given) => {
      const app = express();
      createSlackOAuth(given).mount(app);
      return createServer(app);
    });
    const answers = [];
    for (const one of apps) {
      await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
      const address = `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
      const link = await oauth.makeInstallTicket(id);
      answers.push(await fetch(address + link, { redirect: "manual" }));
      await new Promise((resolve) => one.close(resolve));
    }
    const [closed, gov] = answers;
    expect(closed?.status).toBe(409);
    expect(await closed?.text()).toContain("PUBLIC_URL");
    expect(gov?.headers.get("location")).toMatch(/^https:\/\/slack-gov\.com\/oauth\/v2\/authorize\?/);
  });
});

/** The same pass with "no algorithm", as forgers send it. */
function unsigned(link: string): string {
  const [, claims = ""] = link.slice("/slack/install/".length).split(".");
  return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
}
