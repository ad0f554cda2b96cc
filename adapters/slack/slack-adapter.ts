import type { ChatAdapter, Outgoing, SendOutcome } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { PlatformNotes } from "../../src/ports/installation.ts";
import type { Logger } from "../../src/ports/logger.ts";
import type { Words } from "../../src/ports/words.ts";
import { drawMessage } from "./draw/draw-message.ts";
import { drawAndCall } from "./draw-and-call.ts";
import { findSent } from "./find-sent.ts";
import { createPace, type Timers } from "./pace.ts";
import { postInChannel } from "./post-in-channel.ts";
import { type PostNeeds, postEphemeral } from "./post-message.ts";
import { reachPerson, sendDirect } from "./reach-person.ts";
import { isTimestamp, laneOf, readAddress, readPlace, surfaceOf } from "./slack-address.ts";
import { createSlackNotes, type SlackNotes } from "./slack-notes.ts";
import type { Workspaces } from "./workspaces.ts";

export interface SlackAdapterNeeds {
  readonly workspaces: Workspaces;
  readonly notes: PlatformNotes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes a path of ours an address that works from Slack; without it links are left out. */
  readonly absolute: ((path: string) => string) | undefined;
  readonly words: Words;
  /** Messages a minute in each workspace; Slack allows several hundred and names no number. */
  readonly perMinute: number;
  readonly timers?: Timers;
}

/**
 * Slack as a platform, outbound. It keeps to Slack's limits by itself and waits at most some 20 s for its turn; it
 * never sends anything twice of its own accord (PLATFORMS 3: the queue owns retries).
 */
export function createSlackAdapter(settings: SlackAdapterNeeds): ChatAdapter {
  const { workspaces, clock, logger, absolute, words } = settings;
  const needs: Needs = {
    workspaces,
    clock,
    logger,
    notes: createSlackNotes(settings),
    pace: createPace(settings),
    draw: (card, plainTables) => drawMessage(card, { absolute, words, plainTables }),
  };
  return {
    platform: "slack",
    capabilities: { duplicates: "history", updates: true },
    surface: surfaceOf,
    lane: laneOf,
    send: (outgoing) =>
      // What may throw is asked before a message leaves: the lists of workspaces.
      send(needs, outgoing).catch((error) =>
        unexpected(logger, error, { kind: "failed", code: "unexpected" }),
      ),
    find: ({ to, key }) => {
      const address = readAddress(to);
      if (address === null) return Promise.resolve({ kind: "absent" });
      return findSent(needs, address, key).catch((error) =>
        unexpected(logger, error, { kind: "cannot-tell" }),
      );
    },
    update: (message) => update(needs, message).catch((error) => unexpected(logger, error, false)),
  };
}

type Needs = PostNeeds & {
  readonly clock: Clock;
  readonly notes: SlackNotes;
};

async function send(needs: Needs, outgoing: Outgoing): Promise<SendOutcome> {
  const address = readAddress(outgoing.to);
  if (address === null) return { kind: "gone", code: "address" };
  const patience = needs.pace.patience();
  switch (address.kind) {
    case "direct":
      return reachPerson(needs, address, (workspace) =>
        sendDirect(needs, workspace, address, outgoing, patience),
      );
    case "prompt":
      return reachPerson(needs, address, (workspace) =>
        postEphemeral(needs, workspace, address, outgoing, patience),
      );
    case "card":
      return reachPerson(needs, address, (workspace) =>
        postInChannel(needs, workspace, address.channel, outgoing, patience),
      );
    case "place": {
      const workspace = await needs.workspaces.of(address.tenant);
      if (workspace === null) return { kind: "paused", code: "not_installed" };
      return postInChannel(needs, workspace, address.channel, outgoing, patience);
    }
  }
}

async function update(
  needs: Needs,
  { conversation, messageId, card }: Parameters<ChatAdapter["update"]>[0],
): Promise<boolean> {
  const place = readPlace(conversation);
  if (place === null || !isTimestamp(messageId)) return false;
  const workspace = await needs.workspaces.of(place.tenant);
  if (workspace === null) return false;
  const options = { card, channel: place.channel, ts: messageId };
  const called = await drawAndCall(needs, workspace, "chat.update", options, needs.pace.patience());
  return called.kind === "answered";
}

function unexpected<Outcome>(logger: Logger, error: unknown, outcome: Outcome): Outcome {
  const code = error instanceof Error ? error.name : "unknown";
  logger.warn({ code }, "Slack could not be used: something that Rapport needs for it failed.");
  return outcome;
}
