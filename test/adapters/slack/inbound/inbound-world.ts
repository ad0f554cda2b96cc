import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { drawMessage } from "../../../../adapters/slack/draw/draw-message.ts";
import { createSlackInbound, type SlackInbound } from "../../../../adapters/slack/inbound/slack-inbound.ts";
import { createSlackClient } from "../../../../adapters/slack/slack-client.ts";
import type { SlackCredentials } from "../../../../adapters/slack/slack-credentials.ts";
import type { Workspace, Workspaces } from "../../../../adapters/slack/workspaces.ts";
import type { Card } from "../../../../src/ports/card.ts";
import { readPrompts } from "../../../../src/prompts.ts";
import { createRecordingLogger } from "../../../builders/recording-logger.ts";
import { createTestClock, type TestClock } from "../../../builders/test-clock.ts";
import { type AgencyAndVendor, addAgencyAndVendor } from "../../../slack/agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "../../../slack/loopback-slack.ts";
import { createSlackDriver, type SlackDriver } from "../../../slack/slack-driver.ts";
import type { SlackMessage } from "../../../slack/slack-model.ts";
import { createMemoryNotes } from "../memory-notes.ts";
import { createScriptedInbound, type ScriptedInbound } from "./scripted-inbound.ts";

/** What we say by ourselves. */
export const words = readPrompts().wordsFor("en");

/** Slack's inbound half in front of a scripted core, behind an HTTP server of its own. */
export interface InboundWorld {
  readonly slack: LoopbackSlack;
  readonly people: AgencyAndVendor;
  readonly driver: SlackDriver;
  readonly clock: TestClock;
  readonly inbound: ScriptedInbound;
  readonly receiver: SlackInbound;
  readonly logger: ReturnType<typeof createRecordingLogger>;
  /** By `installation key`. */
  readonly notes: Map<string, string>;
  /** Installations that were said to be removed. */
  readonly removed: string[];
  /** When Slack said that each of them was. */
  readonly removedAt: string[];
  readonly url: string;
  /** Makes a workspace of this Slack one of ours, or changes what we know of it. */
  connect(team: string, changes?: Partial<Workspace>): void;
  /** What reading the workspaces does, when it is not to work. */
  breakWorkspaces(error: Error | null): void;
  /** Posts a card of ours to a user or channel, and the message that stands there. */
  post(to: string, card: Card, more?: Readonly<Record<string, unknown>>): Promise<SlackMessage>;
  /** Waits until all that is shown after acknowledgements stands. */
  settle(): Promise<void>;
  /** Names of the calls to Slack since the last time this was asked. */
  newCalls(): readonly string[];
  close(): Promise<void>;
}

export interface InboundWorldOptions {
  /** Milliseconds until a person is told that it takes too long. */
  readonly answerWithin?: number;
  readonly through?: "http" | "socket";
  readonly apiUrl?: string;
}

/** The agency is connected; the vendor has no app. Times are short only where a test is about their end. */
export async function openInboundWorld(options: InboundWorldOptions = {}): Promise<InboundWorld> {
  const clock = createTestClock("2026-11-23T10:00:00Z");
  const slack = await startLoopbackSlack({ clock });
  const people = addAgencyAndVendor(slack);
  const rows = new Map<string, Workspace>();
  const broken: { error: Error | null } = { error: null };
  const removed: string[] = [];
  const removedAt: string[] = [];
  const all = async () => {
    if (broken.error !== null) throw broken.error;
    return [...rows.values()];
  };
  const workspaces: Workspaces = {
    all,
    of: async (tenant) => (await all()).find((one) => one.tenant === tenant) ?? null,
    client: async ({ id }) => {
      const { state, credentials } = [...rows.values()].find((one) => one.id === id) ?? {};
      return state === "active" ? createSlackClient(slack.apiUrl, credentials?.botToken) : null;
    },
    forget: () => {},
    hasLeft: async () => false,
    refused: async () => "paused",
    removed: async ({ id }, at) => {
      removed.push(id);
      removedAt.push(at.toString());
    },
  };
  const inbound = createScriptedInbound();
  const logger = createRecordingLogger();
  const { notes, kept } = createMemoryNotes();
  const receiver = createSlackInbound({
    ...{ workspaces, notes, inbound, clock, logger, words },
    absolute: (path) => `https://rapport.example${path}`,
    apiUrl: options.apiUrl ?? slack.apiUrl,
    times: { answerWithin: options.answerWithin ?? 60_000, watchEvery: 20, firstSocketPause: 20 },
  });
  const app = express();
  receiver.mount(app);
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { through = "http" } = options;
  const seen = { calls: 0 };
  const world: InboundWorld = {
    ...{ slack, people, clock, inbound, receiver, logger, notes: kept, removed, removedAt, url },
    driver: createSlackDriver({ slack, endpoint: url, through }),
    connect: (team, changes = {}) => {
      rows.set(team, { ...rowOf(slack, team, through), ...rows.get(team), ...changes });
    },
    breakWorkspaces: (error) => {
      broken.error = error;
    },
    async post(to, card, more = {}) {
      const client = createSlackClient(slack.apiUrl, people.agency.token ?? "");
      const drawn = drawMessage(card, { words, absolute: undefined });
      const { channel = "", ts } = await client.chat.postMessage({ channel: to, ...drawn, ...more });
      world.newCalls();
      return slack.channel(channel).messages.find((message) => message.ts === ts) as SlackMessage;
    },
    async settle() {
      if (!(await receiver.settled(10_000))) throw new Error("Something is still being shown.");
    },
    newCalls() {
      const calls = slack.calls.slice(seen.calls).map(({ method }) => method);
      seen.calls = slack.calls.length;
      return calls;
    },
    async close() {
      await receiver.stop(1_000);
      server.closeAllConnections();
      server.close();
      await slack.close();
    },
  };
  world.connect(people.agency.team);
  return world;
}

function rowOf(slack: LoopbackSlack, team: string, through: "http" | "socket"): Workspace {
  const { app, token, botId, botUser, enterprise, orgWide, name } = slack.workspace(team);
  const credentials: SlackCredentials = {
    appId: app.id,
    botId,
    botUserId: botUser,
    ...(token === null ? {} : { botToken: token }),
    ...(through === "http" ? { signingSecret: app.signingSecret } : { appToken: app.appToken }),
  };
  return {
    ...{ id: `installation-${team}`, name, credentials, state: "active", stateCode: null },
    tenant: orgWide ? (enterprise?.id ?? null) : team,
    enterprise: enterprise?.id ?? null,
  };
}
