import { changeByte, type Forgery, signedHeaders } from "./sign-request.ts";
import type { Json, SlackWorkspace } from "./slack-model.ts";
import type { SlackState } from "./slack-state.ts";
import type { Envelope, SocketMode } from "./socket-mode.ts";

/** The three addresses that Slack posts to. */
export type Room = "events" | "interactions" | "commands";

/** A request as it went out; sending it again is an exact replay. */
interface SentRequest {
  readonly room: Room;
  readonly workspace: SlackWorkspace;
  readonly payload: Json;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How our program answered. Through Socket Mode the status is 200, or 0 when nothing came back. */
export interface Delivery {
  readonly status: number;
  readonly body: string;
  /** Until the whole answer was there. Slack waits 3,000; the driver waits on, so that no slow machine breaks a test. */
  readonly milliseconds: number;
  readonly sent: SentRequest;
}

/** Which attempt it is, when Slack sends an event again. */
export interface Retry {
  readonly number: number;
  readonly reason: string;
}

/** Carries payloads to our program: by HTTP, rejecting when nobody is there, or through its Socket Mode connection. */
export interface Sender {
  send(
    room: Room,
    workspace: SlackWorkspace,
    payload: Json,
    how?: { readonly forgery?: Forgery; readonly retry?: Retry },
  ): Promise<Delivery>;
  replay(sent: SentRequest): Promise<Delivery>;
}

export interface SenderOptions {
  readonly state: SlackState;
  /** Where our program listens, without a path. */
  readonly endpoint: string;
  readonly paths?: Partial<Readonly<Record<Room, string>>>;
  /** Its presence sends everything through Socket Mode. */
  readonly sockets?: SocketMode;
}

const defaultPaths: Readonly<Record<Room, string>> = {
  events: "/slack/events",
  interactions: "/slack/interactions",
  commands: "/slack/commands",
};

/** Signs with the secret of the workspace's app unless a forgery says otherwise. */
export function createSender({ state, endpoint, paths, sockets }: SenderOptions): Sender {
  const post = async (sent: SentRequest): Promise<Delivery> => {
    const url = new URL({ ...defaultPaths, ...paths }[sent.room], endpoint);
    const started = performance.now();
    const response = await fetch(url, { method: "POST", headers: sent.headers, body: sent.body });
    const body = await response.text();
    return { status: response.status, body, milliseconds: performance.now() - started, sent };
  };
  const push = async (sent: SentRequest, socket: SocketMode): Promise<Delivery> => {
    const started = performance.now();
    const answer = await socket.send(sent.workspace.app, envelopeOf(sent));
    const body = answer === null || Object.keys(answer).length === 0 ? "" : JSON.stringify(answer);
    return { status: answer === null ? 0 : 200, body, milliseconds: performance.now() - started, sent };
  };
  const carry = (sent: SentRequest) => (sockets === undefined ? post(sent) : push(sent, sockets));

  return {
    send(room, workspace, payload, { forgery, retry } = {}) {
      const body = bodyOf(room, payload);
      const { signingSecret: secret } = workspace.app;
      const headers = {
        "content-type": room === "events" ? "application/json" : "application/x-www-form-urlencoded",
        "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        ...signedHeaders(body, { secret, now: state.now(), ...(forgery && { forgery }) }),
        ...(retry && {
          "x-slack-retry-num": String(retry.number),
          "x-slack-retry-reason": retry.reason,
        }),
      };
      const arrives = forgery?.changedByte === true ? changeByte(body) : body;
      return carry({ room, workspace, payload, body: arrives, headers });
    },
    replay: carry,
  };
}

function bodyOf(room: Room, payload: Json): string {
  if (room === "events") return JSON.stringify(payload);
  if (room === "interactions") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(payload as Record<string, string>).toString();
}

function envelopeOf({ room, payload, headers }: SentRequest): Envelope {
  if (room === "interactions") return { type: "interactive", payload };
  if (room === "commands") return { type: "slash_commands", payload };
  const retryAttempt = Number(headers["x-slack-retry-num"] ?? 0);
  return { type: "events_api", payload, retryAttempt, retryReason: headers["x-slack-retry-reason"] ?? "" };
}
