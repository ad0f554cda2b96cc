import type { RequestHandler } from "express";
import type { Slack } from "./compose-slack.ts";
import type { SlackOperator } from "./ports/slack-operator.ts";

/** The chat platforms of a running Rapport. */
export interface Chat {
  /** For requests that a chat platform sends; hands on what is none. */
  readonly handle: RequestHandler;
  /** What an operator does about Slack; loads it if it is not there. */
  readonly operator: SlackOperator;
  /**
   * Takes Slack up as soon as a workspace is known: the settings name one, or an operator connected it here or through
   * another process on the same database. To be called at the start and each minute.
   */
  look(): Promise<void>;
  /** From now on `look` also listens to Slack. */
  listen(): Promise<void>;
  /** When all that people are shown after an acknowledgement stands; false when something was left. */
  settled(graceMs: number): Promise<boolean>;
  stop(graceMs: number): Promise<void>;
}

interface ChatNeeds {
  /** Slack takes a third of a second and 40 MiB to load: who has no workspace does not pay for it. */
  readonly load: () => Promise<Slack>;
  readonly isWanted: () => Promise<boolean>;
  /** Called once, when people can be reached through it. */
  readonly onWanted: (slack: Slack) => void;
}

/** The chat platforms, each loaded when it is wanted. */
export function createChat(needs: ChatNeeds): Chat {
  const slack = createPart(needs);
  const look = async () => {
    const loaded = await slack.look();
    await loaded?.tick();
  };
  return {
    look,
    handle: async (request, response, next) => {
      // Another process may have connected the workspace a moment ago: its link works at once.
      const loaded = request.path.startsWith("/slack/") ? (slack.loaded() ?? (await slack.takeUp())) : null;
      if (loaded === null) next();
      else loaded.handle(request, response, next);
    },
    operator: {
      connect: async (...keys) => {
        const outcome = await (await slack.load()).operator.connect(...keys);
        await slack.look();
        return outcome;
      },
      list: async () => (await slack.load()).operator.list(),
      findings: async (evidence) => (await slack.load()).operator.findings(evidence),
    },
    listen: async () => {
      slack.mayListen();
      await look();
    },
    settled: async (graceMs) => (await slack.loaded()?.settled(graceMs)) ?? true,
    stop: async (graceMs) => slack.loaded()?.stop(graceMs),
  };
}

function createPart({ load, isWanted, onWanted }: ChatNeeds) {
  let loading: Promise<Slack> | null = null;
  let loaded: Slack | null = null;
  const is = { used: false, listening: false };
  let mayListen = false;
  const loadOnce = (): Promise<Slack> => {
    loading ??= load().then((slack) => {
      loaded = slack;
      return slack;
    });
    return loading;
  };
  /** Null while nobody wants it. */
  const takeUp = async (): Promise<Slack | null> => {
    if (!is.used && !(await isWanted())) return null;
    const slack = await loadOnce();
    if (!is.used) onWanted(slack);
    is.used = true;
    return slack;
  };
  return {
    load: loadOnce,
    loaded: () => loaded,
    mayListen: () => {
      mayListen = true;
    },
    takeUp,
    /** The same, and listens to it as soon as it may. */
    async look(): Promise<Slack | null> {
      const slack = await takeUp();
      if (slack !== null && mayListen && !is.listening) {
        is.listening = true;
        await slack.start();
      }
      return slack;
    },
  };
}
