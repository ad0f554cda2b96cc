import type { Temporal } from "temporal-polyfill";
import type { Side } from "./partnership.ts";

export const contactRoles = [
  "expert",
  "delivery",
  "front line",
  "manager",
  "executive",
  "commercial",
] as const;
export type ContactRole = (typeof contactRoles)[number];

/** How often a contact is asked (MEASUREMENT 3.1, back-off). */
export const cadences = ["weekly", "every two weeks", "monthly"] as const;
export type Cadence = (typeof cadences)[number];

/** A person on one side of one partnership. What the roster says and what the person chose stand side by side. */
export interface Contact {
  readonly id: string;
  readonly partnershipId: string;
  /** The roster's own id, unique inside its partnership. */
  readonly key: string;
  readonly name: string;
  readonly organisation: string;
  readonly side: Side;
  readonly role: ContactRole;
  /** The person's own choice if there is one, else the roster's, else the partnership's. */
  readonly timeZone: string;
  readonly language: string;
  /** Region for public holidays; null means the partnership's. */
  readonly holidays: string | null;
  readonly duties: readonly Duty[];
  readonly cadence: Cadence;
  /** Who last set the cadence: the person's word is never overruled by a back-off rule. */
  readonly cadenceSetBy: "default" | "contact" | "back-off";
  /** The person's own day and time for the card, in place of the partnership's; null where none is set. */
  readonly checkInAt: { readonly weekday: string; readonly at: string } | null;
  readonly introducedAt: Temporal.Instant | null;
  /** Set by *Start*; no question goes out before it (CONVENTIONS, consent first). */
  readonly consentedAt: Temporal.Instant | null;
  /** Set by *Not me*. */
  readonly declinedAt: Temporal.Instant | null;
  readonly pausedAt: Temporal.Instant | null;
  /** Last day away, in the contact's zone. */
  readonly awayUntil: Temporal.PlainDate | null;
  /** Consent to figures of a small side (MEASUREMENT 3.4, tier Small side). */
  readonly smallSideConsentAt: Temporal.Instant | null;
  readonly joinedAt: Temporal.Instant;
  readonly deactivatedAt: Temporal.Instant | null;
}

/** What a contact answers for on their side, from the roster's `sides`. */
export type Duty = "steward" | "sponsor" | "leader";

/**
 * Whether news of the partnership may go to the person at all: the introduction came first (CONVENTIONS, consent first),
 * and they neither said no, paused nor left the roster.
 */
export function takesNews(contact: Contact): boolean {
  const isIntroduced = contact.introducedAt !== null || contact.consentedAt !== null;
  return (
    isIntroduced && contact.declinedAt === null && contact.pausedAt === null && contact.deactivatedAt === null
  );
}

/** Whether the person takes part at this moment: consented, not paused, declined or gone from the roster. */
export function takesPart(contact: Contact): boolean {
  return (
    contact.consentedAt !== null &&
    contact.declinedAt === null &&
    contact.pausedAt === null &&
    contact.deactivatedAt === null
  );
}
