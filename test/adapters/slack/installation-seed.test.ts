import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SlackSettings, seedWorkspace } from "../../../adapters/slack/seed-workspace.ts";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import { createInstallationStore } from "../../../db/stores/installation-store.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import type { InstallationStore } from "../../../src/ports/installation.ts";
import type { SlackWorkspace } from "../../slack/slack-model.ts";
import { type InstallationWorld, openInstallationWorld } from "./installation-world.ts";

let world: InstallationWorld;
let slack: SlackWorkspace;
beforeAll(async () => {
  world = await openInstallationWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  slack = world.slack.addWorkspace({ team: "T1", name: "Agency" });
});

const settings = (changes: Partial<SlackSettings> = {}): SlackSettings => ({
  botToken: slack.token ?? "",
  signingSecret: slack.app.signingSecret,
  appToken: null,
  ...changes,
});
const seed = (given: SlackSettings | null = settings(), store?: InstallationStore) =>
  seedWorkspace(world.needs(store), given);
const rows = async () => {
  const all = await world.installations.all("slack");
  return Promise.all(all.map(({ id }) => world.row(id)));
};
const only = async () => {
  const [row, ...others] = await rows();
  if (row === undefined || others.length > 0) throw new Error(`There are ${others.length} others.`);
  return row;
};

describe("the workspace of the settings", () => {
  test("is stored with what Slack says of it, and is active", async () => {
    await seed();
    expect(await only()).toMatchObject({
      origin: "environment",
      tenant: "T1",
      enterprise: null,
      name: "Agency",
      state: "active",
      stateCode: null,
      credentials: {
        botToken: slack.token,
        signingSecret: slack.app.signingSecret,
        botId: slack.botId,
        botUserId: slack.botUser,
        scopes: expect.arrayContaining(["chat:write", "im:history"]),
      },
    });
    expect((await world.process().of("T1"))?.state).toBe("active");
    expect(world.logger.lines).toEqual([]);
  });

  test("is known by its enterprise when the app is installed for all of it", async () => {
    const enterprise = { id: "E1", name: "Starship" };
    slack = world.slack.addWorkspace({ team: "T2", enterprise, orgWide: true });
    await seed();
    expect(await only()).toMatchObject({ tenant: "E1", enterprise: "E1", state: "active" });
  });

  test("belongs to an enterprise and is known by its team when it is installed there alone", async () => {
    slack = world.slack.addWorkspace({ team: "T2", enterprise: { id: "E1", name: "Starship" } });
    await seed();
    expect(await only()).toMatchObject({ tenant: "T2", enterprise: "E1" });
  });

  test("is left alone by a second start", async () => {
    await seed();
    const before = await only();
    world.clock.advance({ hours: 1 });
    await seed();
    expect(await only()).toEqual(before);
  });

  test("is one row, however many instances start at once", async () => {
    await Promise.all([seed(), seed(), seed()]);
    expect(await only()).toMatchObject({ tenant: "T1", state: "active" });
  });

  test("takes new settings over, whatever else it knows", async () => {
    await seed();
    const { id } = await only();
    await seed(settings({ signingSecret: null, appToken: "xapp-1-A1-2-c" }));
    expect(await only()).toMatchObject({
      id,
      credentials: { signingSecret: slack.app.signingSecret, appToken: "xapp-1-A1-2-c" },
    });
    slack = world.slack.addWorkspace({ team: "T5", name: "Elsewhere" });
    await seed();
    expect(await only()).toMatchObject({ id, tenant: "T5", name: "Elsewhere", state: "active" });
  });

  test("keeps tokens that came after the one of the settings", async () => {
    await seed();
    const { id, credentials } = await only();
    const renewed = world.slack.addWorkspace({ team: "T1", app: slack.app });
    const changed = { ...credentials, botToken: renewed.token, refreshToken: "xoxe-1" };
    await world.installations.change(id, { credentials: JSON.stringify(changed) }, world.clock.now());
    await seed();
    expect((await only()).credentials).toMatchObject({ botToken: renewed.token, refreshToken: "xoxe-1" });
    await seed(settings({ botToken: "xoxb-quite-new" }));
    const after = (await only()).credentials;
    expect(after.botToken).toBe("xoxb-quite-new");
    expect(after.refreshToken).toBeUndefined();
  });
});

describe("a start while Slack cannot be reached", () => {
  test.each([
    ["no answer", { kind: "drop", accept: "no" }],
    ["an outage", { kind: "status", status: 503, accept: false }],
    ["a rate limit", { kind: "limited", retryAfter: "30" }],
    ["a page for people", { kind: "html", accept: false }],
    ["Slack's own trouble", { kind: "error", error: "internal_error" }],
  ] as const)("(%s) goes on; the workspace waits until a later try", async (_case, fault) => {
    const away = world.slack.on({ method: "auth.test" }, fault);
    const { retry } = await seed();
    expect(await only()).toMatchObject({ state: "waiting", tenant: null });
    await retry();
    expect((await only()).state).toBe("waiting");
    away.release();
    await retry();
    expect(await only()).toMatchObject({ state: "active", tenant: "T1" });
    const asked = world.calls("auth.test").length;
    await retry();
    expect(world.calls("auth.test")).toHaveLength(asked);
    expect(world.logger.lines.map(({ level }) => level)).toEqual(["warn"]);
  });

  test("keeps a known workspace at work", async () => {
    await seed();
    world.slack.on({ method: "auth.test" }, { kind: "drop", accept: "no" });
    await seed();
    expect(await only()).toMatchObject({ state: "active", tenant: "T1" });
  });
});

describe("a token that Slack refuses", () => {
  test("pauses the workspace with the code and one alert, and a new one resumes it", async () => {
    const { retry } = await seed(settings({ botToken: "xoxb-canary" }));
    await retry();
    await seed(settings({ botToken: "xoxb-canary" }));
    expect(await only()).toMatchObject({ state: "paused", stateCode: "invalid_auth" });
    expect(world.alerts()).toHaveLength(1);
    expect(world.alerts()[0]?.fields).toMatchObject({ code: "invalid_auth" });
    expect(JSON.stringify(world.logger.lines)).not.toContain("canary");
    await seed();
    expect(await only()).toMatchObject({ state: "active", stateCode: null, tenant: "T1" });
  });

  test("that works again after a restart resumes it as well", async () => {
    await seed();
    const { id } = await only();
    await world.installations.setState(id, "paused", "missing_scope", world.clock.now());
    await seed();
    expect((await only()).state).toBe("active");
  });

  test("that ended is renewed where that is possible", async () => {
    slack = world.slack.addWorkspace({ team: "T6", rotation: true });
    const refresh = [...world.slack.state.tokens.values()].findLast(({ kind }) => kind === "refresh");
    await seed();
    const { id, credentials } = await only();
    const { clientId, clientSecret } = slack.app;
    const known = { ...credentials, clientId, clientSecret, refreshToken: refresh?.token };
    await world.installations.change(id, { credentials: JSON.stringify(known) }, world.clock.now());
    const given = settings();
    world.clock.advance({ hours: 13 });
    await seed(given);
    expect(await only()).toMatchObject({ state: "active", credentials: { botToken: slack.token } });
    expect(slack.token).not.toBe(given.botToken);
  });
});

describe("a workspace that the operator connected before", () => {
  test("is taken over with all that is known of its app, not doubled", async () => {
    const old = await world.connect(slack, { appId: "AT1", refreshToken: "xoxe-1-keep" });
    await seed();
    expect(await only()).toMatchObject({
      origin: "environment",
      tenant: "T1",
      state: "active",
      credentials: {
        botToken: slack.token,
        clientId: slack.app.clientId,
        clientSecret: slack.app.clientSecret,
        appId: "AT1",
        refreshToken: "xoxe-1-keep",
      },
    });
    expect(await world.row(old)).toMatchObject({ state: "removed", stateCode: "taken_over" });
  });

  test("leaves its refresh token behind when that belongs to another bot token", async () => {
    await world.connect(slack, {
      botToken: "xoxe.xoxb-other",
      refreshToken: "xoxe-1-other",
      expiresAt: "2026-11-03T00:00:00Z",
    });
    await seed();
    const { credentials } = await only();
    expect(credentials).toMatchObject({ botToken: slack.token, clientId: slack.app.clientId });
    expect(credentials.refreshToken).toBeUndefined();
    expect(credentials.expiresAt).toBeUndefined();
  });
});

describe("settings that come and go", () => {
  test("remove the workspace, and bring the same row back", async () => {
    await seed();
    const { id } = await only();
    await seed(null);
    expect(await rows()).toEqual([]);
    expect(await world.row(id)).toMatchObject({ state: "removed", stateCode: "not_in_settings" });
    await seed(null);
    await seed();
    expect(await only()).toMatchObject({ id, tenant: "T1", state: "active" });
    expect(world.alerts()).toEqual([]);
  });

  test("do not touch what an operator connected", async () => {
    const id = await world.connect(slack);
    await seed(null);
    expect(await only()).toMatchObject({ id, state: "active" });
  });

  test("write over what another secret sealed", async () => {
    const strangeVault = createJweVault(async () => "quite another secret of enough signs");
    await seed(settings(), createInstallationStore(world.database, randomIds, strangeVault));
    expect((await only()).stateCode).toBe("vault.unreadable");
    await seed();
    expect(await only()).toMatchObject({
      tenant: "T1",
      state: "active",
      credentials: { botToken: slack.token },
    });
  });
});

test("a store that fails never stops the start, and is tried again", async () => {
  let fails = true;
  const { retry } = await seed(settings(), {
    ...world.installations,
    add: async (...given) => {
      if (fails) throw new Error("canary");
      return world.installations.add(...given);
    },
  });
  expect(await rows()).toEqual([]);
  expect(world.logger.lines).toMatchObject([
    { level: "warn", fields: { code: "slack.seed", name: "Error" } },
  ]);
  fails = false;
  await retry();
  expect(await only()).toMatchObject({ tenant: "T1", state: "active" });
});
