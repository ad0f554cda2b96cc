import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabaseCheck } from "../../../db/read-models/database-health.ts";
import { createFailedPosts } from "../../../db/read-models/failed-posts.ts";
import { type Engine, engineKinds, withEngine } from "../../engines/engine.ts";
import { startRapport, type TestRapport } from "../../engines/start-rapport.ts";

describe.each(engineKinds)("what an operator asks of a database (%s)", (kind) => {
  let engine: Engine;
  let world: TestRapport;
  beforeAll(async () => {
    engine = await withEngine(kind);
    world = await startRapport(engine);
  });
  afterAll(async () => {
    await world.close(1000);
    await engine.close();
  });

  test("its version, its schema and its clock", async () => {
    const open = await engine.open();
    const health = await createDatabaseCheck(open.database).look();
    await open.close();
    expect(health.version).toMatch(/^\d+\.\d+/);
    expect(Math.floor(health.versionNumber / 10_000)).toBe(Number.parseInt(health.version, 10));
    expect(health.schema.applied).toBe(health.schema.known);
    const [row] = await world.query("select abs(extract(epoch from now()) - $1::float8) as apart", [
      health.now.epochMilliseconds / 1000,
    ]);
    expect(Number(row?.apart)).toBeLessThan(60);
  });

  test("posts that were given up, the newest first, of partnerships on the roster", async () => {
    const add = (key: string, post: string | null, state: string, at: string) =>
      world.query(
        `insert into messages (id, key, purpose, partnership_id, post, state, due_at, end_code, sent_at)
         select gen_random_uuid(), $1, 'digest', id, $2, $3, $4::timestamptz, 'is_archived',
           case when $3 = 'sent' then $4::timestamptz end from partnerships`,
        [key, post, state, at],
      );
    await add("older", "slack:T1/C1", "failed", "2026-10-01T12:00:00Z");
    await add("newer", "slack:T1/C2", "failed", "2026-10-02T12:00:00Z");
    await add("later", "slack:T1/C1", "sent", "2026-10-03T12:00:00Z");
    await add("too old", "slack:T1/C1", "failed", "2026-08-01T12:00:00Z");
    await add("no post", null, "failed", "2026-10-02T12:00:00Z");
    const since = world.clock.now().subtract({ hours: 40 * 24 });
    const found = async () => {
      const open = await engine.open();
      const posts = await createFailedPosts(open.database).since(since);
      await open.close();
      return posts;
    };
    expect((await found()).map(({ address, wentOutLater }) => [address, wentOutLater])).toEqual([
      ["slack:T1/C2", false],
      ["slack:T1/C1", true],
    ]);
    expect((await found())[0]).toMatchObject({ partnershipKey: "permits", code: "is_archived" });
    expect(String((await found())[0]?.endedAt)).toBe("2026-10-02T12:00:00Z");
    await world.query("update partnerships set deactivated_at = now()");
    expect(await found()).toEqual([]);
  });
});
