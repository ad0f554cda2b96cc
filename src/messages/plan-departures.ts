import type { Temporal } from "temporal-polyfill";
import { bestRoute, type Route } from "../partnerships/route.ts";
import type { Card } from "../ports/card.ts";
import type { ChatAdapter, Outgoing, Platform, Surface } from "../ports/chat-adapter.ts";
import type { Ids } from "../ports/ids.ts";
import type { MessagePurpose } from "./message.ts";
import type { Drawn, MessageKind } from "./message-kind.ts";
import type { AttemptEnd, ClaimedMessage, MessageStore } from "./message-store.ts";

/** A claimed message with its card, route and adapter, ready to be sent. */
export interface Departure {
  readonly message: ClaimedMessage;
  readonly card: Card;
  readonly limits: Pick<Outgoing, "oneSide" | "shareKey">;
  readonly adapter: ChatAdapter;
  readonly to: string;
  readonly routeId: string | null;
  readonly deliveryId: string;
  /** Another route can be tried if this one does not work. */
  readonly hasOtherRoute: boolean;
}

interface PlanNeeds<Stores> {
  readonly ids: Ids;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly reaching: ReadonlySet<Platform>;
  readonly kinds: Readonly<Record<MessagePurpose, MessageKind<Stores>>>;
}

/**
 * Chooses a route for each claimed message and draws its card, inside the claiming transaction. Messages that expired, have nothing to say or have no way to go end here.
 */
export async function planDepartures<Stores extends { readonly messages: MessageStore }>(
  needs: PlanNeeds<Stores>,
  stores: Stores,
  claimed: readonly ClaimedMessage[],
  attemptId: string,
  now: Temporal.Instant,
): Promise<readonly Departure[]> {
  if (claimed.length === 0) return [];
  const ends: AttemptEnd[] = [];
  const live = claimed.filter((message) => !hasExpired(message, now));
  for (const message of claimed)
    if (hasExpired(message, now)) ends.push(ended(message, "cancelled", "expired"));

  const contactIds = live.flatMap((message) => (message.contactId === null ? [] : [message.contactId]));
  const routes = Map.groupBy(
    await stores.messages.routesOf([...new Set(contactIds)]),
    (route) => route.contactId,
  );
  const ways = live.map((message) => ({ message, way: wayFor(message, routes, needs, now) }));
  const drawn = await draw(needs.kinds, ways, now, stores);

  const departures: Departure[] = [];
  const lost: ClaimedMessage[] = [];
  for (const { message, way } of ways) {
    const picture = drawn.get(message.id) ?? { kind: "cancel", code: "not-drawn" };
    if (picture.kind === "cancel") ends.push(ended(message, "cancelled", picture.code));
    else if (picture.kind === "postpone")
      ends.push({ ...ended(message, "pending", null), dueAt: picture.until });
    else if (way === null) {
      ends.push({ ...ended(message, "failed", "no-route"), outcome: "gone" });
      lost.push(message);
    } else {
      const { card, kind: _, ...limits } = picture;
      departures.push({ message, card, limits, ...way, deliveryId: needs.ids.next() });
    }
  }
  await stores.messages.endAttempts(attemptId, ends, now);
  for (const [purpose, messages] of Map.groupBy(lost, (message) => message.purpose)) {
    await needs.kinds[purpose].onFailed?.(messages, now, stores);
  }
  return departures;
}

interface Way {
  readonly adapter: ChatAdapter;
  readonly to: string;
  readonly routeId: string | null;
  readonly hasOtherRoute: boolean;
}

/** Where a reminder lasts and nobody else reads it. */
const ownSurfaces: ReadonlySet<Surface | undefined> = new Set(["private", "link"]);

function wayFor(
  message: ClaimedMessage,
  routes: ReadonlyMap<string, readonly Route[]>,
  { adapters, reaching }: Pick<PlanNeeds<unknown>, "adapters" | "reaching">,
  now: Temporal.Instant,
): Way | null {
  if (message.post !== null) {
    const colon = message.post.indexOf(":");
    const adapter = adapters.get(message.post.slice(0, colon) as Platform);
    return adapter === undefined
      ? null
      : { adapter, to: message.post.slice(colon + 1), routeId: null, hasOtherRoute: false };
  }
  const usable = (routes.get(message.contactId ?? "") ?? []).filter(
    ({ platform }) => adapters.has(platform) && reaching.has(platform),
  );
  // A line that vanishes may never have been seen: the reminder goes another way, where there is one of their own.
  const lasting = usable.filter(({ platform, address }) =>
    ownSurfaces.has(adapters.get(platform)?.surface(address)),
  );
  const ways = message.purpose === "reminder" && bestRoute(lasting, now) !== null ? lasting : usable;
  const earlier = message.wasUnknown ? usable.find((route) => route.id === message.lastRouteId) : undefined;
  const route = earlier ?? bestRoute(ways, now);
  const adapter = route === null ? undefined : adapters.get(route.platform);
  if (route === null || adapter === undefined) return null;
  const rest = usable.filter((other) => other.id !== route.id);
  return { adapter, to: route.address, routeId: route.id, hasOtherRoute: bestRoute(rest, now) !== null };
}

async function draw<Stores>(
  kinds: Readonly<Record<MessagePurpose, MessageKind<Stores>>>,
  ways: readonly { readonly message: ClaimedMessage; readonly way: Way | null }[],
  now: Temporal.Instant,
  stores: Stores,
): Promise<ReadonlyMap<string, Drawn>> {
  const drawn = new Map<string, Drawn>();
  for (const [purpose, group] of Map.groupBy(ways, ({ message }) => message.purpose)) {
    const departing = group.map(({ message, way }) => ({
      ...message,
      surface: way?.adapter.surface(way.to) ?? ("private" as const),
    }));
    for (const [id, picture] of await kinds[purpose].draw(departing, now, stores)) drawn.set(id, picture);
  }
  return drawn;
}

function hasExpired(message: ClaimedMessage, now: Temporal.Instant): boolean {
  return message.expiresAt !== null && message.expiresAt.epochMilliseconds <= now.epochMilliseconds;
}

function ended(
  message: ClaimedMessage,
  state: "cancelled" | "pending" | "failed",
  code: string | null,
): AttemptEnd {
  return {
    messageId: message.id,
    deliveryId: null,
    outcome: "cancelled",
    code,
    state,
    dueAt: message.dueAt,
    absentAt: null,
    endCode: state === "pending" ? null : code,
    platform: null,
    conversation: null,
    platformMessageId: null,
    sentAt: null,
  };
}
