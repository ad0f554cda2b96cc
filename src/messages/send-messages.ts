import type { Temporal } from "temporal-polyfill";
import type { ChatAdapter, Platform } from "../ports/chat-adapter.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Logger } from "../ports/logger.ts";
import type { Transact } from "../ports/transaction.ts";
import { endOf, type FinishedAttempt } from "./attempt-end.ts";
import { attemptSend } from "./attempt-send.ts";
import type { MessagePurpose } from "./message.ts";
import type { MessageKind } from "./message-kind.ts";
import type { MessageStore } from "./message-store.ts";
import { type Departure, planDepartures } from "./plan-departures.ts";

export interface SendingStores {
  readonly messages: MessageStore;
}

export interface SendMessagesNeeds<Stores extends SendingStores> {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly transact: Transact<Stores>;
  readonly logger: Logger;
  /** Platforms that can be used now. */
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  /** Those among them on which people can be reached; the rest only hold posts. */
  readonly reaching: ReadonlySet<Platform>;
  readonly kinds: Readonly<Record<MessagePurpose, MessageKind<Stores>>>;
}

/** How long a claim holds, renewed for each of its steps; above every adapter's own time limit (a minute at most). */
const lease = { minutes: 2 };
/** Messages under way at one time within a lane. */
const atOnce = 16;

/**
 * Sends one batch of due messages, each at most once as far as its platform can tell (DESIGN, promise 1). The
 * claim, its fence and its deliveries are committed before any socket opens; an outcome counts only under the
 * fence. Returns how many were taken: 0 means that nothing was due.
 */
export async function sendMessages<Stores extends SendingStores>(
  needs: SendMessagesNeeds<Stores>,
  batch: { readonly limit: number },
): Promise<{ readonly taken: number }> {
  const attemptId = needs.ids.next();
  const now = needs.clock.now();
  const { taken, departures } = await needs.transact(async (stores) => {
    await stores.messages.expireLeases(now);
    const claimed = await stores.messages.claimDue(now, {
      attemptId,
      leaseUntil: now.add(lease),
      limit: batch.limit,
    });
    const departures = await planDepartures(needs, stores, claimed, attemptId, now);
    return { taken: claimed.length, departures };
  });
  const lanes = Map.groupBy(departures, ({ adapter, to }) => `${adapter.platform} ${adapter.lane(to)}`);
  await Promise.all([...lanes.values()].map((lane) => sendLane(needs, attemptId, lane)));
  return { taken };
}

/** A slow or limited workspace holds up its own lane alone. */
async function sendLane<Stores extends SendingStores>(
  needs: SendMessagesNeeds<Stores>,
  attemptId: string,
  departures: readonly Departure[],
): Promise<void> {
  for (let start = 0; start < departures.length; start += atOnce) {
    const begun = await begin(needs, attemptId, departures.slice(start, start + atOnce));
    const finished = await Promise.all(begun.map((departure) => attemptSend(departure, needs.clock)));
    await record(needs, attemptId, finished);
    const [first] = finished;
    if (first?.result.kind !== "paused" || !finished.every(({ result }) => result.kind === "paused"))
      continue;
    const rest = departures.slice(start + atOnce);
    await record(
      needs,
      attemptId,
      rest.map((departure) => ({ departure, result: first.result })),
    );
    return;
  }
}

/** Committed before the sockets open; what somebody else has taken over meanwhile is left out. */
async function begin<Stores extends SendingStores>(
  needs: SendMessagesNeeds<Stores>,
  attemptId: string,
  departures: readonly Departure[],
): Promise<readonly Departure[]> {
  const startedAt = needs.clock.now();
  const deliveries = departures.map(({ message, adapter, routeId, deliveryId }) => ({
    id: deliveryId,
    messageId: message.id,
    routeId,
    platform: adapter.platform,
    startedAt,
  }));
  const held = await needs.transact(({ messages }) =>
    messages.beginDeliveries(attemptId, startedAt.add(lease), deliveries),
  );
  return departures.filter(({ message }) => held.has(message.id));
}

async function record<Stores extends SendingStores>(
  needs: SendMessagesNeeds<Stores>,
  attemptId: string,
  finished: readonly FinishedAttempt[],
): Promise<void> {
  const now = needs.clock.now();
  const ends = finished.map((attempt) => ({ attempt, ...endOf(attempt, now) }));
  await needs.transact(async (stores) => {
    const held = await stores.messages.endAttempts(
      attemptId,
      ends.map(({ end }) => end),
      now,
    );
    const mine = ends.filter(({ end }) => held.has(end.messageId));
    await stores.messages.recordRoutes(
      mine.flatMap(({ route }) => (route === null ? [] : [route])),
      now,
    );
    await follow(needs.kinds, mine, stores, now);
  });
  for (const { attempt, end } of ends) {
    const { message } = attempt.departure;
    const fields = { message: end.messageId, purpose: message.purpose, code: end.code };
    if (end.state === "failed" && message.post !== null && end.outcome !== "rejected") {
      needs.logger.error(
        { ...fields, partnership: message.partnershipId },
        "A post could not be made. Correct the roster's posts: `rapport doctor` says what is wrong with each.",
      );
    }
    if (end.outcome === "rejected") {
      needs.logger.error(
        fields,
        "A platform refused a message as malformed. This is a fault in Rapport: please report it.",
      );
    }
  }
}

type Ended = { readonly attempt: FinishedAttempt; readonly end: ReturnType<typeof endOf>["end"] };

async function follow<Stores>(
  kinds: Readonly<Record<MessagePurpose, MessageKind<Stores>>>,
  ended: readonly Ended[],
  stores: Stores,
  now: Temporal.Instant,
): Promise<void> {
  const bySituation = Map.groupBy(
    ended,
    ({ attempt, end }) => `${attempt.departure.message.purpose} ${end.state}`,
  );
  for (const group of bySituation.values()) {
    const messages = group.map(({ attempt }) => attempt.departure.message);
    const purpose = messages[0]?.purpose;
    if (purpose === undefined) continue;
    const kind = kinds[purpose];
    if (group[0]?.end.state === "sent") await kind.onSent?.(messages, now, stores);
    if (group[0]?.end.state === "failed") await kind.onFailed?.(messages, now, stores);
  }
}
