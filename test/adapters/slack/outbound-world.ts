import { createSlackAdapter } from "../../../adapters/slack/slack-adapter.ts";
import { createSlackClient } from "../../../adapters/slack/slack-client.ts";
import type { Workspace, Workspaces } from "../../../adapters/slack/workspaces.ts";
import type { Card } from "../../../src/ports/card.ts";
import type { ChatAdapter, Outgoing, SendOutcome } from "../../../src/ports/chat-adapter.ts";
import type { PlatformNotes } from "../../../src/ports/installation.ts";
import { readPrompts } from "../../../src/prompts.ts";
import { createRecordingLogger } from "../../builders/recording-logger.ts";
import { type LoopbackSlack, startLoopbackSlack } from "../../slack/loopback-slack.ts";
import type { SlackLimits } from "../../slack/slack-limits.ts";
import type { SlackMessage } from "../../slack/slack-model.ts";
import { ourScopes, type WorkspaceSeed } from "../../slack/slack-seeds.ts";
import { createMemoryNotes } from "./memory-notes.ts";
import { createSimulatedTime, type SimulatedTime } from "./simulated-time.ts";

/** The agency's workspace in these tests, and one of a vendor. */
export const agency = "T0AGENCY";
export const vendor = "T0VENDOR";
export const aCard: Card = { summary: "Your check-in", nodes: [{ kind: "text", text: "Three taps." }] };
/** Scopes with which the app may read what stands in channels. */
export const readingScopes = [...ourScopes, "channels:history", "groups:history"];

interface Refused {
  readonly workspace: string;
  readonly code: string;
}

/** The adapter in front of a Slack on loopback, with time that passes when nothing else happens. */
export interface OutboundWorld {
  readonly slack: LoopbackSlack;
  readonly adapter: ChatAdapter;
  readonly time: SimulatedTime;
  readonly notes: Map<string, string>;
  readonly logger: ReturnType<typeof createRecordingLogger>;
  /** What was said about workspaces as a whole; `answer` is what comes of it, pausing unless set. */
  readonly refused: Refused[];
  answer: (refused: Refused) => "retry" | "paused";
  /** Teams that took the app out. */
  readonly left: Set<string>;
  /** While true, nothing that Rapport keeps can be read or written. */
  isStoreDown: boolean;
  /** Installs the adapter's side of a workspace of this Slack. */
  connect(team: string, state?: Workspace["state"]): void;
  setState(team: string, state: Workspace["state"], stateCode?: string): void;
  send(to: string, more?: Partial<Outgoing>): Promise<SendOutcome>;
  find(to: string, key: string): ReturnType<ChatAdapter["find"]>;
  /** A user whom the workspace knows; the address of their direct message. */
  person(user: string, team?: string): string;
  dm(user: string, team?: string, installed?: string): readonly SlackMessage[];
  /** Calls of a method so far. */
  calls(method: string, team?: string): number;
  close(): Promise<void>;
}

export async function openOutboundWorld(
  options: {
    readonly teams?: readonly WorkspaceSeed[];
    readonly limits?: SlackLimits;
    readonly perMinute?: number;
    readonly apiUrl?: string;
  } = {},
): Promise<OutboundWorld> {
  let underWay = 0;
  const time = createSimulatedTime(() => underWay > 0);
  const { clock, timers } = time;
  const seeds = options.teams ?? [{ team: agency, scopes: readingScopes }];
  const slack = await startLoopbackSlack({ clock, workspaces: seeds, limits: options.limits ?? {} });
  const rows = new Map<string, Workspace>();
  const refused: Refused[] = [];
  const stored = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    if (world.isStoreDown) throw new Error("The store is down.");
    return ask();
  };

  const workspaces: Workspaces = {
    all: () => stored(async () => [...rows.values()]),
    of: (tenant) => stored(async () => rows.get(tenant) ?? null),
    forget: () => {},
    hasLeft: (tenant) => stored(async () => world.left.has(tenant)),
    async client({ tenant }) {
      const row = rows.get(tenant ?? "");
      if (row?.state !== "active") return null;
      const client = createSlackClient(
        options.apiUrl ?? slack.apiUrl,
        slack.workspace(row.tenant ?? "").token ?? "",
      );
      const call = client.apiCall.bind(client);
      client.apiCall = async (...args) => {
        underWay += 1;
        return call(...args).finally(() => {
          underWay -= 1;
        });
      };
      return client;
    },
    async refused({ tenant }, code) {
      const told = { workspace: tenant ?? "", code };
      refused.push(told);
      const answer = world.answer(told);
      if (answer === "paused") world.setState(told.workspace, "paused", code);
      return answer;
    },
    removed: async () => {},
  };
  const { notes: memory, kept } = createMemoryNotes();
  const notes: PlatformNotes = {
    read: (...where) => stored(() => memory.read(...where)),
    write: (...note) => stored(() => memory.write(...note)),
    forget: (...where) => stored(() => memory.forget(...where)),
  };
  const logger = createRecordingLogger();
  const adapter = createSlackAdapter({
    ...{ workspaces, notes, clock, timers, logger },
    absolute: (path) => `https://rapport.example${path}`,
    words: readPrompts().wordsFor("en"),
    perMinute: options.perMinute ?? 200,
  });
  let keys = 0;
  const world: OutboundWorld = {
    ...{ slack, adapter, time, notes: kept, logger, refused },
    answer: () => "paused",
    left: new Set(),
    isStoreDown: false,
    connect: (team, state = "active") => {
      const { name, app } = slack.workspace(team);
      const credentials = { appId: app.id, scopes: [...app.scopes] };
      rows.set(team, {
        ...{ id: `installation-${team}`, tenant: team, enterprise: null, name, state, stateCode: null },
        credentials,
      });
    },
    setState: (team, state, stateCode) => {
      const row = rows.get(team);
      if (row !== undefined) rows.set(team, { ...row, state, stateCode: stateCode ?? null });
    },
    send: (to, more = {}) => {
      keys += 1;
      const key = `00000000-0000-4000-8000-${String(keys).padStart(12, "0")}`;
      return time.run(adapter.send({ to, card: aCard, key, ...more }));
    },
    find: (to, key) => time.run(adapter.find({ to, key })),
    person: (user, team = agency) => {
      slack.addUser({ team, user });
      return `${team}/${user}`;
    },
    dm: (user, team = agency, installed = team) => slack.dm(team, user, installed),
    calls: (method, team) =>
      slack.calls.filter((call) => call.method === method && (team === undefined || call.workspace === team))
        .length,
    close: () => slack.close(),
  };
  for (const { team, installed } of seeds) if (installed !== false) world.connect(team);
  return world;
}
