import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Card } from "../../src/ports/card.ts";

/** A message that the platform has accepted: it is there for everybody to see. */
interface Accepted {
  readonly id: string;
  readonly to: string;
  readonly key: string;
  card: Card;
}

/** A request to send as it came in. `number` counts all of them from 1, `turn` those with the same key. */
interface SendRequest {
  readonly to: string;
  readonly key: string;
  readonly number: number;
  readonly turn: number;
}

/** What the platform does with a request to send. */
export type Behaviour =
  | { readonly kind: "accept" }
  /** Nothing comes back. `accept`: the message is there, it is not, or it comes to be there in `acceptLate`. */
  | { readonly kind: "drop"; readonly accept: "yes" | "no" | "late" }
  | {
      readonly kind: "reply";
      readonly accept: boolean;
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The reply comes when the promise resolves, and then as the behaviour that it resolves to says. */
  | { readonly kind: "hold"; readonly accept: boolean; readonly until: Promise<Behaviour> };

type Script = (request: SendRequest) => Behaviour;

/** What a look into the history gives: it is read as it is, some keys are not in it yet, it fails, or there is none. */
type HistoryScript = (look: {
  readonly key: string;
  readonly turn: number;
}) => "read" | "lag" | "fail" | "none";

/** A chat platform of our own on loopback that keeps messages and misbehaves as it is told. */
export interface LoopbackPlatform {
  readonly url: string;
  readonly accepted: readonly Accepted[];
  readonly requests: readonly SendRequest[];
  /** Accepts everything by default. */
  script: Script;
  history: HistoryScript;
  /** Lets what was dropped as late arrive now. */
  acceptLate(): void;
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. It has no idempotency: two accepted requests are two messages. */
export async function startLoopbackPlatform(): Promise<LoopbackPlatform> {
  const accepted: Accepted[] = [];
  const requests: SendRequest[] = [];
  const late: (() => void)[] = [];
  const looks = new Map<string, number>();

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://loopback");
    if (request.method === "GET") return answerLook(url.searchParams, response);
    const body = JSON.parse(await textOf(request)) as { to: string; key: string; card: Card };
    if (url.pathname !== "/messages") return update(url.pathname, body.card, response);
    const turn = 1 + requests.filter(({ key }) => key === body.key).length;
    const send = { to: body.to, key: body.key, number: requests.length + 1, turn };
    requests.push(send);
    await behave(platform.script(send), body, response);
  });

  const keep = ({ to, key, card }: Pick<Accepted, "to" | "key" | "card">) => {
    accepted.push({ id: `message-${accepted.length + 1}`, to, key, card });
    return JSON.stringify({ id: accepted.at(-1)?.id });
  };
  const behave = async (
    how: Behaviour,
    message: Pick<Accepted, "to" | "key" | "card">,
    response: ServerResponse,
  ): Promise<void> => {
    if (how.kind === "accept") return void response.end(keep(message));
    if (how.kind === "drop") {
      if (how.accept === "yes") keep(message);
      if (how.accept === "late") late.push(() => void keep(message));
      return void response.destroy();
    }
    const reply = how.accept ? keep(message) : "";
    if (how.kind === "hold") return behave(await how.until, message, response);
    response.writeHead(how.status, how.headers).end(how.body ?? reply);
  };
  const answerLook = (query: URLSearchParams, response: ServerResponse) => {
    const key = query.get("key") ?? "";
    const turn = (looks.get(key) ?? 0) + 1;
    looks.set(key, turn);
    const seen = platform.history({ key, turn });
    if (seen === "none") return void response.writeHead(404).end("there is no history");
    if (seen === "fail") return void response.writeHead(500).end("history cannot be read");
    const messages = accepted.filter(({ to }) => to === query.get("to"));
    response.end(JSON.stringify({ messages: seen === "lag" ? [] : messages }));
  };
  const update = (path: string, card: Card, response: ServerResponse) => {
    const message = accepted.find(({ id }) => path === `/messages/${id}`);
    if (message === undefined) return void response.writeHead(404).end();
    message.card = card;
    response.end("{}");
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const platform: LoopbackPlatform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    requests,
    script: () => ({ kind: "accept" }),
    history: () => "read",
    acceptLate: () => {
      for (const arrive of late.splice(0)) arrive();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return platform;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
