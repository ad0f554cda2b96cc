import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { type Engine, withEngine } from "../engines/engine.ts";

/**
 * An embedded database for the tests of a file. After each test its world is closed, and nothing that was sent in it may
 * have broken Slack's limits.
 */
export function useStage(
  world: () => { readonly slack: { readonly blockFaults: readonly string[] }; close(): Promise<void> },
): { readonly engine: Engine } {
  const opened: Engine[] = [];
  beforeAll(async () => {
    opened.push(await withEngine("pglite"));
  });
  afterEach(async () => {
    expect(world().slack.blockFaults).toEqual([]);
    await world().close();
  });
  afterAll(async () => {
    for (const engine of opened) await engine.close();
  });
  return {
    get engine() {
      const [engine] = opened;
      if (engine === undefined) throw new Error("No test has begun.");
      return engine;
    },
  };
}
