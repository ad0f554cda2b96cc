import type { Temporal } from "temporal-polyfill";

/** The self pack takes the place of the check-in in the quarter's last round (MEASUREMENT 2.3). */
export type RoundKind = "check-in" | "self-pack";

/** One dated run of a partnership's check-in. Skipped rounds were missed while Rapport was down. */
export interface Round {
  readonly id: string;
  readonly partnershipId: string;
  readonly opensOn: Temporal.PlainDate;
  readonly closesOn: Temporal.PlainDate;
  /** Reporting month YYYY-MM (MEASUREMENT R4). */
  readonly month: string;
  readonly kind: RoundKind;
  readonly cycle: number;
  /** When it has closed for everybody on earth. */
  readonly closesAt: Temporal.Instant;
  readonly openedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly skippedAt: Temporal.Instant | null;
}
