import type { IRouter } from "express";
import type { Inbound } from "../../../src/ports/chat-adapter.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { PlatformNotes } from "../../../src/ports/installation.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Words } from "../../../src/ports/words.ts";
import { createHeard } from "../heard.ts";
import { createSlackNotes } from "../slack-notes.ts";
import type { Workspace, Workspaces } from "../workspaces.ts";
import { createBackground } from "./background.ts";
import type { Binding, Bindings } from "./bindings.ts";
import { startDeadline } from "./deadline.ts";
import { findInstalled, readInstalled } from "./envelope.ts";
import { HeldApp } from "./held-app.ts";
import { createHttpReceiver } from "./http-receiver.ts";
import { listen } from "./listeners.ts";
import { createPeople } from "./people.ts";
import type { Body } from "./read-body.ts";
import { createResponseUrls } from "./response-url.ts";
import { createSocketConnections } from "./socket-connections.ts";
import { createTurns } from "./turns.ts";

/** What Slack's inbound half works with. */
export interface SlackInboundOptions {
  readonly workspaces: Workspaces;
  readonly notes: PlatformNotes;
  readonly inbound: Inbound;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly words: Words;
  /** Makes a page's path a whole address; undefined where nobody else could open it. */
  readonly absolute: ((path: string) => string) | undefined;
  /** Slack's Web API, with a slash at its end. */
  readonly apiUrl: string;
  /** Times in milliseconds, for tests; each has the value that PLATFORMS 2 asks for. */
  readonly times?: Partial<typeof usualTimes>;
}

/** What people do in Slack, brought to the core and answered. */
export interface SlackInbound {
  /** Adds the endpoint `/slack/events`, which checks everything by itself. */
  mount(app: IRouter): void;
  /** Opens Socket Mode for each workspace with an app token, and keeps up with new ones. */
  start(): Promise<void>;
  /** When nothing goes on after an acknowledgement any more; false when something was left after the grace. */
  settled(graceMs: number): Promise<boolean>;
  /** Takes nothing more by Socket Mode and waits for what goes on after an acknowledgement. */
  stop(graceMs: number): Promise<void>;
}

const usualTimes = {
  /** Slack waits for 3 s; the person is to hear of it before. */
  answerWithin: 2_500,
  watchEvery: 5_000,
  firstSocketPause: 1_000,
};

/** A Bolt app that is fed by our own HTTP receiver and by Socket Mode; see `SlackInbound`. */
export function createSlackInbound(options: SlackInboundOptions): SlackInbound {
  const { workspaces, notes, clock, logger, apiUrl } = options;
  const times = { ...usualTimes, ...options.times };
  const bindings: Bindings = new WeakMap<object, Binding>();
  const turns = createTurns();
  const background = createBackground(logger, turns);
  const receiver = createHttpReceiver({
    ...{ workspaces, bindings, background, turns, clock, logger },
    answerWithinMs: times.answerWithin,
  });
  const app = new HeldApp({ receiver, bindings, logger, apiUrl });
  listen(app, bindings, {
    ...options,
    background,
    notes: createSlackNotes({ notes, clock, logger }),
    heard: createHeard({ notes, clock }),
    people: createPeople({ notes, clock }),
    responseUrls: createResponseUrls(apiUrl),
  });
  const sockets = createSocketConnections({
    ...{ app, workspaces, clock, logger, apiUrl },
    bind: (body, appToken) => {
      if (typeof body !== "object" || body === null) return;
      const workspace = findBySocket(workspaces, body as Body, appToken);
      // It is awaited where it is needed; until then a rejection is nobody's.
      workspace.catch(() => {});
      bindings.set(body, { workspace, deadline: startDeadline(times.answerWithin, turns) });
    },
    watchEveryMs: times.watchEvery,
    firstPauseMs: times.firstSocketPause,
  });
  return {
    mount: (express) => {
      express.use(receiver.routes);
    },
    start: () => sockets.start(),
    settled: background.settled,
    async stop(graceMs) {
      await Promise.all([sockets.stop(graceMs), background.settled(graceMs)]);
    },
  };
}

/** What came with an app token may be for any workspace of that app, and for no other. */
async function findBySocket(workspaces: Workspaces, body: Body, appToken: string): Promise<Workspace | null> {
  const installed = readInstalled(body);
  if (installed === null) return null;
  const all = await workspaces.all();
  return findInstalled(
    installed,
    all.filter(({ credentials }) => credentials.appToken === appToken),
  );
}
