import type { Command as Definition } from "commander";
import type { FailedPosts } from "../messages/failed-posts.ts";
import type { RosterStore } from "../partnerships/roster-store.ts";
import type { ChatAdapter, Inbound } from "../ports/chat-adapter.ts";
import type { Clock } from "../ports/clock.ts";
import type { DatabaseCheck } from "../ports/database-health.ts";
import type { Ids } from "../ports/ids.ts";
import type { Logger } from "../ports/logger.ts";
import type { MessageBoard } from "../ports/page.ts";
import type { AppManifest, ManifestRequest, SlackOperator } from "../ports/slack-operator.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Words } from "../ports/words.ts";
import type { StatusStores } from "../status/query-status.ts";
import type { ActionNeeds } from "../triggers/action.ts";
import type { WorkerNeeds, WorkerStores } from "../triggers/workers.ts";

/** What an exit code means, the same for every command; `--help` prints it. */
export const exitCodes = { done: 0, failed: 1, usage: 2, refused: 3 } as const;

/** How far a long command is. `done` runs from 0 to `total`; the last state has both equal. */
export interface ProgressState {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly note?: string;
}

/** Where a command's words go: a terminal, or a socket that leads to one. A line end is added where it is missing. */
export interface CommandIo {
  /** The result, for people and scripts. */
  out(text: string): void;
  /** Faults and remarks, which no script should read as the result. */
  err(text: string): void;
  /** Called as often as the command likes; whoever draws it thins it out. */
  progress?(state: ProgressState): void;
  readonly isTty: boolean;
  /** Width of the terminal, where there is one. */
  readonly columns?: number;
}

/** What was typed behind the command's name. Relative paths start at `directory`, the caller's own. */
export interface CommandArgs {
  /** In the order in which `configure` names them; undefined for one that is optional and missing. */
  readonly positional: readonly (string | undefined)[];
  /** By commander's camel-cased names: `--dry-run` is `dryRun`. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly directory: string;
  /** What `readInput` of the command got; missing for commands without it. */
  readonly input?: string;
}

/** The keyboard of whoever typed the command, or what is piped in there. */
export interface Keyboard {
  /** Standard input to its end; null where it is a terminal. */
  readAll(): Promise<string | null>;
  /** Asks for a secret without showing it; empty when nothing was typed, null when the person gave up. */
  askSecret(question: string): Promise<string | null>;
}

/** What commands hand on to the flows; made by the composition root. A new command adds what its flow needs. */
export interface CommandContext extends CommandNeeds {
  readonly ids: Ids;
  readonly transact: Transact<CommandStores>;
  /** Queues what is due now, as the schedule does every minute. */
  queueDueWork(): Promise<{ readonly queued: readonly string[] }>;
  /** Works on queued jobs in this process until none is left; returns how many were done. */
  drain(): Promise<number>;
  readonly database: DatabaseCheck;
  readonly failedPosts: FailedPosts;
  readonly slack: SlackOperator;
}

type CommandNeeds = Omit<WorkerNeeds, "transact"> & Pick<ActionNeeds, "absolute">;

interface CommandStores extends WorkerStores, StatusStores {
  readonly roster: RosterStore;
  readonly contacts: WorkerStores["contacts"];
  readonly partnerships: WorkerStores["partnerships"];
  readonly rounds: WorkerStores["rounds"];
}

interface Described {
  /** As typed; in two words (`roster check`) the first one groups its commands. */
  readonly name: string;
  readonly summary: string;
  /** Adds arguments, options and longer help to commander's definition. */
  configure(definition: Definition): void;
}

/** A command that needs neither settings nor a store. */
export interface LocalCommand extends Described {
  readonly needs: "nothing";
  /** Resolves with one of `exitCodes`. */
  run(args: CommandArgs, io: CommandIo): Promise<number>;
}

/** A command that needs neither, but something that only the composition root can make. */
export interface ToolCommand extends Described {
  readonly needs: "tools";
  /** Resolves with one of `exitCodes`. */
  run(tools: CommandTools, args: CommandArgs, io: CommandIo): Promise<number>;
}

export interface CommandTools {
  words(): Promise<Words>;
  slackManifest(request: ManifestRequest): Promise<AppManifest>;
}

/** Why a command has no store: every fault of the settings, or why the database does not open. */
export interface NoStore {
  readonly check: "settings" | "database";
  readonly reasons: readonly string[];
}

/** A command on the store: run by the server if one is there, otherwise in the caller's own process. */
export interface StoreCommand extends Described {
  readonly needs: "store";
  /**
   * Reads, where the caller sits, what must not stand on a command line. Null, with the reason told to `io`, ends the
   * command as refused.
   */
  readInput?(args: CommandArgs, io: CommandIo, keyboard: Keyboard): Promise<string | null>;
  /** Runs in place of `run` when there is no store; without it the reasons are printed and the command fails. */
  runWithoutStore?(reason: NoStore, args: CommandArgs, io: CommandIo): number;
  /** Resolves with one of `exitCodes`. */
  run(context: CommandContext, args: CommandArgs, io: CommandIo): Promise<number>;
}

/** A command that opens the store by itself, under a clock and ids of its own; no server may have it open. */
export interface OwnStoreCommand extends Described {
  readonly needs: "own-store";
  /** Resolves with one of `exitCodes`. */
  run(store: OwnStore, args: CommandArgs, io: CommandIo): Promise<number>;
}

/** What the composition root lends to such a command. */
export interface OwnStore {
  /** The machine's own time. */
  readonly clock: Clock;
  /** Where the store is, in words. */
  readonly place: string;
  /** The roster is the operator's own, or the store a database server: not something to fill by mistake. */
  readonly isPrecious: boolean;
  readonly logger: Logger;
  /** The roster that the settings name, else the bundled sample. */
  readRoster(): Promise<{ readonly text: string; readonly source: string }>;
  /** What simulated contacts write, as YAML. */
  readTexts(): Promise<string>;
  /** Opens the store with these in place of the world; nobody is reached but in the browser. */
  open(replace: {
    readonly clock: Clock;
    readonly ids: Ids;
    readonly logger: Logger;
    readonly web: (adapter: ChatAdapter) => ChatAdapter;
    readonly onQueued: () => void;
  }): Promise<{
    readonly context: CommandContext;
    readonly inbound: Inbound;
    readonly board: MessageBoard;
    close(): Promise<void>;
  }>;
}

export type Command = LocalCommand | ToolCommand | StoreCommand | OwnStoreCommand;
