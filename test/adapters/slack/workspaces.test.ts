import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import { createInstallationStore } from "../../../db/stores/installation-store.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import type { InstallationStore } from "../../../src/ports/installation.ts";
import { type InstallationWorld, openInstallationWorld, seen } from "./installation-world.ts";

let world: InstallationWorld;
beforeAll(async () => {
  world = await openInstallationWorld();
});
beforeEach(() => world.begin());
afterAll(() => world.close());

describe("what is known of workspaces", () => {
  test("each is found by its own team or enterprise, with open credentials", async () => {
    const first = world.slack.addWorkspace({ team: "T1", name: "Agency" });
    const id = await world.connect(first);
    await world.connect(world.slack.addWorkspace({ team: "E2" }), {}, "waiting");
    const workspaces = world.process();
    expect(await workspaces.of("T1")).toMatchObject({
      id,
      tenant: "T1",
      name: "Agency",
      state: "active",
      credentials: { botToken: first.token },
    });
    expect((await workspaces.of("E2"))?.state).toBe("waiting");
    expect(await workspaces.of("T3")).toBeNull();
    expect(await workspaces.all()).toHaveLength(2);
  });

  test("the store is read once for all who ask within five seconds, and again after them", async () => {
    let reads = 0;
    const counting: InstallationStore = {
      ...world.installations,
      all: (platform) => {
        reads += 1;
        return world.installations.all(platform);
      },
    };
    const workspaces = world.process(counting);
    await Promise.all([workspaces.all(), workspaces.of("T1"), workspaces.all()]);
    world.clock.advance({ seconds: 4 });
    expect(await workspaces.of("T1")).toBeNull();
    expect(reads).toBe(1);
    await world.connect(world.slack.addWorkspace({ team: "T1" }));
    world.clock.advance({ seconds: 1 });
    expect((await workspaces.of("T1"))?.state).toBe("active");
    expect(reads).toBe(2);
  });

  test("a store that fails once is asked again at once", async () => {
    let fails = true;
    const workspaces = world.process({
      ...world.installations,
      all: (platform) => {
        if (!fails) return world.installations.all(platform);
        fails = false;
        return Promise.reject(new Error("away"));
      },
    });
    await expect(workspaces.all()).rejects.toThrow("away");
    expect(await workspaces.all()).toEqual([]);
  });
});

describe("clients", () => {
  test("are one for each workspace and token, and call with it", async () => {
    const slack = world.slack.addWorkspace({ team: "T1" });
    const id = await world.connect(slack);
    const workspaces = world.process();
    const client = await workspaces.client(await seen(workspaces, "T1"));
    expect(client?.token).toBe(slack.token);
    expect((await client?.auth.test())?.team_id).toBe("T1");
    expect(await workspaces.client(await seen(workspaces, "T1"))).toBe(client);
    await world.installations.change(id, { credentials: '{"botToken":"xoxb-other"}' }, world.clock.now());
    world.clock.advance({ seconds: 5 });
    expect((await workspaces.client(await seen(workspaces, "T1")))?.token).toBe("xoxb-other");
  });

  test("try once and do not wait when Slack asks for a pause", async () => {
    await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    const client = await workspaces.client(await seen(workspaces, "T1"));
    world.slack.on({ method: "auth.test", nth: 1 }, { kind: "limited", retryAfter: "30" });
    world.slack.on({ method: "auth.test", nth: 2 }, { kind: "status", status: 500, accept: false });
    await expect(client?.auth.test()).rejects.toMatchObject({ retryAfter: 30 });
    await expect(client?.auth.test()).rejects.toMatchObject({ statusCode: 500 });
    expect(world.calls("auth.test")).toHaveLength(2);
  });

  test.each(["waiting", "paused", "removed"] as const)("there is none while it is %s", async (state) => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    const workspace = await seen(workspaces, "T1");
    await world.installations.setState(id, state, null, world.clock.now());
    world.clock.advance({ seconds: 5 });
    expect(await workspaces.client(workspace)).toBeNull();
  });
});

describe("a workspace that Slack refuses", () => {
  test("is paused at once with one alert, however many calls see it in how many processes", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1", name: "Canary Agency" }));
    await world.connect(world.slack.addWorkspace({ team: "T2" }));
    const processes = [world.process(), world.process()];
    const held = await Promise.all(processes.map((workspaces) => seen(workspaces, "T1")));
    const answers = await Promise.all(
      processes.flatMap((workspaces, place) =>
        Array.from({ length: 5 }, () => workspaces.refused(held[place] ?? missing(), "token_revoked")),
      ),
    );
    expect(new Set(answers)).toEqual(new Set(["paused"]));
    expect(world.alerts()).toHaveLength(1);
    expect(world.alerts()[0]).toMatchObject({
      fields: { installation: id, workspace: "T1", code: "token_revoked" },
      message: expect.stringContaining("install the app there again"),
    });
    expect(JSON.stringify(world.alerts())).not.toMatch(/xoxb|Canary/);
    expect(await world.row(id)).toMatchObject({ state: "paused", stateCode: "token_revoked" });
    const [first = missing()] = processes;
    expect(await first.client(held[0] ?? missing())).toBeNull();
    expect(await first.client(await seen(first, "T2"))).not.toBeNull();
  });

  test("goes on when somebody has put in another token meanwhile", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    const old = await seen(workspaces, "T1");
    await world.installations.change(id, { credentials: '{"botToken":"xoxb-new"}' }, world.clock.now());
    expect(await workspaces.refused(old, "token_revoked")).toBe("retry");
    expect((await workspaces.client(old))?.token).toBe("xoxb-new");
    expect(world.alerts()).toEqual([]);
  });

  test("alerts again only after an operator resumed it", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    const workspace = await seen(workspaces, "T1");
    await workspaces.refused(workspace, "account_inactive");
    await workspaces.refused(workspace, "missing_scope");
    expect(world.alerts()).toHaveLength(1);
    await world.installations.setState(id, "active", null, world.clock.now());
    world.clock.advance({ seconds: 5 });
    expect(await workspaces.client(workspace)).not.toBeNull();
    await workspaces.refused(workspace, "missing_scope");
    expect(world.alerts().map(({ fields }) => fields.code)).toEqual(["account_inactive", "missing_scope"]);
  });

  test("says that the token ended when it cannot be renewed", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    expect(await workspaces.refused(await seen(workspaces, "T1"), "token_expired")).toBe("paused");
    expect(world.calls("oauth.v2.access")).toEqual([]);
    expect((await world.row(id)).stateCode).toBe("token_expired");
    expect(world.alerts()[0]?.message).toContain("connect the workspace again");
  });
});

describe("a workspace that took the app out", () => {
  test("is removed with one alert and stays removed whatever else Slack says", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const [first, second] = [world.process(), world.process()];
    const workspace = await seen(first, "T1");
    const now = world.clock.now();
    await Promise.all([first, second, first].map((process) => process.removed(workspace, now)));
    expect(world.alerts()).toHaveLength(1);
    expect(world.alerts()[0]?.fields).toMatchObject({ workspace: "T1", code: "app_uninstalled" });
    expect(await first.of("T1")).toBeNull();
    expect(await first.refused(workspace, "account_inactive")).toBe("paused");
    expect(world.alerts()).toHaveLength(1);
    expect((await world.row(id)).state).toBe("removed");
  });

  test("stays when it was installed anew since, however late Slack tells of it", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const workspaces = world.process();
    const workspace = await seen(workspaces, "T1");
    const takenOut = world.clock.now();
    world.clock.advance({ hours: 2 });
    await world.installations.change(id, { credentials: '{"botToken":"xoxb-2"}' }, world.clock.now());
    await workspaces.removed(workspace, takenOut);
    expect(await world.row(id)).toMatchObject({ state: "active", credentials: { botToken: "xoxb-2" } });
    expect(world.alerts()).toEqual([]);
    await workspaces.removed(workspace, world.clock.now());
    expect((await world.row(id)).state).toBe("removed");
  });
});

describe("credentials that cannot be read", () => {
  test("pause that workspace alone for this process, say so once, and resume with the right secret", async () => {
    await world.connect(world.slack.addWorkspace({ team: "T1" }));
    const strangeVault = createJweVault(async () => "quite another secret of enough signs");
    const strange = createInstallationStore(world.database, randomIds, strangeVault);
    await strange.add(
      {
        platform: "slack",
        origin: "operator",
        ...{ tenant: "T2", enterprise: null, name: "Vendor", credentials: "{}", state: "active" },
      },
      world.clock.now(),
    );
    const workspaces = world.process();
    const lost = await seen(workspaces, "T2");
    expect(lost).toMatchObject({ state: "paused", stateCode: "vault.unreadable", credentials: {} });
    expect(await workspaces.client(lost)).toBeNull();
    expect(await workspaces.client(await seen(workspaces, "T1"))).not.toBeNull();
    world.clock.advance({ minutes: 1 });
    await workspaces.all();
    expect(world.alerts()).toHaveLength(1);
    expect(world.alerts()[0]?.message).toContain("RAPPORT_SECRET");
    expect(await seen(world.process(strange), "T2")).toMatchObject({ state: "active" });
    await world.installations.change(lost.id, { credentials: '{"botToken":"xoxb-1"}' }, world.clock.now());
    world.clock.advance({ minutes: 1 });
    expect((await workspaces.client(lost))?.token).toBe("xoxb-1");
  });

  test("are not taken for good because they open", async () => {
    const id = await world.connect(world.slack.addWorkspace({ team: "T1" }));
    await world.installations.change(id, { credentials: '{"botToken":7}' }, world.clock.now());
    const workspaces = world.process();
    expect(await seen(workspaces, "T1")).toMatchObject({
      state: "paused",
      stateCode: "credentials.unreadable",
    });
    expect(world.alerts()).toHaveLength(1);
  });
});

function missing(): never {
  throw new Error("It is not there.");
}
