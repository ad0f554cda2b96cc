import type { Temporal } from "temporal-polyfill";
import type { Account, Platform } from "../ports/chat-adapter.ts";

/** An account that claims to be a contact; it counts once that side's steward has confirmed it. */
export interface Identity {
  readonly id: string;
  readonly contactId: string;
  readonly platform: Platform;
  readonly account: string;
  /** The workspace that speaks for it; see `Account.through`. */
  readonly through: string | null;
  readonly claimedAt: Temporal.Instant;
  readonly confirmedAt: Temporal.Instant | null;
}

export interface IdentityStore {
  /** Contacts on the roster that this account is, by confirmed identities that count for where it came through. */
  contactsOf(account: Account): Promise<readonly string[]>;
  get(identityId: string): Promise<Identity | null>;
  /** Contacts that this account is or claims to be, as far as that was not revoked. */
  claimedBy(account: Account): Promise<readonly string[]>;
  /** Claimed and unrevoked identities of these contacts. */
  ofContacts(contactIds: readonly string[]): Promise<readonly Identity[]>;
  /** Keeps a code's hash for a contact; earlier unused codes of that contact end. */
  issueCode(code: {
    readonly hash: string;
    readonly contactId: string;
    readonly expiresAt: Temporal.Instant;
  }): Promise<void>;
  /** Uses a code up: its contact, or null when it is unknown, used or expired. */
  useCode(hash: string, now: Temporal.Instant): Promise<string | null>;
  /** Notes the claim; an existing one of the same account and contact is kept. Returns its id. */
  claim(contactId: string, account: Account, at: Temporal.Instant): Promise<string>;
  confirm(identityId: string, by: string, at: Temporal.Instant): Promise<boolean>;
  revoke(identityId: string, at: Temporal.Instant): Promise<boolean>;
  /** Adds a route to a confirmed account unless the contact has it. */
  addRoute(contactId: string, account: Account): Promise<void>;
}

/** Makes signed one-time links; only hashes are kept. */
export interface LinkStore {
  /** A link that opens one check-in; returns its path. */
  make(link: {
    readonly contactId: string;
    readonly invitationId: string;
    readonly expiresAt: Temporal.Instant;
    readonly handedOver?: true;
  }): Promise<string>;
  /** A magic link to the pages; returns its path. */
  makeForPages(link: {
    readonly contactId: string;
    readonly path: string;
    readonly expiresAt: Temporal.Instant;
    readonly handedOver?: true;
    readonly byOperator?: true;
  }): Promise<string>;
}
