import type { Temporal } from "temporal-polyfill";
import type { Card } from "../ports/card.ts";
import type { Outgoing, Surface } from "../ports/chat-adapter.ts";
import type { Message } from "./message.ts";

/** A claimed message on its way, and what can stand where it goes. */
export interface Departing extends Message {
  readonly surface: Surface;
}

export type Drawn =
  | ({ readonly kind: "card"; readonly card: Card } & Pick<Outgoing, "oneSide" | "shareKey">)
  /** There is nothing to say any more; `code` says why. */
  | { readonly kind: "cancel"; readonly code: string }
  | { readonly kind: "postpone"; readonly until: Temporal.Instant };

/** What a purpose of messages means: how its cards are drawn, and what follows when one is sent or fails. */
export interface MessageKind<Stores> {
  /** Draws many at once, inside the transaction that claims them; by message id. */
  draw(
    messages: readonly Departing[],
    now: Temporal.Instant,
    stores: Stores,
  ): Promise<ReadonlyMap<string, Drawn>>;
  /** Runs in the transaction that records them as sent. */
  onSent?(messages: readonly Message[], now: Temporal.Instant, stores: Stores): Promise<void>;
  /** Runs in the transaction that gives them up: no route is left, or the message is our fault. */
  onFailed?(messages: readonly Message[], now: Temporal.Instant, stores: Stores): Promise<void>;
}
