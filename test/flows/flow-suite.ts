import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { agencyPeople, vendorPeople } from "../builders/roster.ts";
import { type Engine, engineKinds, withEngine } from "../engines/engine.ts";
import { type StartOptions, startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { type Person, personOf } from "./person.ts";

/** A running Rapport and the people of its roster. */
export interface FlowWorld extends TestRapport {
  person(key: string): Person;
  /** Each of them taps Start on their introduction. */
  consent(...keys: readonly string[]): Promise<void>;
}

/** Starts a world on the suite's engine; it is closed after the test. */
export type StartWorld = (options?: StartOptions) => Promise<FlowWorld>;

/** Everybody on the small roster. */
export const everybody = [...agencyPeople, ...vendorPeople];

/** Chicago, where the small roster's people are unless a test says otherwise. */
export const chicago = "America/Chicago";

/** The same suite on the embedded database and on a real server. */
export function onBothEngines(name: string, define: (start: StartWorld) => void): void {
  describe.each(engineKinds)(`${name} (%s)`, (kind) => {
    let engine: Engine;
    const open: FlowWorld[] = [];
    beforeAll(async () => {
      engine = await withEngine(kind);
    });
    afterEach(async () => {
      for (const world of open.splice(0)) await world.close(1000);
    });
    afterAll(() => engine.close());
    define(async (options) => {
      const rapport = await startRapport(engine, options);
      const world: FlowWorld = {
        ...rapport,
        person: (key) => personOf(rapport, key),
        async consent(...keys) {
          for (const key of keys) await personOf(rapport, key).tap("introduction", { answer: "start" });
          await rapport.settle();
        },
      };
      open.push(world);
      return world;
    });
  });
}

/** A world on whose first Monday everybody was introduced and said Start; their first card is there. */
export async function startedWorld(start: StartWorld, options?: StartOptions): Promise<FlowWorld> {
  const world = await start(options);
  await world.settle();
  await world.consent(...everybody.filter((key) => world.contactIds[key] !== undefined));
  return world;
}
