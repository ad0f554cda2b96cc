import { once } from "node:events";
import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { dirname } from "node:path";
import { RapportError } from "../../src/errors.ts";
import { type ControlIo, type ControlLine, type ControlRequest, controlRequest } from "./control-protocol.ts";

/** A listening control socket. */
export interface ControlSocket {
  /** Stops listening, waits for running commands, and takes the socket file away. */
  close(): Promise<void>;
}

/**
 * Listens on `path` (HTTP over a Unix socket that its owner alone may open) and runs each command that comes
 * with `run`, which resolves with the exit code. A caller that goes away stops nothing. A socket file that
 * nobody answers is replaced; RapportError `control.taken` when somebody does.
 */
export async function startControlSocket(options: {
  readonly path: string;
  readonly run: (request: ControlRequest, io: ControlIo) => Promise<number>;
}): Promise<ControlSocket> {
  const { path, run } = options;
  const isFile = process.platform !== "win32";
  if (await answers(path)) {
    throw new RapportError("control.taken", `Another Rapport answers on ${path}. Stop it first.`);
  }
  const server = createServer((request, response) => {
    void reply(request, response, run);
  });
  try {
    if (isFile) await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if (isFile) await rm(path, { force: true });
    server.listen(path);
    await once(server, "listening");
    if (isFile) await chmod(path, 0o600);
  } catch (cause) {
    throw new RapportError("control.unusable", `The control socket ${path} cannot be made.`, { cause });
  }
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  run: (request: ControlRequest, io: ControlIo) => Promise<number>,
): Promise<void> {
  // The caller may hang up at any time; the command goes on and its words go nowhere.
  response.on("error", () => {});
  const wanted = await readRequest(request);
  if (request.method !== "POST" || request.url !== "/run" || wanted === null) {
    response.writeHead(400, { connection: "close" }).end();
    return;
  }
  response.writeHead(200, { "content-type": "application/x-ndjson", connection: "close" });
  response.flushHeaders();
  const send = (line: ControlLine): void => {
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
  };
  const io: ControlIo = {
    out: (out) => send({ out }),
    err: (err) => send({ err }),
    progress: (progress) => send({ progress }),
  };
  try {
    send({ exit: await run(wanted, io) });
  } catch (error) {
    send({ err: `✗ The command stopped: ${error instanceof Error ? error.message : String(error)}` });
    send({ exit: 1 });
  }
  response.end();
}

const longestBody = 1_048_576;

async function readRequest(request: IncomingMessage): Promise<ControlRequest | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      length += chunk.length;
      if (length > longestBody) return null;
      chunks.push(chunk);
    }
    return controlRequest.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8"))).data ?? null;
  } catch {
    return null;
  }
}
