import type { Temporal } from "temporal-polyfill";
import type { Route, RouteState } from "../partnerships/route.ts";
import type { Platform } from "../ports/chat-adapter.ts";
import type { DeliveryOutcome, Message, MessagePurpose, MessageState, NewMessage } from "./message.ts";

/** A message that this process holds, with the state that it had before. */
export interface ClaimedMessage extends Message {
  readonly wasUnknown: boolean;
  /** The route of its last attempt: an ambiguous one is looked up where it was sent. */
  readonly lastRouteId: string | null;
  /** How many attempts may have sent it. */
  readonly ambiguous: number;
}

/** One attempt as it begins; `id` is the delivery's own. */
interface NewDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly routeId: string | null;
  readonly platform: Platform;
  readonly startedAt: Temporal.Instant;
}

/** How an attempt ended and what becomes of its message. */
export interface AttemptEnd {
  readonly messageId: string;
  readonly deliveryId: string | null;
  readonly outcome: DeliveryOutcome;
  readonly code: string | null;
  readonly state: MessageState;
  readonly dueAt: Temporal.Instant;
  readonly absentAt: Temporal.Instant | null;
  readonly endCode: string | null;
  readonly platform: Platform | null;
  readonly conversation: string | null;
  readonly platformMessageId: string | null;
  readonly sentAt: Temporal.Instant | null;
}

/** What became of a route in an attempt. */
export interface RouteFinding {
  readonly routeId: string;
  readonly state: RouteState;
  readonly lastError: string | null;
}

/** Keeps messages, deliveries and the states of routes. */
export interface MessageStore {
  /** Adds those whose keys are new, and brings cancelled ones back; returns how many. */
  add(messages: readonly NewMessage[]): Promise<number>;
  /**
   * Ends claims whose lease ran out and returns how many: unknown where a delivery had begun (closed as abandoned) or
   * an earlier one was ambiguous, else pending again. Both are due now.
   */
  expireLeases(now: Temporal.Instant): Promise<number>;
  /**
   * Takes up to `limit` due messages that nobody else is taking: state sending, fence `attemptId`, lease until
   * `leaseUntil`. Two processes never get the same one. Workspaces take turns, so that thousands for one do not hold
   * up the others.
   */
  claimDue(
    now: Temporal.Instant,
    claim: { attemptId: string; leaseUntil: Temporal.Instant; limit: number },
  ): Promise<readonly ClaimedMessage[]>;
  /**
   * Notes that these attempts begin, under the fence, and renews their leases; the ids of the messages that are still
   * held. Only what was begun can have been sent: a claim that dies before goes back to pending.
   */
  beginDeliveries(
    attemptId: string,
    leaseUntil: Temporal.Instant,
    deliveries: readonly NewDelivery[],
  ): Promise<ReadonlySet<string>>;
  /**
   * Records ends of attempts under the fence; returns the ids of the messages that were still held. An attempt at a
   * paused workspace was none: nothing is kept of it.
   */
  endAttempts(
    attemptId: string,
    ends: readonly AttemptEnd[],
    now: Temporal.Instant,
  ): Promise<ReadonlySet<string>>;
  /** Cancels pending messages about a subject. */
  cancel(subjectId: string, purposes: readonly MessagePurpose[], code: string): Promise<void>;
  /** Cancels whatever still waits for a contact. */
  cancelForContact(contactId: string, code: string): Promise<void>;
  routesOf(contactIds: readonly string[]): Promise<readonly Route[]>;
  recordRoutes(findings: readonly RouteFinding[], now: Temporal.Instant): Promise<void>;
  /** Sent messages about a subject, where its card can be seen. */
  sentAbout(subjectId: string): Promise<readonly Message[]>;
  /** When the next message is due, or the lease of one that is being sent runs out; null when there is none. */
  nextDue(): Promise<Temporal.Instant | null>;
}
