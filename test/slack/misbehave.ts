import type { ServerResponse } from "node:http";
import type { Fault, Hit } from "./slack-faults.ts";
import { jsonReply, limited, type Reply } from "./web-api.ts";

/** Answers as Slack does when all is well. */
export function sendReply(response: ServerResponse, reply: Reply, now: number): void {
  response.writeHead(reply.status, { ...reply.headers, date: new Date(now).toUTCString() }).end(reply.body);
}

/**
 * Answers as the fault says. `answer` does what was asked and may be called later, after the connection is gone.
 * Tells the code that the caller could see; `lost` when it could see none.
 */
export async function misbehave(
  { fault, released }: Hit,
  answer: () => Reply,
  response: ServerResponse,
  now: () => number,
): Promise<string> {
  const send = (reply: Reply) => {
    if (!response.destroyed) sendReply(response, reply, now());
    return reply.code;
  };
  switch (fault.kind) {
    case "drop":
      return drop(fault.accept, released, answer, response);
    case "reset":
      return breakOff(answer(), response);
    case "hold": {
      const reply = fault.accept === "before" ? answer() : null;
      await released;
      return send(reply ?? answer());
    }
    case "limited":
      return send(limited(fault.retryAfter));
    case "slow":
      return send(answer());
    default:
      return send(wrongReply(fault, fault.accept === true ? answer() : null));
  }
}

function drop(
  accept: "yes" | "no" | "late",
  released: Promise<void>,
  answer: () => Reply,
  response: ServerResponse,
): string {
  if (accept === "yes") answer();
  if (accept === "late") void released.then(answer);
  response.destroy();
  return "lost";
}

function breakOff(reply: Reply, response: ServerResponse): string {
  const half = reply.body.slice(0, reply.body.length / 2);
  response.writeHead(reply.status, {
    ...reply.headers,
    "content-length": String(Buffer.byteLength(reply.body)),
  });
  // Destroyed only when the half is out, so that the caller has seen the beginning.
  response.write(half, () => response.destroy());
  return "lost";
}

function wrongReply(
  fault: Extract<Fault, { kind: "status" | "html" | "truncated" | "error" }>,
  accepted: Reply | null,
): Reply {
  const html = { "content-type": "text/html; charset=utf-8" };
  switch (fault.kind) {
    case "status":
      return {
        status: fault.status,
        headers: html,
        body: fault.body ?? "<html>Oops</html>",
        code: `http.${fault.status}`,
      };
    case "html":
      return { status: 200, headers: html, body: "<!DOCTYPE html><html>Welcome</html>", code: "html" };
    case "truncated": {
      const whole = accepted ?? jsonReply({ ok: true, ts: "0000000000.000000" });
      return { ...whole, body: whole.body.slice(0, whole.body.length / 2), code: "truncated" };
    }
    case "error":
      return jsonReply({ ok: false, error: fault.error });
  }
}
