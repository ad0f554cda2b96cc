import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { migrationsFolder } from "../../db/migrate.ts";
import { openServer } from "../../db/open-server.ts";
import { openRapport } from "../../src/compose.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { engineKinds, withEngine } from "../engines/engine.ts";
import { createServerDatabase } from "../engines/server-database.ts";
import { testSettings } from "../engines/start-rapport.ts";

const known = readMigrationFiles({ migrationsFolder });

describe("migrations", () => {
  test("three instances that start together on an empty server migrate once and all run", async () => {
    const { url, drop } = await createServerDatabase({ empty: true });
    const clock = createTestClock("2026-11-02T18:00:00Z");
    const started = await Promise.all(
      [1, 2, 3].map(() =>
        openRapport({ ...testSettings, databaseUrl: url }, { clock, logger: createRecordingLogger() }),
      ),
    );
    for (const rapport of started) {
      expect(await rapport.isReady()).toBe(true);
      await rapport.context.queueDueWork();
      await rapport.context.drain();
    }
    const client = postgres(url, { max: 1 });
    const applied = await client`select created_at::text as at from drizzle.__drizzle_migrations order by 1`;
    expect(applied.map(({ at }) => Number(at))).toEqual(known.map(({ folderMillis }) => folderMillis));
    await client.end();
    for (const rapport of started) await rapport.close(1000);
    await drop();
  });

  test.each(engineKinds)(
    "a database that a newer build has migrated is refused before anything changes (%s)",
    async (kind) => {
      const engine = await withEngine(kind);
      const newer = Date.parse("2999-01-01");
      await engine.query(
        `insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${newer})`,
      );
      const refused = engine.open();
      await expect(refused).rejects.toMatchObject({ code: "database.newer-schema", retry: "never" });
      await expect(refused).rejects.toThrow(`schema ${newer}`);
      await expect(refused).rejects.toThrow(`schema ${known.at(-1)?.folderMillis}`);
      await engine.close();
    },
  );

  test("a server that nobody reaches is said in words, without its password", async () => {
    const refused = openServer("postgres://someone:secret-word@127.0.0.1:9/nothing");
    await expect(refused).rejects.toMatchObject({ code: "database.unreachable", retry: "later" });
    await expect(refused).rejects.not.toThrow("secret-word");
  });
});
