import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSlackOAuth } from "../../../adapters/slack/oauth/slack-oauth.ts";
import { botScopes } from "../../../adapters/slack/scopes.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import { type OAuthScene, openOAuthScene, pageOf } from "./oauth-scene.ts";

let scene: OAuthScene;
beforeAll(async () => {
  scene = await openOAuthScene();
});
beforeEach(() => scene.begin());
afterEach(() => scene.end());
afterAll(() => scene.world.close());

const expectUntouched = async () => {
  const { state, tenant, name, credentials } = await scene.world.row(scene.id);
  expect({ state, tenant, name }).toEqual({ state: "waiting", tenant: null, name: null });
  expect(credentials.botToken).toBeUndefined();
};

describe("an install link", () => {
  test("leads to Slack's page with what we ask for, and back to a row with everything that Slack gave", async () => {
    const guest = scene.browser();
    const link = await scene.oauth.makeInstallTicket(scene.id);
    expect(link).toMatch(/^\/slack\/install\/[\w.-]+$/);
    const toSlack = await guest.open(link);
    expect(toSlack.status).toBe(302);
    const address = new URL(toSlack.headers.get("location") ?? "");
    expect(`${address.origin}${address.pathname}`).toBe(`${scene.world.slack.url}/oauth/v2/authorize`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: scene.slack.app.clientId,
      scope: botScopes.join(","),
      redirect_uri: `${scene.here}/slack/oauth_redirect`,
      state: expect.any(String),
    });
    await expectUntouched();
    const back = await guest.open(address.href);
    scene.world.clock.advance({ minutes: 2 });
    const done = await pageOf(await guest.open(back.headers.get("location") ?? ""));
    expect(done).toMatchObject({ status: 200, title: "Rapport is connected" });
    expect(done.text).toContain("people in Agency &lt;b&gt;&amp;.");
    expect(await scene.world.row(scene.id)).toMatchObject({
      tenant: "T1",
      enterprise: null,
      name: "Agency <b>&",
      state: "active",
      stateCode: null,
      changedAt: scene.world.clock.now(),
    });
    expect((await scene.world.row(scene.id)).credentials).toEqual({
      clientId: scene.slack.app.clientId,
      clientSecret: scene.slack.app.clientSecret,
      signingSecret: scene.slack.app.signingSecret,
      botToken: scene.slack.token,
      appId: scene.slack.app.id,
      botId: scene.slack.botId,
      botUserId: scene.slack.botUser,
      scopes: [...botScopes],
    });
    expect((await scene.world.process().of("T1"))?.state).toBe("active");
    expect(scene.world.logger.lines).toEqual([
      { level: "info", fields: { installation: scene.id, workspace: "T1" }, message: expect.any(String) },
    ]);
  });

  test("keeps the refresh token and the end of a token that rotates", async () => {
    scene.slack = scene.world.slack.addWorkspace({ team: "T2", rotation: true, installed: false });
    scene.slack.app.redirectUris = [scene.here];
    scene.id = await scene.waiting(scene.slack);
    await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect((await scene.world.row(scene.id)).credentials).toMatchObject({
      botToken: expect.stringMatching(/^xoxe\.xoxb-/),
      refreshToken: expect.stringMatching(/^xoxe-/),
      expiresAt: "2026-11-03T00:00:00Z",
    });
  });

  test("makes an org-wide installation known by its enterprise", async () => {
    const enterprise = { id: "E1", name: "Starship" };
    scene.slack = scene.world.slack.addWorkspace({ team: "T3", enterprise, orgWide: true, installed: false });
    scene.slack.app.redirectUris = [scene.here];
    scene.id = await scene.waiting(scene.slack);
    const done = await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect(done.text).toContain("people in Starship.");
    expect(await scene.world.row(scene.id)).toMatchObject({
      tenant: "E1",
      enterprise: "E1",
      name: "Starship",
    });
  });

  test("brings a paused or removed workspace back, and asks for it at Slack", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    await scene.browser().install(link);
    for (const state of ["paused", "removed"] as const) {
      await scene.world.installations.setState(scene.id, state, "token_revoked", scene.world.clock.now());
      const guest = scene.browser();
      const toSlack = await guest.open(await scene.oauth.makeInstallTicket(scene.id));
      const address = new URL(toSlack.headers.get("location") ?? "");
      expect(address.searchParams.get("team")).toBe("T1");
      const back = await guest.open(address.href);
      await guest.open(back.headers.get("location") ?? "");
      expect(await scene.world.row(scene.id)).toMatchObject({
        tenant: "T1",
        state: "active",
        stateCode: null,
      });
    }
  });

  test("is not used up by looking, saying no, or a preview, and works once", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    const before = await scene.world.engine.query("select * from platform_notes");
    await scene.browser().open(link);
    expect(await scene.world.engine.query("select * from platform_notes")).toEqual(before);
    scene.world.slack.decision = { team: "T1", allow: false };
    const denied = await scene.browser().install(link);
    expect(denied).toMatchObject({ status: 403, title: "Rapport was not installed" });
    await expectUntouched();
    scene.world.slack.decision = null;
    expect((await scene.browser().install(link)).status).toBe(200);
    const again = await pageOf(await scene.browser().open(link));
    expect(again).toMatchObject({ status: 410, title: "This link has been used" });
  });

  test("is good for 24 hours", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    scene.world.clock.advance({ hours: 23, minutes: 59 });
    expect((await scene.browser().open(link)).status).toBe(302);
    scene.world.clock.advance({ minutes: 2 });
    const late = await pageOf(await scene.browser().open(link));
    expect(late).toMatchObject({ status: 410, title: "This link is too old" });
  });

  test("of another installation, of another use, or changed by hand is unknown", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    const strange = createSlackOAuth({
      ...scene.needs(scene.here),
      secret: async () => "another secret of enough signs, too",
    });
    const guest = scene.browser();
    const state = new URL(await guest.toSlackAndBack(link)).searchParams.get("state") ?? "";
    const wrong = [
      await strange.makeInstallTicket(scene.id),
      `/slack/install/${state}`,
      link.slice(0, -3),
      "/slack/install/abc",
      `/slack/install/${unsigned(link)}`,
      await scene.oauth.makeInstallTicket(randomIds.next()),
    ];
    for (const address of wrong) {
      const answer = await pageOf(await scene.browser().open(address));
      expect(answer).toMatchObject({ status: 404, title: "We do not know this link" });
    }
  });

  test("of an app without client id and secret says what is missing", async () => {
    await scene.world.installations.change(
      scene.id,
      { credentials: '{"clientId":"1.2"}' },
      scene.world.clock.now(),
    );
    const answer = await pageOf(await scene.browser().open(await scene.oauth.makeInstallTicket(scene.id)));
    expect(answer).toMatchObject({ status: 409, title: "This app cannot be installed yet" });
  });
});

describe("what a browser and a proxy learn", () => {
  test("nothing that could be kept, passed on or framed", async () => {
    const guest = scene.browser();
    const link = await scene.oauth.makeInstallTicket(scene.id);
    for (const response of [await guest.open(link), await guest.open("/slack/oauth_redirect")]) {
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });

  test("a cookie that scripts cannot read, for https alone where people come by it", async () => {
    const [plain = ""] = (
      await scene.browser().open(await scene.oauth.makeInstallTicket(scene.id))
    ).headers.getSetCookie();
    expect(plain).toMatch(
      /^rapport_slack_install=[\w-]{43}; Max-Age=600; Path=\/slack; .*HttpOnly; SameSite=Lax$/,
    );
    const app = express();
    createSlackOAuth(scene.needs("https://rapport.example.org")).mount(app);
    const secure = createServer(app);
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(secure.address() as AddressInfo).port}`;
    const response = await fetch(address + (await scene.oauth.makeInstallTicket(scene.id)), {
      redirect: "manual",
    });
    expect(response.headers.getSetCookie()[0]).toContain("; HttpOnly; Secure; SameSite=Lax");
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.searchParams.get("redirect_uri")).toBe(
      "https://rapport.example.org/slack/oauth_redirect",
    );
    await new Promise((resolve) => secure.close(resolve));
  });

  test("that there is no way without a public address, and Slack's own host for GovSlack", async () => {
    const apps = [
      scene.needs(null),
      { ...scene.needs(scene.here), apiUrl: "https://slack-gov.com/api/" },
    ].map((given) => {
      const app = express();
      createSlackOAuth(given).mount(app);
      return createServer(app);
    });
    const answers = [];
    for (const one of apps) {
      await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
      const address = `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
      const link = await scene.oauth.makeInstallTicket(scene.id);
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
