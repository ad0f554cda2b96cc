import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isValidSlackRequest } from "@slack/bolt";
import type { Json } from "./slack-model.ts";

/** A request that a program of ours would have got, as Bolt's own check sees it. */
interface Received {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** JSON of an event or an interaction, fields of a command. */
  readonly payload: Json;
  isSignedWith(secret: string, now: number): boolean;
}

/** Stands where our program would: keeps what comes in and answers as it is told. */
export interface Program {
  readonly url: string;
  readonly received: Received[];
  answer: (received: Received) => { readonly status?: number; readonly body?: unknown };
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and answers 200 without a body. */
export async function startProgram(): Promise<Program> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    const { headers } = request;
    const got: Received = {
      path: request.url ?? "",
      body,
      headers,
      payload: read(body, headers["content-type"] ?? ""),
      isSignedWith: (signingSecret, now) => {
        const checked = {
          "x-slack-signature": String(headers["x-slack-signature"]),
          "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
        };
        return isValidSlackRequest({ signingSecret, body, headers: checked, nowMilliseconds: now });
      },
    };
    received.push(got);
    const { status = 200, body: answer } = program.answer(got);
    response.writeHead(status).end(answer === undefined ? "" : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const program: Program = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: () => ({}),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return program;
}

function read(body: string, contentType: string): Json {
  if (contentType.includes("json")) return JSON.parse(body) as Json;
  const form = new URLSearchParams(body);
  return JSON.parse(form.get("payload") ?? JSON.stringify(Object.fromEntries(form))) as Json;
}
