import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "./slack-model.ts";

/** A call to the Web API with what was answered. */
interface PassedCall {
  readonly method: string;
  readonly args: Json;
  readonly answer: Json;
}

/** Stands before a Slack and sees what goes by. */
export interface RecordingProxy {
  readonly url: string;
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where everything goes, without a path. */
  readonly target: string;
  onCall(call: PassedCall): void;
  /** A `response_url` was used; Slack's code when it is refused, null when it was done. */
  onResponse(id: string, body: Json): Promise<string | null>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startRecordingProxy({
  target,
  onCall,
  onResponse,
}: ProxyOptions): Promise<RecordingProxy> {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://loopback");
    const body = await textOf(request);
    const [, id] = /^\/response\/(.+)$/.exec(pathname) ?? [];
    if (id !== undefined) {
      const refused = await onResponse(id, JSON.parse(body) as Json);
      const answer = refused === null ? { ok: true } : { ok: false, error: refused };
      return void response.writeHead(refused === null ? 200 : 404).end(JSON.stringify(answer));
    }
    const passed = await fetch(`${target}${pathname}${search}`, {
      method: request.method ?? "GET",
      headers: headersOf(request),
      redirect: "manual",
      ...(request.method === "POST" && { body }),
    });
    const text = await passed.text();
    const [, method] = /^\/api\/(.+)$/.exec(pathname) ?? [];
    if (method !== undefined) {
      onCall({ method, args: argsOf(body, request), answer: JSON.parse(text) as Json });
    }
    const { "content-encoding": _, "content-length": __, ...headers } = Object.fromEntries(passed.headers);
    response.writeHead(passed.status, headers).end(text);
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { authorization, "content-type": contentType } = headers;
  return {
    ...(authorization !== undefined && { authorization }),
    ...(contentType !== undefined && { "content-type": contentType }),
  };
}

function argsOf(body: string, { headers }: IncomingMessage): Json {
  if (headers["content-type"]?.includes("json") === true) return JSON.parse(body) as Json;
  return Object.fromEntries(new URLSearchParams(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
