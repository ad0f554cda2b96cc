import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../../src/ports/clock.ts";
import { createBlockCheck } from "./check-blocks.ts";
import { misbehave, sendReply } from "./misbehave.ts";
import { respond, takeUse } from "./response-urls.ts";
import { type ActiveFault, createFaultScript, type Fault, type FaultMatch } from "./slack-faults.ts";
import type { SlackLimits } from "./slack-limits.ts";
import {
  type Json,
  type Person,
  personKey,
  type SlackChannel,
  type SlackEphemeral,
  type SlackMessage,
  type SlackUser,
  type SlackView,
  type SlackWorkspace,
} from "./slack-model.ts";
import {
  addChannel,
  addUser,
  addWorkspace,
  type ChannelSeed,
  type UserSeed,
  type WorkspaceSeed,
} from "./slack-seeds.ts";
import type { SlackStage } from "./slack-stage.ts";
import { createSlackState, findChannel, findDirect, openDirect, type SlackState } from "./slack-state.ts";
import { createSocketMode, type SocketMode } from "./socket-mode.ts";
import { createWebApi, jsonReply, type Reply } from "./web-api.ts";
import { SlackRefusal } from "./web-api-call.ts";
import { createSlackOauth, type InstallDecision } from "./web-api-oauth.ts";

/** A request to Slack as it came in, and how it ended for the caller. */
interface SlackCall {
  readonly method: string;
  /** The team of the token's workspace; null without a good token. */
  readonly workspace: string | null;
  readonly args: Json;
  /** Milliseconds of the epoch, by this Slack's clock. */
  readonly at: number;
  /** `ok`, Slack's error code, `http.500`, `lost`, ...; `open` while it is not answered. */
  outcome: string;
}

/** A Slack of our own on loopback: it refuses what Slack refuses and misbehaves as it is told. */
export interface LoopbackSlack extends SlackStage {
  /** `http://127.0.0.1:port`: the OAuth page and the `response_url`s are below it. */
  readonly url: string;
  /** The base of the Web API, with a slash at its end: the value of SLACK_API_URL. */
  readonly apiUrl: string;
  /** All that stands here; tests may change it by hand. */
  readonly state: SlackState;
  readonly calls: readonly SlackCall[];
  /** What was wrong with blocks that were refused, over the whole life. */
  readonly blockFaults: readonly string[];
  /** How often a call was answered with 429. */
  readonly limited: number;
  /**
   * What happens at the consent page; null is yes, in the workspace that is asked for. `ask`: the page stands there with
   * Allow and Cancel, for a browser.
   */
  decision: InstallDecision | "ask" | null;
  readonly sockets: SocketMode;
  addWorkspace(seed: WorkspaceSeed): SlackWorkspace;
  addUser(person: Person, seed?: UserSeed): SlackUser;
  addChannel(seed: ChannelSeed): SlackChannel;
  on(match: FaultMatch, fault: Fault): ActiveFault;
  /** New messages (of one channel, or of all) are in nobody's history until it is released. */
  lagHistory(channel?: string): { release(): void };
  /** The workspace as it was seeded; throws when there is none. */
  workspace(team: string): SlackWorkspace;
  channel(id: string): SlackChannel;
  /** What stands in the person's direct conversation with the app, oldest first; `installed` if not their own team. */
  dm(team: string, user: string, installed?: string): readonly SlackMessage[];
  ephemerals(channel: string, person: Person): readonly SlackEphemeral[];
  /** The person's home of the app that `installed` has, their own team unless said; null when it is empty. */
  home(person: Person, installed?: string): SlackView | null;
  /** The modal in front of the person; null when there is none. */
  view(person: Person): SlackView | null;
  close(): Promise<void>;
}

interface Options {
  /** A free one, unless said. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly limits?: SlackLimits;
  readonly workspaces?: readonly WorkspaceSeed[];
}

/** Starts it on a free port of 127.0.0.1. */
export async function startLoopbackSlack(options: Options = {}): Promise<LoopbackSlack> {
  const state = createSlackState(options.clock ?? systemClock);
  const script = createFaultScript();
  const oauth = createSlackOauth(state);
  const calls: SlackCall[] = [];
  const faults: string[] = [];
  const lags = new Set<{ readonly channel: string | null; readonly from: string }>();
  let limitedCalls = 0;

  const sockets = createSocketMode(state);
  const checkBlocks = createBlockCheck(faults);
  const webApi = createWebApi({
    state,
    oauth,
    limits: options.limits ?? {},
    checkBlocks,
    historyEnds: (_workspace, channel) => {
      const ends = [...lags].filter((lag) => lag.channel === null || lag.channel === channel);
      return ends.map(({ from }) => from).sort()[0] ?? null;
    },
    socketUrl: (token) => sockets.ticketUrl(token.app, slack.url),
  });

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://loopback");
    if (url.pathname === "/oauth/v2/authorize") return void authorize(url.searchParams, response);
    const args = readArgs(await textOf(request), request.headers["content-type"] ?? "", url.searchParams);
    const authorization = request.headers.authorization ?? "";
    const [, room, rest = ""] = /^\/(api|response)\/(.+)$/.exec(url.pathname) ?? [];
    if (room === undefined) return void response.writeHead(404).end();
    const method = room === "api" ? rest : "response_url";
    const workspace =
      room === "api"
        ? webApi.teamOf(authorization, args)
        : (state.responseUrls.get(rest)?.workspace.team ?? null);
    const call: SlackCall = { method, workspace, args, at: state.now(), outcome: "open" };
    calls.push(call);
    const answer = () => {
      return room === "api" ? webApi.answer(call, authorization) : answerResponseUrl(rest, args);
    };
    const slowness = script.slowness(call);
    if (slowness > 0) await new Promise((resolve) => setTimeout(resolve, slowness));
    const hit = script.hit(call);
    if (hit !== null) call.outcome = await misbehave(hit, answer, response, state.now);
    else {
      const reply = answer();
      call.outcome = reply.code;
      sendReply(response, reply, state.now());
    }
    if (call.outcome === "ratelimited") limitedCalls += 1;
  };

  const answerResponseUrl = (id: string, body: Json): Reply => {
    try {
      const url = takeUse(state, id, body);
      const refused = typeof url === "string" ? url : respond(state, url, body, checkBlocks);
      return refused === null
        ? jsonReply({ ok: true })
        : { ...jsonReply({ ok: false, error: refused }), status: 404 };
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return { ...jsonReply({ ok: false, error: error.code }), status: 400 };
    }
  };

  const authorize = (query: URLSearchParams, response: ServerResponse) => {
    try {
      const answer = slack.decision === "ask" ? oauth.answerOf(query) : slack.decision;
      if (answer === "none") return void response.writeHead(200, htmlHeaders).end(oauth.page(query));
      response.writeHead(302, { location: oauth.authorize(query, answer).href }).end();
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      response.writeHead(400, htmlHeaders).end(`<h1>${error.code}</h1>`);
    }
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const slack: LoopbackSlack = {
    url,
    apiUrl: `${url}/api/`,
    state,
    calls,
    blockFaults: faults,
    get limited() {
      return limitedCalls;
    },
    decision: null,
    sockets,
    addWorkspace: (seed) => addWorkspace(state, seed),
    addUser: (person, seed) => addUser(state, person, seed),
    addChannel: (seed) => addChannel(state, seed),
    on: (match, fault) => script.on(match, fault),
    lagHistory: (channel) => {
      const lag = { channel: channel ?? null, from: state.nextTs() };
      lags.add(lag);
      return { release: () => void lags.delete(lag) };
    },
    workspace: (team) => found(state.workspaces.get(team), team),
    channel: (id) => found(findChannel(state, id), id),
    dm: (team, user, installed = team) => {
      return findDirect(state, slack.workspace(installed), { team, user })?.messages ?? [];
    },
    ephemerals: (channel, person) => {
      const shown = state.ephemerals.filter((ephemeral) => ephemeral.channel === channel);
      return shown.filter((ephemeral) => personKey(ephemeral.person) === personKey(person));
    },
    home: (person, installed = person.team) => state.homes.get(`${installed}|${personKey(person)}`) ?? null,
    issueTrigger: async (workspace, person) => {
      const id = `${state.nextId("1")}.${state.nextId("2")}.trigger`;
      state.triggers.set(id, { id, workspace, person, at: state.now(), used: false });
      return id;
    },
    openDirect: async (workspace, person) => openDirect(state, workspace, person),
    checkBlocks,
    view: (person) => state.stacks.get(personKey(person))?.at(-1) ?? null,
    close: async () => {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  for (const seed of options.workspaces ?? []) slack.addWorkspace(seed);
  return slack;
}

const htmlHeaders = { "content-type": "text/html; charset=utf-8" };

function found<Thing>(thing: Thing | null | undefined, id: string): Thing {
  if (thing === null || thing === undefined) throw new Error(`${id} is not in this Slack`);
  return thing;
}

function readArgs(body: string, contentType: string, query: URLSearchParams): Json {
  const fromQuery = Object.fromEntries(query);
  if (!contentType.includes("json")) {
    return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  try {
    return { ...fromQuery, ...(JSON.parse(body) as Json) };
  } catch {
    return fromQuery;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
