import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { controlPath } from "../../../adapters/control/control-path.ts";
import type { ControlIo, ControlRequest } from "../../../adapters/control/control-protocol.ts";
import { type ControlSocket, startControlSocket } from "../../../adapters/control/control-socket.ts";
import { runOverControl } from "../../../adapters/control/run-over-control.ts";

let directory = "";
let path = "";
const open: ControlSocket[] = [];
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "rapport-control-"));
  path = controlPath(directory);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await Promise.all(open.splice(0).map((socket) => socket.close()));
  await rm(directory, { recursive: true });
});

type Run = (request: ControlRequest, io: ControlIo) => Promise<number>;

async function serve(run: Run, at = path): Promise<ControlSocket> {
  const socket = await startControlSocket({ path: at, run });
  open.push(socket);
  return socket;
}

const request: ControlRequest = { argv: ["status", "acme"], cwd: "/somewhere", columns: 80, isTty: true };

/** Runs over the socket and keeps what was said, in order. */
async function runAndListen(at = path): Promise<{ code: number | "nobody"; said: unknown[] }> {
  const said: unknown[] = [];
  const code = await runOverControl(at, request, {
    out: (out) => said.push({ out }),
    err: (err) => said.push({ err }),
    progress: (progress) => said.push({ progress }),
  });
  return { code, said };
}

describe("a command over the socket", () => {
  test("gets what was typed, and its words, progress and exit code come back in order", async () => {
    const asked: ControlRequest[] = [];
    await serve(async (got, io) => {
      asked.push(got);
      io.out("line one\nline two\n");
      io.err("a remark: \u2028 שלום 👋");
      io.progress?.({ title: "weeks", done: 1, total: 2 });
      return 3;
    });
    expect(await runAndListen()).toEqual({
      code: 3,
      said: [
        { out: "line one\nline two\n" },
        { err: "a remark: \u2028 שלום 👋" },
        { progress: { title: "weeks", done: 1, total: 2 } },
      ],
    });
    expect(asked).toEqual([request]);
  });

  test("is heard while it still runs", async () => {
    const gate = Promise.withResolvers<number>();
    await serve(async (_request, io) => {
      io.out("started");
      return gate.promise;
    });
    const code = runOverControl(path, request, { out: () => gate.resolve(0), err: () => {} });
    expect(await code).toBe(0);
  });

  test("may say more than a socket's buffer holds", async () => {
    const long = "é".repeat(2_000_000);
    await serve(async (_request, io) => {
      io.out(long);
      return 0;
    });
    expect((await runAndListen()).said).toEqual([{ out: long }]);
  });

  test("that fails ends with code 1 and says so", async () => {
    await serve(() => Promise.reject(new Error("no such table")));
    expect(await runAndListen()).toEqual({
      code: 1,
      said: [{ err: "✗ The command stopped: no such table" }],
    });
  });

  test("goes on to its end when its caller goes away", async () => {
    const started = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    await serve(async (_request, io) => {
      started.resolve();
      await gone.promise;
      for (let line = 0; line < 100; line += 1) io.out("x".repeat(10_000));
      finished.resolve();
      return 0;
    });
    const outgoing = httpRequest({ socketPath: path, method: "POST", path: "/run" });
    outgoing.on("error", () => {});
    outgoing.end(JSON.stringify(request));
    await started.promise;
    const closed = new Promise((resolve) => outgoing.once("close", resolve));
    outgoing.destroy();
    await closed;
    gone.resolve();
    await finished.promise;
    await expect(runAndListen()).resolves.toMatchObject({ code: 0 });
  });

  test.each([
    ["what is no JSON", "POST", "/run", "{"],
    ["another shape", "POST", "/run", JSON.stringify({ argv: "status" })],
    ["unknown fields", "POST", "/run", JSON.stringify({ ...request, extra: 1 })],
    [
      "more than a megabyte",
      "POST",
      "/run",
      JSON.stringify({ ...request, argv: Array(40).fill("x".repeat(60_000)) }),
    ],
    ["another path", "POST", "/", JSON.stringify(request)],
    ["another method", "GET", "/run", ""],
  ])("is not run for %s", async (_case, method, at, body) => {
    let runs = 0;
    await serve(async () => {
      runs += 1;
      return 0;
    });
    const outgoing = httpRequest({ socketPath: path, method, path: at });
    const answered = Promise.withResolvers<number | undefined>();
    outgoing.on("response", (response) => {
      response.resume();
      answered.resolve(response.statusCode);
    });
    outgoing.on("error", () => answered.resolve(400));
    outgoing.end(body);
    expect(await answered.promise).toBe(400);
    expect(runs).toBe(0);
  });
});

describe("the socket", () => {
  test("is its owner's alone and goes away when it closes", async () => {
    const socket = await serve(async () => 0);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await socket.close();
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await runAndListen()).toMatchObject({ code: "nobody" });
  });

  test("of a server that was killed is nobody's, and is replaced", async () => {
    await killedServer(path);
    expect((await stat(path)).isSocket()).toBe(true);
    expect(await runAndListen()).toMatchObject({ code: "nobody" });
    await serve(async () => 7);
    expect(await runAndListen()).toMatchObject({ code: 7 });
  });

  test("of a running server is never taken over", async () => {
    await serve(async () => 5);
    await expect(startControlSocket({ path, run: async () => 6 })).rejects.toMatchObject({
      code: "control.taken",
    });
    expect(await runAndListen()).toMatchObject({ code: 5 });
  });

  test("that cannot be made is refused with its path", async () => {
    await writeFile(join(directory, "file"), "");
    const impossible = join(directory, "file/rapport.sock");
    await expect(startControlSocket({ path: impossible, run: async () => 0 })).rejects.toMatchObject({
      code: "control.unusable",
      message: expect.stringContaining(impossible),
    });
  });

  test("whose server dies in the middle of a command is an error, not an exit code", async () => {
    const child = await startedServer(path, "() => new Promise(() => process.exit(1))");
    await expect(runAndListen()).rejects.toMatchObject({ code: "control.lost" });
    expect(child.exitCode ?? 1).toBe(1);
  });
});

describe("the path", () => {
  test("lies in the data directory, and is the same by way of a link", async () => {
    expect(path).toBe(join(directory, "rapport.sock"));
    await symlink(directory, join(directory, "link"));
    expect(controlPath(join(directory, "link"))).toBe(path);
    expect(controlPath(join(directory, "not-yet"))).toBe(join(directory, "not-yet/rapport.sock"));
  });

  test("of a data directory of more than 100 bytes is a short one of its own, and works", async () => {
    const deep = join(directory, "å".repeat(60));
    const short = controlPath(deep);
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(100);
    expect(short).not.toBe(controlPath(`${deep}x`));
    expect(short).toBe(controlPath(deep));
    await serve(async () => 4, short);
    expect(await runAndListen(short)).toMatchObject({ code: 4 });
  });
});

/** A server in a process of its own. */
async function startedServer(at: string, run: string): Promise<ChildProcess> {
  const source = join(import.meta.dirname, "../../../adapters/control/control-socket.ts");
  const script = `
    const { startControlSocket } = await import(process.argv[1]);
    await startControlSocket({ path: process.argv[2], run: ${run} });
    console.log("listening");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, source, at], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

async function killedServer(at: string): Promise<void> {
  const child = await startedServer(at, "async () => 0");
  child.kill("SIGKILL");
  await once(child, "exit");
}
