import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { controlPath } from "../../adapters/control/control-path.ts";
import { type ControlSocket, startControlSocket } from "../../adapters/control/control-socket.ts";

const cli = join(import.meta.dirname, "../../src/cli.ts");
let directory = "";
let server: ControlSocket | null = null;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-cli-"));
  await writeFile(join(directory, "roster.yaml"), "partnerships: []\n");
});
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => rm(directory, { recursive: true }));

/** Runs the command line in a process of its own, in a directory without a .env; `piped` goes to its standard input. */
async function run(argv: readonly string[], env: Record<string, string> = {}, piped = "") {
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: directory,
    env: { RAPPORT_DATA_DIR: "data", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(piped);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

const brokenSettings = { PORT: "abc", RAPPORT_SECERT: "x", DATABASE_URL: "mysql://h/d" };

test("help and commands without a store work even when the settings do not", async () => {
  const help = await run(["--help"], brokenSettings);
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toContain("import");
  expect((await run(["roster", "schema"], brokenSettings)).code).toBe(0);
});

test("a command on the store shows every fault of the settings at once", async () => {
  const { code, out, err } = await run(["import", "roster.yaml"], brokenSettings);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err.trim().split("\n")).toHaveLength(4);
  expect(err).toMatch(/✗ DATABASE_URL: .*\n {2}✗ PORT: .*\n {2}✗ RAPPORT_SECERT: /);
});

test("a command on the store is run by the server of its data directory, in the caller's own directory", async () => {
  const asked: unknown[] = [];
  server = await startControlSocket({
    path: controlPath(join(directory, "data")),
    run: async (request, io) => {
      asked.push(request);
      io.out("from the server");
      io.err("a remark");
      io.progress?.({ title: "Weeks", done: 2, total: 2 });
      return 3;
    },
  });
  expect(await run(["import", "roster.yaml", "--dry-run"])).toEqual({
    code: 3,
    out: "from the server\n",
    err: "a remark\nWeeks: 2 of 2\n",
  });
  expect(asked).toEqual([{ argv: ["import", "roster.yaml", "--dry-run"], cwd: directory, isTty: false }]);
});

test("keys that are piped in go to the server beside the command line, not on it", async () => {
  const asked: unknown[] = [];
  server = await startControlSocket({
    path: controlPath(join(directory, "data")),
    run: async (request) => {
      asked.push(request);
      return 0;
    },
  });
  expect((await run(["slack", "connect"], {}, "SLACK_BOT_TOKEN=xoxb-1\n")).code).toBe(0);
  expect(asked).toEqual([
    { argv: ["slack", "connect"], cwd: directory, isTty: false, input: "SLACK_BOT_TOKEN=xoxb-1\n" },
  ]);
});

test("doctor names what keeps the store from opening, line by line", async () => {
  const { code, out } = await run(["doctor"], { ...brokenSettings });
  expect(code).toBe(1);
  expect(out.match(/^✗ D01 .*Fix: .* Why: README\.md#d01$/gm)).toHaveLength(3);
  const nobody = { DATABASE_URL: "postgres://nobody:secret@127.0.0.1:1/none" };
  const gone = await run(["doctor"], nobody);
  expect(gone.code).toBe(1);
  expect(gone.out).toMatch(/^✗ D02 The database server did not accept .* Why: README\.md#d02\n$/);
  expect(gone.out + gone.err).not.toContain("secret");
});

test("the manifest needs neither settings nor a store", async () => {
  const { code, out } = await run(["slack", "manifest", "--socket"], brokenSettings);
  expect(code).toBe(0);
  expect(JSON.parse(out).settings.socket_mode_enabled).toBe(true);
});

test("wrong usage never reaches the server", async () => {
  let runs = 0;
  server = await startControlSocket({
    path: controlPath(join(directory, "data")),
    run: async () => {
      runs += 1;
      return 0;
    },
  });
  expect(await run(["improt", "roster.yaml"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("import"),
  });
  expect(runs).toBe(0);
});
