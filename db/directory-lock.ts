import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RapportError } from "../src/errors.ts";

interface Holder {
  readonly pid: number;
  /** The system's word for when the process started: tells a reused process id from the old holder. */
  readonly started: string;
}

/**
 * Takes the data directory for this process; resolves to the function that gives it back. A lock whose process is
 * gone is taken over. Throws RapportError `database.in-use` while its process lives (PLATFORMS: two processes on
 * one directory lose commits silently).
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, "rapport.lock");
  const own: Holder = { pid: process.pid, started: startOf(process.pid) ?? "unknown" };
  for (let round = 0; round < 20; round += 1) {
    if (await createLock(path, own)) return () => releaseLock(path, own);
    const holder = await readHolder(path);
    if (holder === null) continue;
    if (isAlive(holder)) throw inUse(directory, holder);
    if (await takeOver(path, holder, own)) return () => releaseLock(path, own);
  }
  throw inUse(directory, null);
}

/** The name and its content appear together, so that nobody can read a lock that is half written. */
async function createLock(path: string, own: Holder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(own), { mode: 0o600 });
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Null when the lock vanished meanwhile; an unreadable one counts as nobody's. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    const text = await readFile(path, "utf8");
    const parsed: unknown = text === "" ? {} : JSON.parse(text);
    const { pid, started } = parsed as Partial<Holder>;
    return { pid: typeof pid === "number" ? pid : 0, started: typeof started === "string" ? started : "" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    return { pid: 0, started: "" };
  }
}

/**
 * One process wins a stale lock: the right to replace it is a file named after that very lock, and the winner
 * looks once more before it replaces, so that a slow second process cannot undo a fresh takeover.
 */
async function takeOver(path: string, stale: Holder, own: Holder): Promise<boolean> {
  const right = `${path}.from-${stale.pid}-${stale.started.replaceAll(/\W/g, "")}`;
  if (!(await createLock(right, own))) {
    const rival = await readHolder(right);
    if (rival !== null && !isAlive(rival)) await rm(right, { force: true });
    return false;
  }
  try {
    const now = await readHolder(path);
    if (now === null || now.pid !== stale.pid || now.started !== stale.started) return false;
    const fresh = `${path}.${randomUUID()}`;
    await writeFile(fresh, JSON.stringify(own), { mode: 0o600 });
    await rename(fresh, path);
    return true;
  } finally {
    await rm(right, { force: true });
  }
}

async function releaseLock(path: string, own: Holder): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.pid === own.pid && holder.started === own.started) await rm(path, { force: true });
}

function isAlive(holder: Holder): boolean {
  if (holder.pid <= 0) return false;
  const started = startOf(holder.pid);
  return started !== null && started === holder.started;
}

/** When a process started, in the system's own notation; null when there is no such process. */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const hasEnded = fields[0] === "Z" || fields[0] === "X";
    return hasEnded ? null : (fields[19] ?? "unknown");
  } catch {
    return startByPs(pid);
  }
}

function startByPs(pid: number): string | null {
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
  } catch {
    return process.platform === "win32" ? "unknown" : null;
  }
}

function inUse(directory: string, holder: Holder | null): RapportError {
  const who = holder === null ? "another process" : `process ${holder.pid}`;
  return new RapportError(
    "database.in-use",
    `The data directory ${directory} is in use by ${who}. Only one Rapport may use it at a time. ` +
      "Stop the other one, choose another RAPPORT_DATA_DIR, or set DATABASE_URL to share a server.",
    { retry: "later" },
  );
}
