import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createSlackWorkspaces } from "../../../adapters/slack/slack-workspaces.ts";
import type { InstallationStore } from "../../../src/ports/installation.ts";
import { createTestClock } from "../../builders/test-clock.ts";
import type { SlackWorkspace } from "../../slack/slack-model.ts";
import { type InstallationWorld, openInstallationWorld, seen } from "./installation-world.ts";

const pauses = vi.hoisted(() => ({ quick: false }));
vi.mock("node:timers/promises", async (original) => {
  const timers = await original<typeof import("node:timers/promises")>();
  return { ...timers, setTimeout: (ms: number) => timers.setTimeout(pauses.quick ? 0 : ms) };
});

let world: InstallationWorld;
let slack: SlackWorkspace;
let id: string;
beforeAll(async () => {
  world = await openInstallationWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  pauses.quick = false;
  await world.begin();
  slack = world.slack.addWorkspace({ team: "T1", rotation: true });
  const refreshToken = newestRefreshToken();
  id = await world.connect(slack, { refreshToken, expiresAt: "2026-11-03T00:00:00Z" });
});

const use = async (workspaces = world.process()) => workspaces.client(await seen(workspaces, "T1"));
const refreshes = () => world.calls("oauth.v2.access");

describe("a bot token that ends after twelve hours", () => {
  test("is used as it is while two hours and more are left", async () => {
    world.clock.set("2026-11-02T21:59:59Z");
    expect((await use())?.token).toBe(slack.token);
    expect(refreshes()).toEqual([]);
  });

  test("is renewed before its next use when less is left; both tokens are stored, and nothing else changes", async () => {
    const before = await world.row(id);
    world.clock.set("2026-11-02T22:00:00Z");
    const client = await use();
    expect(client?.token).not.toBe(before.credentials.botToken);
    expect(client?.token).toBe(slack.token);
    expect((await client?.auth.test())?.ok).toBe(true);
    expect(refreshes()).toMatchObject([
      { outcome: "ok", args: { grant_type: "refresh_token", client_id: slack.app.clientId } },
    ]);
    const after = await world.row(id);
    expect(after).toEqual({
      ...before,
      changedAt: world.clock.now(),
      credentials: {
        ...before.credentials,
        botToken: slack.token,
        refreshToken: newestRefreshToken(),
        expiresAt: "2026-11-03T10:00:00Z",
      },
    });
    expect((await use())?.token).toBe(slack.token);
    expect(refreshes()).toHaveLength(1);
  });

  test("goes on and on: each refresh token is used once", async () => {
    const workspaces = world.process();
    for (let round = 0; round < 4; round += 1) {
      world.clock.advance({ hours: 11 });
      expect((await use(workspaces))?.token).toBe(slack.token);
    }
    expect(refreshes().map(({ outcome }) => outcome)).toEqual(["ok", "ok", "ok", "ok"]);
  });

  test("is renewed by one of two workers; the other goes on with the old one meanwhile", async () => {
    const old = slack.token;
    world.clock.set("2026-11-02T23:00:00Z");
    const hold = world.slack.on({ method: "oauth.v2.access" }, { kind: "hold", accept: "before" });
    const [first, second] = [world.process(), world.process()];
    const renewing = use(first);
    await vi.waitFor(() => expect(hold.hits).toBe(1));
    expect((await use(second))?.token).toBe(old);
    hold.release();
    expect((await renewing)?.token).toBe(slack.token);
    world.clock.advance({ seconds: 5 });
    expect((await use(second))?.token).toBe(slack.token);
    expect(refreshes()).toHaveLength(1);
  });

  test("is not renewed again by a worker that looked a moment before", async () => {
    world.clock.set("2026-11-02T23:00:00Z");
    const late = world.process();
    await late.all();
    expect((await use())?.token).toBe(slack.token);
    expect((await use(late))?.token).toBe(slack.token);
    expect(refreshes()).toHaveLength(1);
  });

  test("once over, all workers wait for the one that renews it, and all go on", async () => {
    world.clock.set("2026-11-03T00:00:00Z");
    const hold = world.slack.on({ method: "oauth.v2.access" }, { kind: "hold", accept: "before" });
    const processes = [world.process(), world.process(), world.process()];
    const using = processes.flatMap((workspaces) => [use(workspaces), use(workspaces)]);
    await vi.waitFor(() => expect(hold.hits).toBe(1));
    hold.release();
    const tokens = (await Promise.all(using)).map((client) => client?.token);
    expect(new Set(tokens)).toEqual(new Set([slack.token]));
    expect(refreshes()).toHaveLength(1);
    expect(world.alerts()).toEqual([]);
  });
});

describe("a call that was refused because the token ended", () => {
  test("may be made again by each worker, after one refresh", async () => {
    await world.installations.change(id, { credentials: await withoutEnd() }, world.clock.now());
    const processes = [world.process(), world.process()];
    const held = await Promise.all(processes.map((workspaces) => seen(workspaces, "T1")));
    const old = slack.token;
    const refused = processes.map((workspaces, place) =>
      workspaces.refused(at(held, place), "token_expired"),
    );
    expect(await Promise.all(refused)).toEqual(["retry", "retry"]);
    expect(slack.token).not.toBe(old);
    for (const [place, workspaces] of processes.entries()) {
      expect((await workspaces.client(at(held, place)))?.token).toBe(slack.token);
    }
    expect(refreshes()).toHaveLength(1);
  });

  test("pauses nothing while Slack is away: the message waits, and a later look renews", async () => {
    const workspaces = world.process();
    const workspace = await seen(workspaces, "T1");
    const away = world.slack.on({ method: "oauth.v2.access" }, { kind: "drop", accept: "no" });
    expect(await workspaces.refused(workspace, "token_expired")).toBe("paused");
    expect((await world.row(id)).state).toBe("active");
    away.release();
    world.clock.advance({ seconds: 60 });
    expect(await workspaces.refused(workspace, "token_expired")).toBe("retry");
    expect(world.alerts()).toEqual([]);
  });
});

describe("a refresh that goes wrong", () => {
  test("whose answer was lost has burnt the token: the old one serves, then the workspace pauses with one alert", async () => {
    world.clock.set("2026-11-02T23:00:00Z");
    const old = slack.token;
    const lost = world.slack.on({ method: "oauth.v2.access", nth: 1 }, { kind: "reset" });
    const [first, second] = [world.process(), world.process()];
    expect((await use(first))?.token).toBe(old);
    expect((await use(second))?.token).toBe(old);
    expect(lost.hits).toBe(1);
    expect(refreshes()).toHaveLength(1);
    world.clock.advance({ seconds: 60 });
    expect(await Promise.all([use(first), use(second)])).toContain(null);
    world.clock.advance({ seconds: 5 });
    expect(await Promise.all([use(first), use(second)])).toEqual([null, null]);
    expect(refreshes()).toHaveLength(2);
    expect(await world.row(id)).toMatchObject({ state: "paused", stateCode: "invalid_refresh_token" });
    expect(world.alerts()).toHaveLength(1);
    expect(world.alerts()[0]).toMatchObject({
      fields: { workspace: "T1", code: "invalid_refresh_token" },
      message: expect.stringContaining("connect the workspace again"),
    });
  });

  test("that Slack never got is made again after a minute, with the same token", async () => {
    world.clock.set("2026-11-03T00:00:00Z");
    const away = world.slack.on({ method: "oauth.v2.access" }, { kind: "drop", accept: "no" });
    const workspaces = world.process();
    expect(await use(workspaces)).toBeNull();
    away.release();
    world.clock.advance({ seconds: 60 });
    expect((await use(workspaces))?.token).toBe(slack.token);
    expect(await world.row(id)).toMatchObject({ state: "active", credentials: { botToken: slack.token } });
    expect(world.alerts()).toEqual([]);
  });

  test("is not waited for without end when its worker died", async () => {
    pauses.quick = true;
    world.clock.set("2026-11-03T00:00:00Z");
    const now = world.clock.now();
    await world.installations.leaseRefresh(id, now, now.add({ seconds: 60 }));
    const workspaces = world.process();
    expect(await use(workspaces)).toBeNull();
    expect(refreshes()).toEqual([]);
    world.clock.advance({ seconds: 60 });
    expect((await use(workspaces))?.token).toBe(slack.token);
  });

  test.each([
    ["bad_client_secret", "client id and secret"],
    ["invalid_client_id", "client id and secret"],
  ])("because of %s pauses and names what to enter", async (code, advice) => {
    world.slack.on({ method: "oauth.v2.access" }, { kind: "error", error: code });
    world.clock.set("2026-11-02T23:00:00Z");
    expect(await use()).toBeNull();
    expect((await world.row(id)).stateCode).toBe(code);
    expect(world.alerts()[0]?.message).toContain(advice);
  });

  test("to keep the new tokens at first keeps them at the next try", async () => {
    pauses.quick = true;
    let fails = 2;
    const store: InstallationStore = {
      ...world.installations,
      endRefresh: async (...given) => {
        fails -= 1;
        if (fails >= 0) throw new Error("The database is away.");
        await world.installations.endRefresh(...given);
      },
    };
    world.clock.set("2026-11-02T23:00:00Z");
    expect((await use(world.process(store)))?.token).toBe(slack.token);
    expect((await world.row(id)).credentials.botToken).toBe(slack.token);
  });

  test("for a worker whose clock is ten minutes ahead is undone by the one that succeeded", async () => {
    world.clock.set("2026-11-02T23:00:00Z");
    const hold = world.slack.on({ method: "oauth.v2.access", nth: 1 }, { kind: "hold", accept: "before" });
    const renewing = use(world.process());
    await vi.waitFor(() => expect(hold.hits).toBe(1));
    const ahead = createTestClock("2026-11-02T23:10:00Z");
    expect(await use(createSlackWorkspaces({ ...world.needs(), clock: ahead }))).toBeNull();
    hold.release();
    expect((await renewing)?.token).toBe(slack.token);
    expect(await world.row(id)).toMatchObject({ state: "active", stateCode: null });
    expect((await use())?.token).toBe(slack.token);
  });
});

function newestRefreshToken(): string {
  const refresh = [...world.slack.state.tokens.values()].filter(({ kind }) => kind === "refresh");
  return refresh.at(-1)?.token ?? "";
}

async function withoutEnd(): Promise<string> {
  const { expiresAt: _, ...credentials } = (await world.row(id)).credentials;
  return JSON.stringify(credentials);
}

function at<Item>(list: readonly Item[], place: number): Item {
  const item = list[place];
  if (item === undefined) throw new Error("There are not so many.");
  return item;
}
