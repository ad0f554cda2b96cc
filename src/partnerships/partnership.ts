import type { Temporal } from "temporal-polyfill";

export type Side = "agency" | "vendor";
export const sides: readonly Side[] = ["agency", "vendor"];

/** The side across the table. */
export function otherSide(side: Side): Side {
  return side === "agency" ? "vendor" : "agency";
}

export const partnershipTypes = ["private", "nonprofit", "intergovernmental", "ppp"] as const;
export type PartnershipType = (typeof partnershipTypes)[number];

export const phases = ["evaluate", "design", "pilot", "deploy", "measure", "evolve"] as const;
export type Phase = (typeof phases)[number];

export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof weekdays)[number];

/** A moment of the week in somebody's own zone; `at` is "HH:MM" on a 24-hour clock. */
export interface WeekTime {
  readonly weekday: Weekday;
  readonly at: string;
}

/**
 * The standing weekly rhythm (MEASUREMENT 3.1). A round is named by the date of its `weekday`; `remind` and
 * `close` are the next such weekdays after it. All three are read in each contact's own zone.
 */
export interface CheckInRule extends WeekTime {
  readonly remind: WeekTime;
  readonly close: WeekTime;
}

/** "HH:MM-HH:MM" of a side's working day, in the partnership's zone. */
export interface WorkingHours {
  readonly from: string;
  readonly to: string;
}

/** One side of a partnership: the word shown for it and who answers for it (contact keys). */
export interface SideSettings {
  readonly label: string;
  readonly steward: string;
  readonly sponsor: string;
  readonly leaders: readonly string[];
}

/** Where summaries and digests go, as route addresses such as `web:acme-permits`; null where there is none. */
export interface Posts {
  readonly joint: string | null;
  readonly agency: string | null;
  readonly vendor: string | null;
}

/** The standing relation that everything hangs on. `key` is what people type; `id` is ours. */
export interface Partnership {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly types: readonly PartnershipType[];
  readonly phase: Phase;
  readonly timeZone: string;
  /** Region of `date-holidays` such as "US-IL", or null for none. */
  readonly holidays: string | null;
  readonly disclosure: "confidential" | "open";
  /** The organisation whose administrators run this installation (MEASUREMENT R12). */
  readonly host: string;
  readonly workingHours: Readonly<Record<Side, WorkingHours>>;
  readonly checkIn: CheckInRule;
  readonly sides: Readonly<Record<Side, SideSettings>>;
  readonly posts: Posts;
  /** Shown before the first free text (MEASUREMENT 4.9, safety note); null where none is written yet. */
  readonly safetyPolicy: string | null;
  /** Last day of the work, if one is set: switches the EXIT pack on in the six months before it. */
  readonly endsOn: Temporal.PlainDate | null;
  /** First day on which Rapport knew it, in its own zone; weeks of baseline count from here (M18). */
  readonly startedOn: Temporal.PlainDate;
  readonly deactivatedAt: Temporal.Instant | null;
}

/** A body's part in a partnership. */
export interface Party {
  readonly id: string;
  readonly partnershipId: string;
  readonly organisation: string;
  readonly side: Side;
  readonly role: "lead" | "member";
  readonly tags: readonly string[];
}
