import { setTimeout as wait } from "node:timers/promises";
import type { SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { createSchedule, type Schedule } from "./schedule.ts";

/** How time passes for somebody who waits; tests pass it by hand. */
export interface Timers {
  wait(milliseconds: number): Promise<void>;
}

/** The methods that this adapter calls of its own accord, each with a limit of its own in each workspace. */
export type PacedMethod =
  | "chat.postMessage"
  | "chat.postEphemeral"
  | "chat.update"
  | "conversations.open"
  | "conversations.history"
  | "conversations.info";

/** How long one piece of work may wait for turns: the end of that time, as the pace counts it. */
export interface Patience {
  readonly until: number;
}

/** No turn now: come back after so many seconds, one at least. */
type NotNow = Extract<SendOutcome, { readonly kind: "rate-limited" }>;

/** Holds calls back so that Slack need not refuse them (PLATFORMS 3). */
export interface Pace {
  patience(): Patience;
  /** Whether work with this patience has become too long to begin another call. */
  isOver(patience: Patience): boolean;
  /** Waits for a turn and takes it (null), as far as the patience goes. */
  turn(workspace: string, method: PacedMethod, patience: Patience): Promise<NotNow | null>;
  /** Slack refused: no turns of this method in this workspace for so long. */
  close(workspace: string, method: PacedMethod, seconds: number): void;
  /** Does the work alone in its channel, a second after what was done there before. */
  inChannel<Result>(
    channel: string,
    patience: Patience,
    work: () => Promise<Result>,
  ): Promise<Result | NotNow>;
  /** Channels that are remembered: those in use, or in use a moment ago. */
  channels(): number;
}

/** The longest wait for turns, well within the time that a claimed message is held. */
const patienceMs = 20_000;
/** A call may still begin this long after that. */
const graceMs = 20_000;
/** One message a second in each channel, with room for the way to Slack. */
const channelGapMs = 1_050;
const tiers: Readonly<Record<Exclude<PacedMethod, "chat.postMessage">, number>> = {
  "chat.postEphemeral": 100,
  "chat.update": 50,
  "conversations.open": 50,
  "conversations.history": 50,
  "conversations.info": 50,
};

/** `perMinute` is the number of messages a minute in each workspace. */
export function createPace(needs: {
  readonly clock: Clock;
  readonly perMinute: number;
  readonly timers?: Timers | undefined;
}): Pace {
  const now = createStopwatch(needs.clock);
  const timers = needs.timers ?? { wait };
  const gates = new Map<string, { readonly schedule: Schedule; closedUntil: number }>();
  const gateOf = (workspace: string, method: PacedMethod) => {
    const key = `${workspace} ${method}`;
    const perMinute = method === "chat.postMessage" ? needs.perMinute : tiers[method];
    const gate = gates.get(key) ?? { schedule: createSchedule(perMinute), closedUntil: 0 };
    gates.set(key, gate);
    return gate;
  };
  const sleepUntil = async (moment: number) => {
    const left = moment - now();
    if (left > 0) await timers.wait(left);
  };
  const channels = createChannels(now, sleepUntil);

  return {
    patience: () => ({ until: now() + patienceMs }),
    isOver: ({ until }) => now() > until + graceMs,
    async turn(workspace, method, { until }) {
      const gate = gateOf(workspace, method);
      if (gate.closedUntil > now()) return notNow(gate.closedUntil, now());
      const next = gate.schedule.next(now());
      if (next > until) return notNow(next, now());
      await sleepUntil(gate.schedule.take(now()));
      return gate.closedUntil > now() ? notNow(gate.closedUntil, now()) : null;
    },
    close(workspace, method, seconds) {
      const gate = gateOf(workspace, method);
      gate.closedUntil = Math.max(gate.closedUntil, now() + seconds * 1000);
    },
    ...channels,
  };
}

interface Channel {
  tail: Promise<unknown>;
  waiting: number;
  freeAt: number;
}

function createChannels(
  now: () => number,
  sleepUntil: (moment: number) => Promise<void>,
): Pick<Pace, "inChannel" | "channels"> {
  // In the order in which they come free, so that the idle ones stand in front.
  const channels = new Map<string, Channel>();
  const dropIdle = () => {
    for (const [name, { waiting, freeAt }] of channels) {
      if (waiting > 0 || freeAt > now()) return;
      channels.delete(name);
    }
  };
  return {
    channels: () => channels.size,
    async inChannel(name, { until }, work) {
      dropIdle();
      const channel = channels.get(name) ?? { tail: Promise.resolve(), waiting: 0, freeAt: 0 };
      const expected = Math.max(now(), channel.freeAt) + channel.waiting * channelGapMs;
      if (expected > until) return notNow(expected, now());
      channels.set(name, channel);
      channel.waiting += 1;
      const mine = channel.tail.then(async () => {
        await sleepUntil(channel.freeAt);
        try {
          return await work();
        } finally {
          channel.freeAt = now() + channelGapMs;
          channel.waiting -= 1;
          channels.delete(name);
          channels.set(name, channel);
        }
      });
      channel.tail = mine.catch(() => {});
      return mine;
    },
  };
}

/** Milliseconds that have passed by the clock. A clock that is put back costs nothing: time only stands still. */
function createStopwatch(clock: Clock): () => number {
  let elapsed = 0;
  let last = clock.now().epochMilliseconds;
  return () => {
    const now = clock.now().epochMilliseconds;
    elapsed += Math.max(0, now - last);
    last = now;
    return elapsed;
  };
}

function notNow(until: number, now: number): NotNow {
  return { kind: "rate-limited", retryAfterSeconds: Math.max(1, Math.ceil((until - now) / 1000)) };
}
