import type { Temporal } from "temporal-polyfill";
import type { DigestAudience, DigestText } from "./digest.ts";

/** A digest as it was written, once a month and audience. */
interface StoredDigest {
  readonly id: string;
  readonly partnershipId: string;
  /** "YYYY-MM". */
  readonly month: string;
  readonly audience: DigestAudience;
  readonly text: DigestText;
  readonly writtenAt: Temporal.Instant;
}

/** Keeps digests; what was written stays. */
export interface DigestStore {
  /** Adds it unless there is one; returns the one that is kept. */
  keep(digest: StoredDigest): Promise<StoredDigest>;
  get(partnershipId: string, month: string, audience: DigestAudience): Promise<StoredDigest | null>;
  byIds(ids: readonly string[]): Promise<readonly StoredDigest[]>;
  /** Which digests of a partnership there are, the newest month first. */
  listOf(partnershipId: string): Promise<readonly Pick<StoredDigest, "month" | "audience">[]>;
}
