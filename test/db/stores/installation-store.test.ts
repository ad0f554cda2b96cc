import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createJweVault } from "../../../adapters/vault/jwe-vault.ts";
import type { OpenDatabase } from "../../../db/database.ts";
import { createInstallationStore } from "../../../db/stores/installation-store.ts";
import { createPlatformNotes } from "../../../db/stores/platform-notes.ts";
import { randomIds } from "../../../src/ports/ids.ts";
import type { Installation, InstallationStore, PlatformNotes } from "../../../src/ports/installation.ts";
import { createTestClock } from "../../builders/test-clock.ts";
import { type Engine, engineKinds, withEngine } from "../../engines/engine.ts";

const clock = createTestClock("2026-11-02T12:00:00Z");
const vault = createJweVault(async () => "a secret of the store's tests alone");

const anApp = {
  platform: "slack",
  origin: "operator",
  tenant: "T1",
  enterprise: null,
  name: "Agency",
  credentials: '{"botToken":"xoxb-canary"}',
  state: "active",
} as const satisfies Parameters<InstallationStore["add"]>[0];

describe.each(engineKinds)("installations and notes (%s)", (kind) => {
  let engine: Engine;
  let opened: OpenDatabase;
  let store: InstallationStore;
  let notes: PlatformNotes;
  const get = async (id: string) => (await store.get(id)) as Installation;
  const add = (changes: Partial<Parameters<InstallationStore["add"]>[0]> = {}) =>
    store.add({ ...anApp, ...changes }, clock.now());

  beforeAll(async () => {
    engine = await withEngine(kind);
    opened = await engine.open();
    store = createInstallationStore(opened.database, randomIds, vault);
    notes = createPlatformNotes(opened.database);
  });
  beforeEach(() => engine.empty());
  afterAll(async () => {
    await opened.close();
    await engine.close();
  });

  test("come back as they were added, and rest sealed", async () => {
    const id = await add();
    expect(await get(id)).toEqual({ ...anApp, id, stateCode: null, changedAt: clock.now() });
    expect(await store.all("slack")).toEqual([await get(id)]);
    expect(await store.all("teams")).toEqual([]);
    expect(await store.get(randomIds.next())).toBeNull();
    expect(JSON.stringify(await engine.query("select * from installations"))).not.toContain("canary");
  });

  test("change in what is given and keep the rest; no row is no change", async () => {
    const id = await add({ tenant: null, state: "waiting" });
    clock.advance({ minutes: 1 });
    expect(await store.change(id, { tenant: "T9", credentials: '{"botToken":"xoxb-2"}' }, clock.now())).toBe(
      true,
    );
    expect(await get(id)).toMatchObject({
      tenant: "T9",
      name: "Agency",
      credentials: '{"botToken":"xoxb-2"}',
      state: "waiting",
      changedAt: clock.now(),
    });
    expect(await store.change(id, { name: "Agency 2" }, clock.now())).toBe(true);
    expect(await get(id)).toMatchObject({ name: "Agency 2", credentials: '{"botToken":"xoxb-2"}' });
    expect(await store.change(randomIds.next(), { name: "x" }, clock.now())).toBe(false);
  });

  test("that were removed stand apart, the latest first", async () => {
    const [first, second] = [await add({ tenant: "T1" }), await add({ tenant: "T2" })];
    for (const id of [second, first]) {
      clock.advance({ minutes: 1 });
      await store.setState(id, "removed", "app_uninstalled", clock.now());
    }
    expect(await store.all("slack")).toEqual([]);
    expect((await store.removed("slack")).map(({ id }) => id)).toEqual([first, second]);
    expect(await store.removed("teams")).toEqual([]);
  });

  test("one caller in many changes a state", async () => {
    const id = await add();
    const pauses = Array.from({ length: 10 }, (_, place) =>
      store.setState(id, "paused", `code_${place}`, clock.now()),
    );
    expect((await Promise.all(pauses)).filter(Boolean)).toHaveLength(1);
    expect(await store.setState(id, "paused", "later", clock.now())).toBe(false);
    expect((await get(id)).stateCode).toMatch(/^code_\d$/);
    expect(await store.setState(id, "active", null, clock.now())).toBe(true);
    expect(await get(id)).toMatchObject({ state: "active", stateCode: null });
  });

  test("one caller in many leases a refresh, until it ends or is given back", async () => {
    const id = await add();
    const now = clock.now();
    const until = now.add({ seconds: 60 });
    const leases = await Promise.all(Array.from({ length: 10 }, () => store.leaseRefresh(id, now, until)));
    expect(leases.filter(Boolean)).toHaveLength(1);
    expect(await store.leaseRefresh(id, now.add({ seconds: 59 }), until.add({ seconds: 59 }))).toBe(false);
    expect(await store.leaseRefresh(id, until, until.add({ seconds: 60 }))).toBe(true);
    await store.endRefresh(id, null, until);
    expect((await get(id)).credentials).toBe(anApp.credentials);
    expect(await store.leaseRefresh(id, until, until.add({ seconds: 60 }))).toBe(true);
  });

  test("both tokens are kept and the lease is given back together", async () => {
    const id = await add();
    const now = clock.now();
    await store.leaseRefresh(id, now, now.add({ seconds: 60 }));
    await store.endRefresh(id, '{"botToken":"b","refreshToken":"r"}', now);
    expect((await get(id)).credentials).toBe('{"botToken":"b","refreshToken":"r"}');
    expect(await store.leaseRefresh(id, now, now.add({ seconds: 60 }))).toBe(true);
  });

  test("a workspace belongs to one row, and a removed one frees it", async () => {
    const first = await add();
    const taken = { code: "installation.tenant-taken" };
    await expect(add()).rejects.toMatchObject(taken);
    const second = await add({ tenant: "T2" });
    await expect(store.change(second, { tenant: "T1", name: "x" }, clock.now())).rejects.toMatchObject(taken);
    expect(await get(second)).toMatchObject({ tenant: "T2", name: "Agency" });
    await add({ platform: "teams" });
    await store.setState(first, "removed", "app_uninstalled", clock.now());
    expect((await store.all("slack")).map(({ id }) => id)).toEqual([second]);
    const third = await add();
    expect(await get(third)).toMatchObject({ tenant: "T1", state: "active" });
    await expect(store.setState(first, "active", null, clock.now())).rejects.toMatchObject(taken);
    expect(await get(first)).toMatchObject({ state: "removed", stateCode: "app_uninstalled" });
  });

  test("several rows may wait for their workspace", async () => {
    await add({ tenant: null, state: "waiting" });
    await add({ tenant: null, state: "waiting" });
    expect(await store.all("slack")).toHaveLength(2);
  });

  test("there is one row for the environment, however many start at once", async () => {
    const fresh = { origin: "environment", tenant: null, state: "waiting" } as const;
    const added = await Promise.all(Array.from({ length: 5 }, () => add(fresh)));
    expect(new Set(added).size).toBe(1);
    const [id = ""] = added;
    await store.change(id, { tenant: "T1" }, clock.now());
    expect(await add({ ...fresh, credentials: "{}" })).toBe(id);
    expect(await get(id)).toMatchObject({ tenant: "T1", credentials: anApp.credentials });
    await store.setState(id, "removed", "not_in_settings", clock.now());
    expect(await add({ ...fresh, credentials: '{"botToken":"xoxb-new"}' })).toBe(id);
    expect(await get(id)).toMatchObject({
      ...fresh,
      stateCode: null,
      credentials: '{"botToken":"xoxb-new"}',
    });
  });

  test("a row that another secret sealed is paused for this reader and hides no other", async () => {
    const strange = createInstallationStore(
      opened.database,
      randomIds,
      createJweVault(async () => "quite another secret of enough signs"),
    );
    const lost = await strange.add({ ...anApp, tenant: "T2" }, clock.now());
    const good = await add();
    const paused = { state: "paused", stateCode: "vault.unreadable", credentials: "" };
    expect(await get(lost)).toMatchObject({ tenant: "T2", ...paused });
    expect(await store.all("slack")).toHaveLength(2);
    expect(await get(good)).toMatchObject({ state: "active", credentials: anApp.credentials });
    expect(await strange.get(lost)).toMatchObject({ state: "active", credentials: anApp.credentials });
    await store.change(lost, { credentials: "{}" }, clock.now());
    expect(await get(lost)).toMatchObject({ state: "active", credentials: "{}" });
  });

  test("a sealed text that was copied to another row does not open there", async () => {
    const first = await add();
    const second = await add({ tenant: "T2" });
    await engine.query("update installations set sealed = (select sealed from installations where id = $1)", [
      first,
    ]);
    expect(await get(second)).toMatchObject({ stateCode: "vault.unreadable", credentials: "" });
  });

  test("notes are read, written anew and forgotten by scope and key", async () => {
    const [first, second] = [await add(), await add({ tenant: "T2" })];
    expect(await notes.read(first, "reach:T1/U1")).toBeNull();
    await notes.write(first, "reach:T1/U1", "D1", clock.now());
    clock.advance({ seconds: 1 });
    await notes.write(second, "reach:T1/U1", "D2", clock.now());
    clock.advance({ seconds: 1 });
    await notes.write(first, "reach:T1/U1", "D3", clock.now());
    expect(await notes.read(first, "reach:T1/U1")).toBe("D3");
    expect(await notes.read(second, "reach:T1/U1")).toBe("D2");
    await notes.forget(first, "reach:T1/U1");
    await notes.forget(first, "reach:T1/U1");
    expect(await notes.read(first, "reach:T1/U1")).toBeNull();
  });
});
