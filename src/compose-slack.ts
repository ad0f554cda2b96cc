import { type RequestHandler, Router } from "express";
import { createHeard } from "../adapters/slack/heard.ts";
import { createSlackInbound } from "../adapters/slack/inbound/slack-inbound.ts";
import { createSlackOAuth } from "../adapters/slack/oauth/slack-oauth.ts";
import { createSlackOperator } from "../adapters/slack/operator.ts";
import type { Timers } from "../adapters/slack/pace.ts";
import { seedWorkspace, type WorkspaceSeed } from "../adapters/slack/seed-workspace.ts";
import { createSlackAdapter } from "../adapters/slack/slack-adapter.ts";
import { createSlackNotes } from "../adapters/slack/slack-notes.ts";
import { createSlackWorkspaces } from "../adapters/slack/slack-workspaces.ts";
import type { Settings } from "./config.ts";
import type { ChatAdapter, Inbound } from "./ports/chat-adapter.ts";
import type { Clock } from "./ports/clock.ts";
import type { Ids } from "./ports/ids.ts";
import type { InstallationStore, PlatformNotes } from "./ports/installation.ts";
import type { Logger } from "./ports/logger.ts";
import type { SlackOperator } from "./ports/slack-operator.ts";
import type { WordsFor } from "./ports/words.ts";

export interface SlackNeeds {
  readonly installations: InstallationStore;
  readonly notes: PlatformNotes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly wordsFor: WordsFor;
  readonly settings: Settings;
  readonly secret: () => Promise<string>;
  readonly absolute: (path: string) => string;
  readonly timers?: Timers;
}

/** Everything of Slack, wired; loaded only where a workspace is known or being connected. */
export interface Slack {
  readonly adapter: ChatAdapter;
  readonly operator: SlackOperator;
  /** Slack's endpoints, and the pages of an installation. */
  readonly handle: RequestHandler;
  /** Brings in the workspace of the settings and opens the connections of Socket Mode. */
  start(): Promise<void>;
  /** To be called each minute: what Slack could not be asked about is asked again. */
  tick(): Promise<void>;
  /** When all that is shown after acknowledgements stands; false when something was left after the grace. */
  settled(graceMs: number): Promise<boolean>;
  /** Waits at most `graceMs` for what is shown after an acknowledgement. */
  stop(graceMs: number): Promise<void>;
}

export function composeSlack(needs: SlackNeeds, inbound: Inbound): Slack {
  const { settings, absolute } = needs;
  const apiUrl = settings.slackApiUrl;
  const words = needs.wordsFor("en");
  const installations = telling(needs.installations, () => workspaces.forget());
  const common = { ...needs, installations, apiUrl, words, fromSettings: settings.slack !== null };
  const workspaces = createSlackWorkspaces(common);
  const heard = createHeard(needs);
  const oauth = createSlackOAuth({ ...common, publicUrl: settings.publicUrl });
  const receiver = createSlackInbound({ ...common, workspaces, inbound });
  const routes = Router();
  oauth.mount(routes);
  receiver.mount(routes);
  const installLink = async (id: string) => absolute(await oauth.makeInstallTicket(id));
  let seed: WorkspaceSeed | null = null;
  return {
    adapter: createSlackAdapter({ ...common, workspaces, perMinute: settings.slackMessagesPerMinute }),
    operator: createSlackOperator({
      ...common,
      installations,
      workspaces,
      notes: createSlackNotes(needs),
      heard,
      publicUrl: settings.publicUrl,
      installLink: settings.publicUrl === null ? null : installLink,
    }),
    handle: routes,
    async start() {
      seed = await seedWorkspace(common, settings.slack);
      await receiver.start();
    },
    tick: async () => seed?.retry(),
    settled: receiver.settled,
    stop: (graceMs) => receiver.stop(graceMs),
  };
}

/** The same store; whoever connects or removes a workspace here has it known here at once. */
function telling(store: InstallationStore, onChange: () => void): InstallationStore {
  return {
    ...store,
    add: (...added) => store.add(...added).finally(onChange),
    change: (...changed) => store.change(...changed).finally(onChange),
    setState: (...changed) => store.setState(...changed).finally(onChange),
  };
}
