import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineKind } from "../engines/engine.ts";
import { createServerDatabase } from "../engines/server-database.ts";
import { type Ground, prepareGround } from "./ground.ts";
import { createLoopbackAdapter } from "./loopback-adapter.ts";

/** Prepared grounds, a fresh one for each use. */
export interface Grounds {
  with(engine: EngineKind, use: (ground: Ground) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Prepares the embedded database once and copies it; a database of the server is prepared at each use. */
export async function openGrounds(): Promise<Grounds> {
  const unused = createLoopbackAdapter("http://127.0.0.1:9");
  const directory = await mkdtemp(join(tmpdir(), "rapport-kill-"));
  await prepareGround({ databaseUrl: null, dataDir: join(directory, "prepared") }, unused);
  return {
    async with(engine, use) {
      if (engine === "pglite") {
        const dataDir = await mkdtemp(join(directory, "copy-"));
        await cp(join(directory, "prepared"), dataDir, { recursive: true });
        await use({ databaseUrl: null, dataDir });
        return rm(dataDir, { recursive: true, force: true });
      }
      const { url, drop } = await createServerDatabase();
      const ground = { databaseUrl: url, dataDir: directory };
      await prepareGround(ground, unused);
      await use(ground);
      return drop();
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}
