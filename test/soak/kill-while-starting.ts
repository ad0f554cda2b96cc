import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openPglite } from "../../db/open-pglite.ts";

const holder = fileURLToPath(new URL("../db/hold-directory.ts", import.meta.url));

/**
 * Kills the very first start on an empty data directory some milliseconds after it began (a start takes one to three
 * seconds), and starts again. Null when the second start works; else what was wrong.
 */
export async function killWhileStarting(directory: string, afterMs: number): Promise<string | null> {
  await mkdir(directory);
  const child = spawn(process.execPath, [holder, directory], { stdio: ["pipe", "pipe", "ignore"] });
  const gone = once(child, "close");
  const timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
  await Promise.race([gone, once(child.stdout, "data")]);
  clearTimeout(timer);
  child.kill("SIGKILL");
  await gone;
  try {
    const opened = await openPglite(directory);
    const isReady = await opened.isReady(5000);
    await opened.close();
    return isReady ? null : "not ready";
  } catch (error) {
    return `killed after ${afterMs} ms: ${String(error)}`;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
