import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { botScopes } from "../../../adapters/slack/scopes.ts";
import { type Engine, withEngine } from "../../engines/engine.ts";
import { type OperatorWorld, openOperatorWorld, team } from "./operator-world.ts";

let engine: Engine;
let world: OperatorWorld;
beforeAll(async () => {
  engine = await withEngine("pglite");
});
afterAll(() => engine.close());
beforeEach(async () => {
  world = await openOperatorWorld(engine);
  world.slack.addWorkspace({ team, name: "City", scopes: botScopes });
});
afterEach(() => world.close());

const refused = (reason: string) => expect.objectContaining({ kind: "refused", reason });
const openKeys = async () => JSON.parse((await world.rows())[0]?.credentials ?? "{}");

describe("connecting with a bot token", () => {
  test("asks Slack whose it is, keeps the keys under that workspace, and makes it active", async () => {
    const outcome = await world.operator.connect(world.keysOf(team), null);
    expect(outcome).toEqual({
      ...{ kind: "connected", tenant: team, name: "City", isNew: true },
      missingScopes: [],
    });
    const [row, ...others] = await world.rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ tenant: team, name: "City", state: "active", origin: "operator" });
    expect(await openKeys()).toMatchObject({
      ...world.keysOf(team),
      botUserId: world.slack.workspace(team).botUser,
      scopes: [...botScopes],
    });
  });

  test("keeps nothing of a token that Slack refuses, and says Slack's word", async () => {
    const keys = { ...world.keysOf(team), botToken: "xoxb-mistyped" };
    expect(await world.operator.connect(keys, null)).toEqual({
      ...{ kind: "refused", reason: "bot-token", code: "invalid_auth" },
    });
    expect(await world.rows()).toEqual([]);
  });

  test("keeps nothing while Slack does not answer", async () => {
    world.slack.on({ method: "auth.test" }, { kind: "html", accept: false });
    expect(await world.operator.connect(world.keysOf(team), null)).toEqual(refused("unreached"));
    expect(await world.rows()).toEqual([]);
  });

  test("refuses another workspace than the one that was named", async () => {
    expect(await world.operator.connect(world.keysOf(team), "T0OTHER")).toEqual({
      ...{ kind: "refused", reason: "workspace", code: team },
    });
    expect(await world.operator.connect(world.keysOf(team), team)).toMatchObject({ kind: "connected" });
  });

  test("needs a way in for taps: a signing secret or an app token that Slack takes", async () => {
    const { botToken } = world.keysOf(team);
    expect(await world.operator.connect({ botToken }, null)).toEqual(refused("no-inbound"));
    const wrong = await world.operator.connect({ botToken, appToken: "xapp-wrong" }, null);
    expect(wrong).toEqual(refused("app-token"));
    expect(await world.rows()).toEqual([]);
    const { appToken } = world.slack.workspace(team).app;
    expect(await world.operator.connect({ botToken, appToken }, null)).toMatchObject({ kind: "connected" });
    expect(world.slack.sockets).toBeDefined();
  });

  test("a token that ends needs all that renews it", async () => {
    world.slack.addWorkspace({ team: "T0TURNS", rotation: true });
    const keys = world.keysOf("T0TURNS");
    expect(keys.botToken).toMatch(/^xoxe\.xoxb-/);
    expect(await world.operator.connect(keys, null)).toEqual(refused("rotation"));
    const whole = { ...keys, refreshToken: "xoxe-1-refresh" };
    expect(await world.operator.connect(whole, null)).toMatchObject({ kind: "connected" });
    expect((await openKeys()).expiresAt).toBe("2026-11-02T12:00:00Z");
  });

  test("says which permissions are missing", async () => {
    world.slack.addWorkspace({ team: "T0POOR", scopes: ["chat:write", "commands"] });
    const outcome = await world.operator.connect(world.keysOf("T0POOR"), null);
    expect(outcome).toMatchObject({ kind: "connected", missingScopes: expect.arrayContaining(["im:write"]) });
  });
});

describe("connecting again", () => {
  test("changes the one row, keeps what was not entered, and wakes a paused workspace", async () => {
    await world.operator.connect(world.keysOf(team), null);
    const [row] = await world.rows();
    await world.installations.setState(row?.id ?? "", "paused", "token_revoked", world.clock.now());
    const { botToken } = world.keysOf(team);
    const outcome = await world.operator.connect({ botToken }, null);
    expect(outcome).toMatchObject({ kind: "connected", isNew: false });
    const rows = await world.rows();
    expect(rows).toMatchObject([{ id: row?.id, state: "active", stateCode: null }]);
    expect((await openKeys()).signingSecret).toBe(world.keysOf(team).signingSecret);
  });

  test("keeps no secret of another app in the same workspace", async () => {
    await world.operator.connect(world.keysOf(team), null);
    const [row] = await world.rows();
    const keys = JSON.stringify({ ...world.keysOf(team), appId: "A0BEFORE" });
    await world.installations.change(row?.id ?? "", { credentials: keys }, world.clock.now());
    const { botToken } = world.keysOf(team);
    expect(await world.operator.connect({ botToken }, null)).toMatchObject({
      kind: "refused",
      reason: "no-inbound",
    });
    expect(await world.operator.connect(world.keysOf(team), null)).toMatchObject({ kind: "connected" });
  });

  test("gives a workspace that took the app out its old row back, with the keys that are known", async () => {
    await world.operator.connect(world.keysOf(team), null);
    const [row] = await world.rows();
    await world.installations.setState(row?.id ?? "", "removed", "app_uninstalled", world.clock.now());
    expect(await world.operator.list()).toMatchObject([{ tenant: team, state: "removed" }]);
    const { botToken } = world.keysOf(team);
    expect(await world.operator.connect({ botToken }, null)).toMatchObject({
      kind: "connected",
      isNew: false,
    });
    expect(await world.rows()).toMatchObject([{ id: row?.id, tenant: team, state: "active" }]);
    expect((await openKeys()).signingSecret).toBe(world.keysOf(team).signingSecret);
    expect(await world.operator.list()).toMatchObject([{ tenant: team, state: "active" }]);
  });

  test("leaves what the settings named and do not name any more", async () => {
    const { botToken, ...app } = world.keysOf(team);
    const row = {
      platform: "slack",
      origin: "environment",
      tenant: team,
      enterprise: null,
      name: null,
    } as const;
    const credentials = JSON.stringify({ ...app, botToken: "xoxb-old" });
    const id = await world.installations.add({ ...row, credentials, state: "active" }, world.clock.now());
    await world.installations.setState(id, "removed", "app_uninstalled", world.clock.now());
    expect(await world.operator.list()).toEqual([]);
    expect(await world.operator.connect({ botToken, ...app }, null)).toMatchObject({ isNew: true });
    expect(await world.rows()).toMatchObject([{ tenant: team, origin: "operator", state: "active" }]);
  });

  test("adds an app token to a workspace that runs without asking for its bot token", async () => {
    await world.operator.connect(world.keysOf(team), null);
    const { appToken } = world.slack.workspace(team).app;
    expect(await world.operator.connect({ appToken }, team)).toMatchObject({
      kind: "connected",
      isNew: false,
    });
    expect(await openKeys()).toMatchObject({ ...world.keysOf(team), appToken });
  });

  test("leaves a workspace of the settings to the settings", async () => {
    const credentials = JSON.stringify({ botToken: "xoxb-old", signingSecret: "s" });
    await world.installations.add(
      {
        ...{ platform: "slack", origin: "environment", tenant: team, enterprise: null, name: null },
        ...{ credentials, state: "active" },
      },
      world.clock.now(),
    );
    expect(await world.operator.connect(world.keysOf(team), null)).toEqual(refused("environment"));
    expect((await openKeys()).botToken).toBe("xoxb-old");
  });
});

describe("connecting without a bot token", () => {
  const app = () => {
    const { botToken: _, ...rest } = world.keysOf(team);
    return rest;
  };

  test("keeps the keys and gives the link that installs the app", async () => {
    const outcome = await world.operator.connect(app(), null);
    const [row] = await world.rows();
    expect(row).toMatchObject({ state: "waiting", tenant: null });
    expect(outcome).toEqual({
      ...{ kind: "waiting", link: `https://rapport.example.org/slack/install/${row?.id}` },
    });
  });

  test("entering the same app twice gives one row, also when its bot token comes later", async () => {
    await world.operator.connect(app(), null);
    await world.operator.connect(app(), null);
    expect(await world.rows()).toHaveLength(1);
    await world.operator.connect(world.keysOf(team), null);
    expect(await world.rows()).toMatchObject([{ tenant: team, state: "active" }]);
  });

  test("is refused without client id and secret, and where people cannot reach Rapport", async () => {
    const { signingSecret = "" } = app();
    expect(await world.operator.connect({ signingSecret }, null)).toEqual(refused("nothing-to-connect"));
    const closed = await openOperatorWorld(engine, { publicUrl: null });
    expect(await closed.operator.connect(app(), null)).toEqual(refused("no-public-url"));
    expect(await closed.rows()).toEqual([]);
    await closed.close();
  });
});

test("the list of workspaces tells how they stand and holds no secret", async () => {
  await world.operator.connect(world.keysOf(team), null);
  world.clock.advance({ minutes: 1 });
  world.slack.addWorkspace({ team: "T0POOR", name: "Poor", scopes: ["chat:write"] });
  const { appToken } = world.slack.workspace("T0POOR").app;
  await world.operator.connect({ botToken: world.keysOf("T0POOR").botToken, appToken }, null);
  const listed = await world.operator.list();
  expect(listed).toMatchObject([
    { tenant: team, name: "City", state: "active", inbound: "http", missingScopes: [] },
    { tenant: "T0POOR", inbound: "socket", missingScopes: expect.arrayContaining(["im:write"]) },
  ]);
  const secrets = [world.keysOf(team), { ...world.keysOf("T0POOR"), appToken }].flatMap(Object.values);
  for (const secret of secrets) expect(JSON.stringify([listed, world.logger.lines])).not.toContain(secret);
});
