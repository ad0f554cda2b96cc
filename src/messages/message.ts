import type { Temporal } from "temporal-polyfill";
import type { Platform } from "../ports/chat-adapter.ts";

/** Why a message is sent; each purpose has one function that draws its card. */
export type MessagePurpose =
  | "introduction"
  | "check-in"
  | "reminder"
  | "cadence"
  | "digest"
  | "escalation"
  | "win"
  | "win-post";

/**
 * pending → sending (attempt and lease committed before the socket opens) → sent
 *                   → pending (rate limit, next route) → failed (no route is left)
 *                   → unknown (ambiguous, or the lease ran out) → sent | pending | failed
 * pending → cancelled (nothing to say any more)
 */
export type MessageState = "pending" | "sending" | "sent" | "unknown" | "failed" | "cancelled";

/** How one attempt ended; the kinds of SendOutcome, and `abandoned` when its process died. */
export type DeliveryOutcome =
  | "sent"
  | "rate-limited"
  | "paused"
  | "blocked"
  | "gone"
  | "failed"
  | "unknown"
  | "rejected"
  | "abandoned"
  | "cancelled";

/** A message to be sent: to a contact, or as a post to a conversation. */
export interface NewMessage {
  /** Unique for all time, so that adding it twice adds one. */
  readonly key: string;
  readonly purpose: MessagePurpose;
  readonly partnershipId: string;
  readonly contactId: string | null;
  /** Roster address such as `web:acme-permits`; null for a message to a contact. */
  readonly post: string | null;
  /** What it is about: an invitation, a contact, a digest. */
  readonly subjectId: string | null;
  readonly dueAt: Temporal.Instant;
  /** After this moment it is not sent any more. */
  readonly expiresAt: Temporal.Instant | null;
}

/** One thing that Rapport sends of its own accord, as it stands. */
export interface Message extends NewMessage {
  readonly id: string;
  readonly state: MessageState;
  readonly attempts: number;
  readonly attemptId: string | null;
  readonly absentAt: Temporal.Instant | null;
  readonly platform: Platform | null;
  readonly conversation: string | null;
  readonly platformMessageId: string | null;
}
