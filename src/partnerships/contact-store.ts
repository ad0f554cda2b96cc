import type { Temporal } from "temporal-polyfill";
import type { Contact } from "./contact.ts";
import type { Partnership, Party } from "./partnership.ts";
import type { Route } from "./route.ts";

/** What a person may change about themselves; only the named fields change. */
export type ContactChange = Partial<
  Pick<
    Contact,
    | "timeZone"
    | "cadence"
    | "cadenceSetBy"
    | "checkInAt"
    | "introducedAt"
    | "consentedAt"
    | "declinedAt"
    | "pausedAt"
    | "awayUntil"
    | "smallSideConsentAt"
  >
>;

/** Reads partnerships and contacts and keeps what contacts chose. */
export interface ContactStore {
  get(contactId: string): Promise<Contact | null>;
  many(contactIds: readonly string[]): Promise<readonly Contact[]>;
  /** Contacts on the roster of a partnership now. */
  activeOf(partnershipId: string): Promise<readonly Contact[]>;
  /**
   * Contacts on the roster who have had no introduction and none is under way. One that could not be delivered is
   * tried again after an hour while a route may work: platforms and servers come and go, and what was found blocked
   * by `blockedSince` may have been put right.
   */
  awaitingIntroduction(now: Temporal.Instant, blockedSince: Temporal.Instant): Promise<readonly Contact[]>;
  change(contactId: string, change: ContactChange): Promise<void>;
  routesOf(contactIds: readonly string[]): Promise<readonly Route[]>;
  noteCadenceAsked(contactIds: readonly string[], at: Temporal.Instant): Promise<void>;
}

export interface PartnershipStore {
  get(partnershipId: string): Promise<Partnership | null>;
  many(partnershipIds: readonly string[]): Promise<readonly Partnership[]>;
  byKey(key: string): Promise<Partnership | null>;
  /** Partnerships on the roster now, by key. */
  active(): Promise<readonly Partnership[]>;
  partiesOf(partnershipId: string): Promise<readonly Party[]>;
}

/** One act worth remembering: who did what to what. Append-only. */
export interface AuditEntry {
  readonly partnershipId: string | null;
  /** `operator`, `rapport` or a contact's id. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** Codes and settings only: never people's text. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditLog {
  add(entry: AuditEntry, at: Temporal.Instant): Promise<void>;
}
