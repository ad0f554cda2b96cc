import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RapportError } from "./errors.ts";

/** The same promise at each call; a reading that failed is tried again. */
export function lazily<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let known: Promise<Value> | null = null;
  return () => {
    known ??= read();
    known.catch(() => {
      known = null;
    });
    return known;
  };
}

/**
 * The secret kept in `dataDir/secret`, made on first use (64 hexadecimal characters, readable by its owner
 * alone). Two processes that start together get the same one. Throws RapportError `secret.unusable`.
 */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "secret");
  try {
    const kept = (await readIfThere(path)) ?? (await makeOnce(dataDir, path));
    if (kept.length >= 32) return kept;
  } catch (cause) {
    throw unusable(path, cause);
  }
  throw unusable(path);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

async function makeOnce(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  try {
    // A link appears whole or not at all and never replaces: whoever comes second reads the first one's.
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(path, "utf8")).trim();
}

function unusable(path: string, cause?: unknown): RapportError {
  return new RapportError(
    "secret.unusable",
    `The secret in ${path} cannot be read or made. Fix: set RAPPORT_SECRET (32 characters or more), or make the directory writable.`,
    { cause },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
