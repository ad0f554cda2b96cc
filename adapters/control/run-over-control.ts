import { statSync } from "node:fs";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { RapportError } from "../../src/errors.ts";
import { type ControlIo, type ControlLine, type ControlRequest, controlLine } from "./control-protocol.ts";

/**
 * Has the process that listens on `path` run a command, and passes what it says to `io` as it comes. Resolves
 * with the exit code, or "nobody" when nobody listens there (or only another account's process does). Throws
 * RapportError `control.lost` when the server goes away in the middle.
 */
export async function runOverControl(
  path: string,
  request: ControlRequest,
  io: ControlIo,
): Promise<number | "nobody"> {
  if (!isOurs(path)) return "nobody";
  const response = await post(path, JSON.stringify(request));
  if (response === "nobody") return "nobody";
  if (response.statusCode !== 200) {
    response.resume();
    throw new RapportError("control.refused", "The running server is of another version. Restart it.");
  }
  const exit = await follow(response, io);
  if (exit === null) throw lostError(undefined);
  return exit;
}

/** In a temporary directory that all share, somebody else could have put a socket of this name. */
function isOurs(path: string): boolean {
  if (process.platform === "win32") return true;
  const owner = statSync(path, { throwIfNoEntry: false })?.uid;
  return owner !== undefined && owner === process.getuid?.();
}

function post(socketPath: string, body: string): Promise<IncomingMessage | "nobody"> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ socketPath, method: "POST", path: "/run" }, resolve);
    outgoing.once("error", (cause: NodeJS.ErrnoException) => {
      if (["ENOENT", "ECONNREFUSED", "ENOTSOCK"].includes(cause.code ?? "")) resolve("nobody");
      else reject(lostError(cause));
    });
    outgoing.end(body);
  });
}

async function follow(response: IncomingMessage, io: ControlIo): Promise<number | null> {
  let exit: number | null = null;
  let rest = "";
  try {
    // Split by hand: readline would also split at the line separators that JSON leaves in a string.
    for await (const chunk of response.setEncoding("utf8")) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) exit = take(controlLine.parse(JSON.parse(line)), io) ?? exit;
    }
  } catch (cause) {
    throw lostError(cause);
  }
  return exit;
}

function take(line: ControlLine, io: ControlIo): number | null {
  if ("exit" in line) return line.exit;
  if ("out" in line) io.out(line.out);
  else if ("err" in line) io.err(line.err);
  else io.progress?.(line.progress);
  return null;
}

function lostError(cause: unknown): RapportError {
  return new RapportError(
    "control.lost",
    "The running server went away before the command ended. Look at its log, then try again.",
    { cause },
  );
}
