import type { Clock } from "../../src/ports/clock.ts";
import type { PlatformNotes } from "../../src/ports/installation.ts";
import type { Logger } from "../../src/ports/logger.ts";
import { accountIdOf, type SlackPerson } from "./slack-address.ts";

/**
 * What was learnt about Slack, kept by workspace (the installation's id). Never rejects: a note that cannot be read or
 * kept costs a few calls and nothing else.
 */
export interface SlackNotes {
  /** The direct message with a person; null until it is known. */
  directChannel(workspace: string, person: SlackPerson): Promise<string | null>;
  keepReach(workspace: string, person: SlackPerson, channel: string): Promise<void>;
  forgetReach(workspace: string, person: SlackPerson): Promise<void>;
  /** Where the notice stands that a channel got under this opaque share key; null when none is known. */
  noticeAt(workspace: string, channel: string, share: string): Promise<string | null>;
  keepNotice(workspace: string, channel: string, share: string, ts: string): Promise<void>;
  /** The id that a channel has now. */
  currentChannel(workspace: string, channel: string): Promise<string>;
  /** Slack gave a channel another id. */
  keepMove(workspace: string, channel: string, newChannel: string): Promise<void>;
}

export function createSlackNotes(needs: {
  readonly notes: PlatformNotes;
  readonly clock: Clock;
  readonly logger: Logger;
}): SlackNotes {
  const { notes, clock } = needs;
  const orElse = async <Value>(work: () => Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error ? error.name : "unknown";
      needs.logger.warn(
        { code },
        "A note about Slack could not be read or kept. Rapport goes on without it.",
      );
      return otherwise;
    }
  };
  return {
    directChannel: (workspace, person) => orElse(() => notes.read(workspace, reachKey(person)), null),
    keepReach: (workspace, person, channel) =>
      orElse(async () => {
        const known = await notes.read(workspace, reachKey(person));
        if (channel !== known) await notes.write(workspace, reachKey(person), channel, clock.now());
      }, undefined),
    forgetReach: (workspace, person) => orElse(() => notes.forget(workspace, reachKey(person)), undefined),
    noticeAt: (workspace, channel, share) =>
      orElse(() => notes.read(workspace, noticeKey(channel, share)), null),
    keepNotice: (workspace, channel, share, ts) =>
      orElse(() => notes.write(workspace, noticeKey(channel, share), ts, clock.now()), undefined),
    currentChannel: (workspace, channel) =>
      orElse(async () => (await notes.read(workspace, moveKey(channel))) ?? channel, channel),
    keepMove: (workspace, channel, newChannel) =>
      orElse(() => notes.write(workspace, moveKey(channel), newChannel, clock.now()), undefined),
  };
}

function reachKey(person: SlackPerson): string {
  return `reach:${accountIdOf(person)}`;
}

function noticeKey(channel: string, share: string): string {
  return `notice:${channel}:${share}`;
}

function moveKey(channel: string): string {
  return `moved:${channel}`;
}
