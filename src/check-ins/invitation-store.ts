import type { Temporal } from "temporal-polyfill";
import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Platform } from "../ports/chat-adapter.ts";
import type { Answer } from "./answer.ts";
import type { Invitation, LapseReason } from "./invitation.ts";
import type { Round } from "./round.ts";

export type NewInvitation = Omit<
  Invitation,
  "id" | "state" | "lapseReason" | "answeredAt" | "promptDone" | "promptDoneAt"
>;

/** Everything that a card of one invitation needs. */
export interface InvitationDetail {
  readonly invitation: Invitation;
  readonly round: Pick<Round, "id" | "opensOn" | "closesOn" | "kind" | "cycle">;
  readonly contact: Contact;
  readonly partnership: Partnership;
  readonly answers: readonly Answer[];
  /** Where its cards stand, so that they can be brought up to date. */
  readonly places: readonly Place[];
}

/** A card as it was posted on a platform. */
export interface Place {
  readonly platform: Platform;
  readonly conversation: string;
  readonly messageId: string;
  /** When it was sent (ISO 8601). */
  readonly sentAt: string;
}

/** What rotation and back-off need to know of a contact's past. */
export interface ContactHistory {
  readonly contactId: string;
  /** Rounds of the rotation (self packs do not count) that the contact answered or still may. */
  readonly regularRounds: number;
  readonly lastOpensOn: Temporal.PlainDate | null;
  /** The newest first, at most eight weeks back; away and left rounds do not count. */
  readonly recent: readonly { readonly opensOn: Temporal.PlainDate; readonly answered: boolean }[];
}

export interface InvitationStore {
  /** Adds those whose contact has none in that round yet; the ids of the added ones by contact. */
  add(invitations: readonly NewInvitation[]): Promise<ReadonlyMap<string, string>>;
  detail(invitationId: string): Promise<InvitationDetail | null>;
  details(invitationIds: readonly string[]): Promise<ReadonlyMap<string, InvitationDetail>>;
  /** Invitations of these contacts that are still open at `now`, earliest closing first. */
  openOf(contactIds: readonly string[], now: Temporal.Instant): Promise<readonly Invitation[]>;
  histories(
    contactIds: readonly string[],
    since: Temporal.PlainDate,
  ): Promise<ReadonlyMap<string, ContactHistory>>;
  /** pending → sent; others stay as they are. */
  markSent(invitationIds: readonly string[]): Promise<void>;
  /** pending → undeliverable; others stay as they are. */
  markUndeliverable(invitationIds: readonly string[]): Promise<void>;
  /** Lapses what nobody answered. */
  lapse(invitationIds: readonly string[], reason: LapseReason): Promise<void>;
  lapseRound(roundId: string): Promise<number>;
  /** Notes how the open prompt ended; false when an unlinked answer has sealed it. */
  endPrompt(
    invitationId: string,
    how: "answered" | "skipped" | "sealed",
    at: Temporal.Instant,
  ): Promise<boolean>;
  /**
   * Forgets for all invitations of a round with one of these prompts, unless an answer to it is kept, how the prompt
   * ended: nothing then tells who wrote without a name (MEASUREMENT R13).
   */
  forgetPromptEnds(roundId: string, promptIds: readonly string[]): Promise<void>;
  /** Finished and open check-ins of a contact, the newest first. */
  recentDetails(contactIds: readonly string[], limit: number): Promise<readonly InvitationDetail[]>;
}
