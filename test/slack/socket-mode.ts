import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Json, SlackApp } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import { acceptWebSocket, type WebSocketConnection } from "./web-socket.ts";

/** What goes through a Socket Mode connection, and how it is answered. */
export interface Envelope {
  readonly type: "events_api" | "interactive" | "slash_commands";
  readonly payload: Json;
  readonly retryAttempt?: number;
  readonly retryReason?: string;
}

/** The server's side of Socket Mode: every payload goes to one of an app's connections, none is replayed. */
export interface SocketMode {
  /** A new address that is good for one connection. */
  ticketUrl(app: SlackApp, url: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many connections of the app are open. */
  connections(app: SlackApp): number;
  /** Settles when the app has so many connections, which have been greeted. */
  connected(app: SlackApp, count?: number): Promise<void>;
  /** Sends to the next connection in turn; the acknowledged payload, or null when the connection ends before. */
  send(app: SlackApp, envelope: Envelope): Promise<Json | null>;
  /** Tells every connection of the app to go and connect again. */
  disconnect(app: SlackApp, reason: "warning" | "refresh_requested" | "link_disabled"): void;
  /** Breaks every connection of the app without a word. */
  cut(app: SlackApp): void;
  close(): void;
}

interface Connection {
  readonly app: SlackApp;
  readonly socket: WebSocketConnection;
  readonly waiting: Map<string, (payload: Json | null) => void>;
}

const mostConnections = 10;
const pingMilliseconds = 5_000;

/** Takes in what the state's apps connect. */
export function createSocketMode(state: SlackState): SocketMode {
  const tickets = new Map<string, SlackApp>();
  const open: Connection[] = [];
  const watchers = new Set<() => void>();
  let turn = 0;
  const of = (app: SlackApp) => open.filter((connection) => connection.app === app);
  const pings = setInterval(() => {
    for (const { socket } of open) socket.ping();
  }, pingMilliseconds);
  pings.unref();

  const accept = (app: SlackApp, request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const waiting: Connection["waiting"] = new Map();
    const socket = acceptWebSocket(request, stream, head, {
      onText: (text) => acknowledge(waiting, text),
      onClose: () => {
        open.splice(open.indexOf(connection), 1);
        for (const settle of waiting.values()) settle(null);
      },
    });
    const connection: Connection = { app, socket, waiting };
    open.push(connection);
    socket.send(JSON.stringify(hello(app, of(app).length)));
    for (const look of watchers) look();
  };

  return {
    ticketUrl(app, url) {
      const ticket = state.nextId("ticket-");
      tickets.set(ticket, app);
      return `${url.replace("http", "ws")}/link/?ticket=${ticket}&app_id=${app.id}`;
    },
    upgrade(request, stream, head) {
      const query = new URL(request.url ?? "/", "http://loopback").searchParams;
      const ticket = query.get("ticket") ?? "";
      const app = tickets.get(ticket);
      tickets.delete(ticket);
      if (app === undefined || of(app).length >= mostConnections) {
        return void stream.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      }
      accept(app, request, stream, head);
    },
    connections: (app) => of(app).length,
    connected(app, count = 1) {
      return new Promise((resolve) => {
        const look = () => {
          if (of(app).length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    },
    send(app, envelope) {
      const ours = of(app);
      turn += 1;
      const connection = ours[turn % ours.length];
      if (connection === undefined) return Promise.resolve(null);
      const id = randomUUID();
      return new Promise((resolve) => {
        connection.waiting.set(id, resolve);
        connection.socket.send(JSON.stringify(envelopeJson(id, envelope)));
      });
    },
    disconnect(app, reason) {
      const said = { type: "disconnect", reason, debug_info: { host: "loopback" } };
      for (const { socket } of of(app)) socket.send(JSON.stringify(said));
    },
    cut(app) {
      for (const { socket } of of(app)) socket.destroy();
    },
    close() {
      clearInterval(pings);
      for (const { socket } of [...open]) socket.destroy();
    },
  };
}

function acknowledge(waiting: Connection["waiting"], text: string): void {
  const { envelope_id: id, payload } = JSON.parse(text) as Json;
  const settle = waiting.get(String(id));
  waiting.delete(String(id));
  settle?.((payload as Json | undefined) ?? {});
}

function hello(app: SlackApp, connections: number): Json {
  return {
    type: "hello",
    num_connections: connections,
    debug_info: { host: "loopback", build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: app.id },
  };
}

function envelopeJson(id: string, { type, payload, retryAttempt, retryReason }: Envelope): Json {
  const retry = { retry_attempt: retryAttempt ?? 0, retry_reason: retryReason ?? "" };
  return {
    envelope_id: id,
    type,
    payload,
    accepts_response_payload: type !== "events_api",
    ...(type === "events_api" && retry),
  };
}
