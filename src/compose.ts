import { sql } from "drizzle-orm";
import { fromDrizzle } from "pg-boss";
import { createMailAdapter } from "../adapters/mail/mail-adapter.ts";
import { openQueue, type Queue } from "../adapters/queue/pg-boss-queue.ts";
import type { Timers } from "../adapters/slack/pace.ts";
import { takenOut } from "../adapters/slack/taken-out.ts";
import { createJweVault } from "../adapters/vault/jwe-vault.ts";
import { createWebAdapter } from "../adapters/web/web-adapter.ts";
import type { Database } from "../db/database.ts";
import { openPglite } from "../db/open-pglite.ts";
import { openServer } from "../db/open-server.ts";
import { createDatabaseCheck } from "../db/read-models/database-health.ts";
import { createFailedPosts } from "../db/read-models/failed-posts.ts";
import { createInstallationStore } from "../db/stores/installation-store.ts";
import { createMessageBoard } from "../db/stores/message-board.ts";
import { createPlatformNotes } from "../db/stores/platform-notes.ts";
import { createSessionKeeper } from "../db/stores/session-keeper.ts";
import { createStores, createTransact, type StoreParts, type Stores } from "../db/transaction.ts";
import { cadenceMessages } from "./check-ins/cadence-messages.ts";
import { checkInMessages, reminderMessages } from "./check-ins/check-in-messages.ts";
import { introductionMessages } from "./check-ins/introduction.ts";
import type { CommandContext } from "./command-line/command.ts";
import { type Chat, createChat } from "./compose-chat.ts";
import type { Settings } from "./config.ts";
import { escalationMessages } from "./escalations/escalation-messages.ts";
import { createLogger } from "./logging.ts";
import type { MessagePurpose } from "./messages/message.ts";
import type { MessageKind } from "./messages/message-kind.ts";
import { createWebHost } from "./pages/web-host.ts";
import type { ChatAdapter, Inbound, Platform } from "./ports/chat-adapter.ts";
import { type Clock, systemClock } from "./ports/clock.ts";
import { type Ids, randomIds } from "./ports/ids.ts";
import type { Logger } from "./ports/logger.ts";
import type { MessageBoard, SessionKeeper, WebHost } from "./ports/page.ts";
import type { Directly, Transact } from "./ports/transaction.ts";
import type { WordsFor } from "./ports/words.ts";
import { readPrompts } from "./prompts.ts";
import { lazily, readOrMakeSecret } from "./secret.ts";
import { digestMessages } from "./summaries/digest-messages.ts";
import { chatCommands } from "./triggers/chat-commands.ts";
import { createInbound } from "./triggers/inbound.ts";
import { queueDueWork } from "./triggers/schedule.ts";
import { createWorkers } from "./triggers/workers.ts";
import { winMessages, winPosts } from "./wins/win-messages.ts";

/** What tests and the simulation put in place of the world. */
export interface Replacements {
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly logger?: Logger;
  /** Platforms beside the browser; people are reached on them. */
  readonly adapters?: readonly ChatAdapter[];
  /** The browser's adapter as the rest sees it; the simulation watches what it posts. */
  readonly web?: (adapter: ChatAdapter) => ChatAdapter;
  /** Told after each commit that has queued jobs; the simulation drains them in process. */
  readonly onQueued?: () => void;
  /** An embedded database in memory instead of one in the data directory. */
  readonly inMemory?: boolean;
  readonly quietHours?: boolean;
  /** How platforms that hold messages back wait for their turns; a test's clock does not move by itself. */
  readonly timers?: Timers;
  /** No chat platform is used, whatever the store knows of workspaces: the simulation must reach nobody. */
  readonly alone?: boolean;
}

/** A whole Rapport on one database, not yet listening and not yet working in the background. */
export interface Rapport {
  readonly context: CommandContext;
  readonly transact: Transact<Stores>;
  readonly queue: Queue;
  readonly inbound: Inbound;
  /** The chat platforms: their endpoints, and what they do in the background. */
  readonly chat: Chat;
  /** Signs sessions and seals credentials. */
  secret(): Promise<string>;
  readonly board: MessageBoard;
  readonly sessions: SessionKeeper;
  readonly host: WebHost;
  readonly wordsFor: WordsFor;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whether the open local door may exist (each request is checked as well). */
  readonly openDoorAllowed: boolean;
  isReady(): Promise<boolean>;
  /** Stops background work within `graceMs` and closes the database. */
  close(graceMs?: number): Promise<void>;
}

const readyWithinMs = 2000;

/** Opens the store that the settings name and wires everything to it. Rejects with a RapportError in plain words. */
export async function openRapport(settings: Settings, replace: Replacements = {}): Promise<Rapport> {
  const logger = replace.logger ?? createLogger(settings.logLevel);
  const { clock = systemClock, ids = randomIds } = replace;
  const { bank, wordsFor } = readPrompts();
  const opened = await (settings.databaseUrl === null
    ? openPglite(replace.inMemory === true ? null : settings.dataDir)
    : openServer(settings.databaseUrl));

  const secret = lazily(async () => settings.secret ?? (await readOrMakeSecret(settings.dataDir)));
  const installations = createInstallationStore(opened.database, ids, createJweVault(secret));
  const wantsSlack = async () =>
    replace.alone !== true &&
    (settings.slack !== null ||
      (await installations.all("slack")).length > 0 ||
      // What is meant for a workspace that took the app out waits for it.
      (await takenOut(installations, false)).length > 0);
  const hasSlack = await wantsSlack();
  const openDoorAllowed = mayOpenDoor(settings) && (replace.adapters ?? []).length === 0 && !hasSlack;
  const absolute = (path: string) => `${settings.publicUrl ?? localAddress(settings)}${path}`;
  const board = createMessageBoard(opened.database, clock, ids);
  const mail = settings.mail === null ? [] : [createMailAdapter({ ...settings.mail, absolute })];
  const others = [...mail, ...(replace.adapters ?? [])];
  const webAdapter = createWebAdapter({ board });
  const web = replace.web?.(webAdapter) ?? webAdapter;
  const adapters = new Map<Platform, ChatAdapter>(
    [web, ...others].map((adapter) => [adapter.platform, adapter]),
  );
  const reaching = new Set<Platform>([
    ...(openDoorAllowed ? ["web" as const] : []),
    ...others.map(({ platform }) => platform),
  ]);
  const quietHours = replace.quietHours ?? !(openDoorAllowed && others.length === 0);

  const late: { queue?: Queue } = {};
  const parts: StoreParts = {
    ids,
    clock,
    jobsIn: (transaction) => queueOf(late).inTransaction(fromDrizzle(asExecutor(transaction), sql)),
    onQueued: (names) => {
      for (const name of names) late.queue?.wake(name);
      replace.onQueued?.();
    },
  };
  const transact = createTransact(opened.database, parts);
  const direct: { stores?: Stores } = {};
  const directly: Directly<Stores> = (work) => {
    direct.stores ??= createStores(opened.database, parts);
    return work(direct.stores);
  };
  const needs = {
    clock,
    ids,
    transact,
    directly,
    logger,
    bank,
    wordsFor,
    quietHours,
    absolute,
    adapters,
    reaching,
    kinds: messageKinds({ bank, wordsFor, quietHours }),
  };
  const queue = await openQueue(opened.queueBackend, createWorkers(needs), logger);
  late.queue = queue;
  const inbound = createInbound(needs);
  const slackNeeds = {
    ...needs,
    settings,
    secret,
    installations,
    notes: createPlatformNotes(opened.database),
    ...(replace.timers && { timers: replace.timers }),
  };
  const chat = createChat({
    load: async () => (await import("./compose-slack.ts")).composeSlack(slackNeeds, inbound),
    isWanted: wantsSlack,
    onWanted: ({ adapter }) => {
      adapters.set(adapter.platform, adapter);
      reaching.add(adapter.platform);
      if (openDoorAllowed)
        logger.warn({}, "Slack is connected. Start Rapport anew to close the open local door.");
    },
  });
  await chat.look();

  return {
    context: {
      ...needs,
      queueDueWork: () => queueDueWork(needs),
      drain: () => queue.drain(),
      database: createDatabaseCheck(opened.database),
      failedPosts: createFailedPosts(opened.database),
      slack: chat.operator,
    },
    transact,
    queue,
    inbound,
    chat,
    secret,
    board,
    sessions: createSessionKeeper(opened.database, clock),
    host: createWebHost({ ...needs, board, commands: chatCommands }),
    wordsFor,
    logger,
    clock,
    ids,
    openDoorAllowed,
    isReady: () => opened.isReady(readyWithinMs),
    close: async (graceMs = 5000) => {
      await Promise.all([queue.stop(graceMs), chat.stop(graceMs)]);
      await opened.close();
    },
  };
}

function messageKinds(
  needs: ReturnType<typeof readPrompts> & { readonly quietHours: boolean },
): Record<MessagePurpose, MessageKind<Stores>> {
  return {
    introduction: introductionMessages(needs.wordsFor, needs.quietHours),
    "check-in": checkInMessages(needs),
    reminder: reminderMessages(needs),
    cadence: cadenceMessages(needs.wordsFor, needs.quietHours),
    digest: digestMessages(),
    escalation: escalationMessages(needs.wordsFor),
    win: winMessages(needs),
    "win-post": winPosts(needs.wordsFor("en")),
  };
}

/** The door is for one machine's own user: no public address, no other platform, a loopback listener. */
function mayOpenDoor(settings: Settings): boolean {
  const isLoopback =
    settings.host === "localhost" || settings.host === "::1" || settings.host.startsWith("127.");
  return isLoopback && settings.publicUrl === null;
}

function localAddress({ host, port }: Settings): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function queueOf(late: { readonly queue?: Queue }): Queue {
  if (late.queue === undefined) throw new Error("The job queue is not open yet.");
  return late.queue;
}

/** pg-boss wants rows; both drivers give them in one of the shapes that it knows. */
function asExecutor(transaction: Database): Parameters<typeof fromDrizzle>[0] {
  return transaction as unknown as Parameters<typeof fromDrizzle>[0];
}
