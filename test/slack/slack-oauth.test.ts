import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { quietClient } from "./quiet-client.ts";
import type { Json } from "./slack-model.ts";

let slack: LoopbackSlack;
let clock: TestClock;
const redirect = "https://rapport.example/slack/oauth";

beforeEach(async () => {
  clock = createTestClock("2026-11-23T10:00:00Z");
  slack = await startLoopbackSlack({ clock, workspaces: [{ team: "T0NEW", installed: false }] });
  slack.workspace("T0NEW").app.redirectUris = [redirect];
});

afterEach(() => slack.close());

describe("installing", () => {
  test("the consent page sends the browser back with a code and the state", async () => {
    const back = await consent();
    expect(back.origin + back.pathname).toBe(redirect);
    expect(back.searchParams.get("state")).toBe("s1");
    expect(back.searchParams.get("code")).toMatch(/./);
  });

  test("the person may say no", async () => {
    slack.decision = { team: "T0NEW", allow: false };
    const back = await consent();
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.has("code")).toBe(false);
  });

  test("a foreign redirect or client gets a page and no redirect", async () => {
    const responses = await Promise.all([
      visit({ redirect_uri: "https://evil.example/" }),
      visit({ client_id: "1.2" }),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([400, 400]);
  });

  test("a code gives the token with the granted scopes, once", async () => {
    const code = await freshCode();
    const given = await exchange({ code, redirect_uri: redirect });
    expect(given).toMatchObject({
      ok: true,
      app_id: "AT0NEW",
      team: { id: "T0NEW" },
      enterprise: null,
      is_enterprise_install: false,
      scope: "chat:write,im:write",
      bot_user_id: "UBOTT0NEW",
      token_type: "bot",
    });
    expect(given).not.toHaveProperty("refresh_token");
    const client = quietClient(slack.apiUrl, String(given.access_token));
    expect((await client.auth.test()).response_metadata?.scopes).toEqual(["chat:write", "im:write"]);
    expect(await exchange({ code, redirect_uri: redirect })).toMatchObject({ error: "code_already_used" });
  });

  test.each<[string, Record<string, string>, string]>([
    ["a wrong secret", { client_secret: "wrong" }, "bad_client_secret"],
    ["an unknown client", { client_id: "1.2" }, "invalid_client_id"],
    ["another redirect address", { redirect_uri: "https://rapport.example/" }, "bad_redirect_uri"],
    ["a made-up code", { code: "made-up" }, "invalid_code"],
  ])("%s gives nothing", async (_case, wrong, error) => {
    const code = await freshCode();
    expect(await exchange({ code, redirect_uri: redirect, ...wrong })).toMatchObject({ ok: false, error });
  });

  test("a code is worth nothing after ten minutes", async () => {
    const code = await freshCode();
    clock.advance({ minutes: 11 });
    expect(await exchange({ code, redirect_uri: redirect })).toMatchObject({ error: "invalid_code" });
  });

  test("for a whole enterprise there is no team in the answer", async () => {
    const enterprise = { id: "E0BIG", name: "Big" };
    slack.addWorkspace({ team: "T0BIG", enterprise, orgWide: true, installed: false });
    const { app } = slack.workspace("T0BIG");
    app.redirectUris = [redirect];
    const client = { client_id: app.clientId, client_secret: app.clientSecret };
    const code = (await consent(client)).searchParams.get("code") ?? "";
    expect(await exchange({ code, redirect_uri: redirect, ...client })).toMatchObject({
      team: null,
      enterprise,
      is_enterprise_install: true,
    });
  });
});

describe("rotation", () => {
  test("a token ends after twelve hours; its refresh token is good for one exchange", async () => {
    slack.workspace("T0NEW").app.rotation = true;
    const first = await exchange({ code: await freshCode(), redirect_uri: redirect });
    expect(first).toMatchObject({ expires_in: 43_200 });
    const client = quietClient(slack.apiUrl, String(first.access_token));
    clock.advance({ hours: 11 });
    await client.auth.test();
    clock.advance({ hours: 1 });
    await expect(client.auth.test()).rejects.toThrow("token_expired");
    const refresh = { grant_type: "refresh_token", refresh_token: String(first.refresh_token) };
    const second = await exchange(refresh);
    expect(second).toMatchObject({ ok: true, team: { id: "T0NEW" }, expires_in: 43_200 });
    await quietClient(slack.apiUrl, String(second.access_token)).auth.test();
    expect(await exchange(refresh)).toMatchObject({ error: "invalid_refresh_token" });
    expect(slack.workspace("T0NEW").token).toBe(second.access_token);
  });

  test("a refresh token opens no method", async () => {
    slack.workspace("T0NEW").app.rotation = true;
    const { refresh_token: token } = await exchange({ code: await freshCode(), redirect_uri: redirect });
    await expect(quietClient(slack.apiUrl, String(token)).auth.test()).rejects.toThrow("invalid_auth");
  });
});

function visit(query: Readonly<Record<string, string>> = {}): Promise<Response> {
  const asked = new URLSearchParams({
    client_id: slack.workspace("T0NEW").app.clientId,
    scope: "chat:write,im:write",
    redirect_uri: redirect,
    state: "s1",
    ...query,
  });
  return fetch(`${slack.url}/oauth/v2/authorize?${asked}`, { redirect: "manual" });
}

async function consent(query: Readonly<Record<string, string>> = {}): Promise<URL> {
  return new URL((await visit(query)).headers.get("location") ?? "");
}

async function freshCode(): Promise<string> {
  return (await consent()).searchParams.get("code") ?? "";
}

async function exchange(fields: Readonly<Record<string, string>>): Promise<Json> {
  const { clientId, clientSecret } = slack.workspace("T0NEW").app;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  const response = await fetch(`${slack.apiUrl}oauth.v2.access`, { method: "POST", body });
  return (await response.json()) as Json;
}
