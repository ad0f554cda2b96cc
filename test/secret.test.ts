import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readOrMakeSecret } from "../src/secret.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-secret-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("a secret is made once, in a directory that need not exist, for its owner alone", async () => {
  const dataDir = join(directory, "not/yet");
  const made = await readOrMakeSecret(dataDir);
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(await readOrMakeSecret(dataDir)).toBe(made);
  expect((await stat(join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
});

test("processes that start together get the same secret", async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => readOrMakeSecret(directory)));
  expect(new Set(made).size).toBe(1);
});

test("a damaged secret is refused with the fix and never replaced", async () => {
  await writeFile(join(directory, "secret"), "short");
  await expect(readOrMakeSecret(directory)).rejects.toMatchObject({ code: "secret.unusable" });
  await expect(readOrMakeSecret(directory)).rejects.toThrow("RAPPORT_SECRET");
});

test("a directory that cannot be made is refused with the fix", async () => {
  await writeFile(join(directory, "file"), "");
  await expect(readOrMakeSecret(join(directory, "file/data"))).rejects.toMatchObject({
    code: "secret.unusable",
  });
});
