import type { Temporal } from "temporal-polyfill";
import type { Round } from "./round.ts";

/** A round to be kept; unique by partnership and date. */
export type NewRound = Omit<Round, "id" | "closedAt">;

export interface RoundStore {
  /** The newest round of a partnership, skipped ones counted; null when there is none. */
  lastOf(partnershipId: string): Promise<Round | null>;
  /** The newest round date of each partnership that has one, by partnership id. */
  lastDates(): Promise<ReadonlyMap<string, Temporal.PlainDate>>;
  /** The open round of a partnership; null when there is none. */
  openOf(partnershipId: string): Promise<Round | null>;
  /** Every round of the reporting month "YYYY-MM", skipped ones counted, oldest first. */
  ofMonth(partnershipId: string, month: string): Promise<readonly Round[]>;
  /** Adds it unless there is one of that date; the id when it was added, else null. */
  add(round: NewRound): Promise<string | null>;
  /** Open rounds that have closed for everybody by `now`. */
  toClose(now: Temporal.Instant): Promise<readonly Round[]>;
  /** Marks it closed; false when it was already. */
  close(roundId: string, at: Temporal.Instant): Promise<boolean>;
}
