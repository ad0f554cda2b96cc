import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
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

describe("the way back from Slack", () => {
  test("is for the browser that began, and for ten minutes", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    const back = await scene.browser().toSlackAndBack(link);
    const other = scene.browser();
    await other.open(link);
    for (const stranger of [scene.browser(), other]) {
      const answer = await pageOf(await stranger.open(back));
      expect(answer).toMatchObject({ status: 400, title: "Please start again" });
    }
    const slow = scene.browser();
    const late = await slow.toSlackAndBack(link);
    scene.world.clock.advance({ minutes: 11 });
    expect(await pageOf(await slow.open(late))).toMatchObject({ status: 400, title: "This page is too old" });
    expect(scene.world.calls("oauth.v2.access")).toEqual([]);
    await expectUntouched();
  });

  test("takes a state once", async () => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    const guest = scene.browser();
    const back = await guest.toSlackAndBack(link);
    const cookie = guest.cookie();
    expect((await pageOf(await guest.open(back))).status).toBe(200);
    expect(guest.cookie()).toBe("rapport_slack_install=");
    expect((await pageOf(await guest.open(back))).title).toBe("This link has been used");
    const kept = await fetch(back, { headers: { cookie } });
    expect(await pageOf(kept)).toMatchObject({ status: 410, title: "This link has been used" });
    expect(scene.world.calls("oauth.v2.access")).toHaveLength(1);
  });

  test("takes a state once also when Slack refused the first time", async () => {
    const guest = scene.browser();
    const back = await guest.toSlackAndBack(await scene.oauth.makeInstallTicket(scene.id));
    const cookie = guest.cookie();
    scene.world.slack.on({ method: "oauth.v2.access" }, { kind: "error", error: "invalid_code" });
    const refused = await pageOf(await guest.open(back));
    expect(refused).toMatchObject({ status: 502, title: "Slack refused" });
    expect(refused.text).toContain("invalid_code");
    expect((await pageOf(await fetch(back, { headers: { cookie } }))).title).toBe("This link has been used");
    expect(scene.world.calls("oauth.v2.access")).toHaveLength(1);
    await expectUntouched();
  });

  test.each([
    ["no state", "?code=1"],
    ["a state of somebody else", "?code=1&state=abc"],
    ["two states", "?code=1&state=a&state=b"],
    ["nothing", ""],
  ])("with %s changes nothing", async (_case, query) => {
    const answer = await pageOf(await scene.browser().open(`/slack/oauth_redirect${query}`));
    expect(answer).toMatchObject({ status: 400, title: "This page is too old" });
    expect(scene.world.calls("oauth.v2.access")).toEqual([]);
  });

  test.each([
    ["drop", { kind: "drop", accept: "no" }],
    ["an outage", { kind: "status", status: 500, accept: false }],
  ] as const)("while Slack is away (%s) says so, and the link still works", async (_case, fault) => {
    const link = await scene.oauth.makeInstallTicket(scene.id);
    const away = scene.world.slack.on({ method: "oauth.v2.access" }, fault);
    const answer = await scene.browser().install(link);
    expect(answer).toMatchObject({ status: 503, title: "Slack did not answer" });
    await expectUntouched();
    away.release();
    expect((await scene.browser().install(link)).status).toBe(200);
  });

  test("with markup in Slack's error shows none of it", async () => {
    const guest = scene.browser();
    const back = new URL(await guest.toSlackAndBack(await scene.oauth.makeInstallTicket(scene.id)));
    back.searchParams.delete("code");
    back.searchParams.set("error", "<script>alert(1)</script>");
    const answer = await pageOf(await guest.open(back.href));
    expect(answer).toMatchObject({ status: 502, title: "Slack refused" });
    expect(answer.text).not.toContain("alert");
    expect(JSON.stringify(scene.world.logger.lines)).not.toContain("alert");
  });

  test("installs although Slack does not tell the bot's own id", async () => {
    scene.world.slack.on({ method: "auth.test" }, { kind: "status", status: 500, accept: false });
    expect((await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id))).status).toBe(200);
    expect(await scene.world.row(scene.id)).toMatchObject({
      state: "active",
      credentials: { botUserId: scene.slack.botUser },
    });
  });
});

describe("a wrong workspace", () => {
  test("is refused where the row belongs to another one", async () => {
    scene.id = await scene.waiting(scene.slack, "T7");
    const before = await scene.world.row(scene.id);
    scene.world.slack.decision = { team: "T1", allow: true };
    const answer = await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect(answer).toMatchObject({ status: 409, title: "This is another workspace" });
    expect(answer.text).toContain("The link belongs to T7, but you chose Agency &lt;b&gt;&amp;.");
    expect(await scene.world.row(scene.id)).toEqual(before);
  });

  test.each(["waiting", "removed"] as const)("that another app has is refused (%s row)", async (state) => {
    await scene.world.installations.setState(scene.id, state, null, scene.world.clock.now());
    const other = await scene.world.connect(scene.slack, { clientId: "9.9", appId: "A9" });
    const before = [await scene.world.row(scene.id), await scene.world.row(other)];
    const answer = await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect(answer).toMatchObject({ status: 409, title: "This workspace is connected already" });
    expect([await scene.world.row(scene.id), await scene.world.row(other)]).toEqual(before);
  });

  test("that the settings name is refused", async () => {
    const credentials = JSON.stringify({ clientId: scene.slack.app.clientId, botToken: "xoxb-old" });
    const place = { tenant: "T1", enterprise: null, name: "First", state: "active" } as const;
    const row = { platform: "slack", origin: "environment", credentials, ...place } as const;
    await scene.world.installations.add(row, scene.world.clock.now());
    const answer = await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect(answer).toMatchObject({ status: 409, title: "This workspace is connected already" });
    await expectUntouched();
  });
});

describe("a workspace that has the same app already", () => {
  test.each([
    ["its client id", { signingSecret: "old" }],
    ["Slack's own word", { clientId: "unknown", appId: "AT1", signingSecret: "old" }],
  ])("gets the new tokens in its old row, known by %s, and the row of the link ends", async (_by, known) => {
    const other = await scene.world.connect(scene.slack, known, "paused");
    const answer = await scene.browser().install(await scene.oauth.makeInstallTicket(scene.id));
    expect(answer.status).toBe(200);
    const { app, token } = scene.slack;
    const { clientId, signingSecret } = app;
    expect(await scene.world.row(other)).toMatchObject({
      ...{ tenant: "T1", state: "active", stateCode: null },
      credentials: { clientId, signingSecret, botToken: token },
    });
    expect(await scene.world.row(scene.id)).toMatchObject({ state: "removed", stateCode: "taken_over" });
    expect(await scene.world.installations.all("slack")).toHaveLength(1);
  });
});
