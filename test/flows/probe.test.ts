import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import { startRapport } from "../engines/start-rapport.ts";
describe.each(engineKinds)("probe %s", (kind) => {
  let engine: Engine;
  beforeAll(async () => { engine = await withEngine(kind); });
  afterAll(() => engine.close());
  test.each([1,2])("opens %s", async () => {
    let t = performance.now();
    const r = await startRapport(engine); console.log(kind, "start", performance.now()-t); t = performance.now();
    await r.settle(); console.log("settle", performance.now()-t); t = performance.now();
    await r.settle(); console.log("settle", performance.now()-t); t = performance.now();
    console.log((await r.query("select purpose, state, due_at, key from messages order by 1,2")).length);
    console.log(Object.entries(await r.snapshot()).map(([k,v])=>k+":"+v.length).join(" ")); console.log("snap", performance.now()-t);
    t = performance.now(); await r.passTo("2026-11-10T12:00","America/Chicago");console.log("week", performance.now()-t);
    t = performance.now();await r.close(); console.log("close", performance.now()-t);
    expect(1).toBe(1);
  });
});
