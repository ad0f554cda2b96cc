import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockDirectory } from "../../db/directory-lock.ts";
import { openPglite } from "../../db/open-pglite.ts";

const holderPath = fileURLToPath(new URL("./hold-directory.ts", import.meta.url));
let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("one process a data directory (PLATFORMS 6)", () => {
  test("a second process is refused with the holder's id and what to do; a killed holder's lock is taken over", async () => {
    const holder = await holdDirectory(directory);
    const refused = openPglite(directory);
    await expect(refused).rejects.toMatchObject({ code: "database.in-use", retry: "later" });
    await expect(refused).rejects.toThrow(`${directory} is in use by process ${holder.pid}.`);
    await expect(refused).rejects.toThrow("DATABASE_URL");
    await kill(holder);
    const opened = await openPglite(directory);
    expect(await opened.isReady(1000)).toBe(true);
    await opened.close();
    const again = await openPglite(directory);
    await again.close();
    expect(await locksIn(directory)).toEqual([]);
  });

  test("a proper end gives the directory back", async () => {
    const holder = await holdDirectory(directory);
    holder.stdin?.write("end\n");
    await once(holder, "close");
    expect(await locksIn(directory)).toEqual([]);
  });

  test.each([
    ["of a process that is gone", JSON.stringify({ pid: 2 ** 22 + 1, started: "1" })],
    [
      "of a process whose number lives on in another",
      JSON.stringify({ pid: process.pid, started: "long ago" }),
    ],
    ["that is empty", ""],
    ["that cannot be read", "{ half"],
  ])("a lock %s is taken over by exactly one of five who come at once", async (_, lock) => {
    await writeFile(join(directory, "rapport.lock"), lock);
    const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => lockDirectory(directory)));
    const winners = tries.filter(({ status }) => status === "fulfilled");
    expect(winners).toHaveLength(1);
    for (const one of tries) {
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "database.in-use" });
    }
    expect(await locksIn(directory)).toEqual(["rapport.lock"]);
    for (const one of winners) if (one.status === "fulfilled") await one.value();
    expect(await locksIn(directory)).toEqual([]);
  });

  test("giving back never removes somebody else's lock", async () => {
    const release = await lockDirectory(directory);
    await writeFile(join(directory, "rapport.lock"), JSON.stringify({ pid: 1, started: "x" }));
    await release();
    expect(await locksIn(directory)).toEqual(["rapport.lock"]);
  });
});

async function holdDirectory(path: string): Promise<ChildProcess> {
  const holder = spawn(process.execPath, [holderPath, path], { stdio: ["pipe", "pipe", "inherit"] });
  await Promise.race([
    once(holder.stdout, "data"),
    once(holder, "close").then(() => Promise.reject(new Error("The holder did not start."))),
  ]);
  return holder;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

async function locksIn(path: string): Promise<readonly string[]> {
  return (await readdir(path)).filter((name) => name.includes("lock"));
}
