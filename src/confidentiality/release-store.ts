import type { Temporal } from "temporal-polyfill";
import type { Contributors, ReleasedFigures } from "./release.ts";

/** A month's release as it is kept. */
export interface StoredRelease {
  readonly id: string;
  readonly partnershipId: string;
  /** "YYYY-MM". */
  readonly month: string;
  readonly releasedAt: Temporal.Instant;
  readonly figures: ReleasedFigures;
  readonly contributors: Contributors;
}

/** Keeps releases; none is ever changed (MEASUREMENT R4). */
export interface ReleaseStore {
  /** Adds it unless that month of the partnership has one; whether it was added. */
  add(release: StoredRelease): Promise<boolean>;
  get(partnershipId: string, month: string): Promise<StoredRelease | null>;
  /** The release of the latest month; null before the first. */
  latest(partnershipId: string): Promise<StoredRelease | null>;
}
