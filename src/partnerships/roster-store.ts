import type { Temporal } from "temporal-polyfill";
import type { Platform } from "../ports/chat-adapter.ts";
import type { Cadence } from "./contact.ts";
import type { AuditEntry } from "./contact-store.ts";
import type { ContactSettings, PartnershipSettings, PartySettings } from "./settle-roster.ts";

/** What the database knows of all rosters imported so far; whoever left is there too, not `active`. */
export interface RosterSnapshot {
  readonly partnerships: readonly KnownPartnership[];
}

export interface KnownPartnership {
  readonly id: string;
  readonly key: string;
  readonly active: boolean;
  readonly settings: PartnershipSettings;
  readonly parties: readonly KnownParty[];
  readonly contacts: readonly KnownContact[];
}

interface KnownParty {
  readonly id: string;
  readonly active: boolean;
  readonly settings: PartySettings;
}

/** Settings as the roster last gave them, whatever the person chose since. */
export interface KnownContact {
  readonly id: string;
  readonly active: boolean;
  readonly settings: ContactSettings;
  readonly routes: readonly KnownRoute[];
}

export interface KnownRoute {
  readonly id: string;
  readonly active: boolean;
  readonly platform: Platform;
  readonly address: string;
  /** From 0. */
  readonly position: number;
  /** Whether the person linked this account, so that it stays although no roster names it. */
  readonly claimed: boolean;
}

/** Rows to add or to bring up to date by id (which also makes them active again), and ids to deactivate. */
export interface RosterWrites {
  readonly partnerships: readonly Pick<KnownPartnership, "id" | "key" | "settings">[];
  readonly parties: readonly (Pick<KnownParty, "id" | "settings"> & { readonly partnershipId: string })[];
  /** `cadence` is for new contacts alone; what a person chose is never touched. */
  readonly contacts: readonly (Pick<KnownContact, "id" | "settings"> & {
    readonly partnershipId: string;
    readonly cadence: Cadence;
  })[];
  readonly routes: readonly (Omit<KnownRoute, "active" | "claimed"> & { readonly contactId: string })[];
  /** Accounts that the roster vouches for from now on: they need no code and no confirmation. */
  readonly identities: readonly RosterIdentity[];
  readonly revoked: readonly RosterIdentity[];
  readonly left: Readonly<Record<"partnerships" | "parties" | "contacts" | "routes", readonly string[]>>;
}

interface RosterIdentity {
  readonly id: string;
  readonly contactId: string;
  readonly platform: Platform;
  readonly account: string;
  readonly through: string | null;
}

/** Keeps the roster. Nothing is ever deleted. */
export interface RosterStore {
  /** Holds off other imports until the transaction ends. */
  snapshot(): Promise<RosterSnapshot>;
  /**
   * Writes a plan and its audit rows. A new partnership starts on the date of `at` in its own zone; new contacts
   * join at `at`; a route whose row is new or active again is untested.
   */
  apply(
    writes: RosterWrites,
    audit: readonly (AuditEntry & { readonly id: string })[],
    at: Temporal.Instant,
  ): Promise<void>;
}
