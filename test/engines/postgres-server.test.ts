import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("a run that failed still fails when the embedded server was loaded", () => {
  const module = new URL("./postgres-server.ts", import.meta.url).href;
  const script = `const { loadEmbeddedPostgres } = await import(${JSON.stringify(module)});
    await loadEmbeddedPostgres(); process.exitCode = 3;`;
  const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });
  expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 3, stderr: "" });
});
