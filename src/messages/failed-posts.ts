import type { Temporal } from "temporal-polyfill";

/** A post to a conversation that was given up. */
export interface FailedPost {
  readonly partnershipKey: string;
  /** As the roster names it: `slack:T1/C1`. */
  readonly address: string;
  readonly endedAt: Temporal.Instant;
  /** The platform's own word for the reason, or ours. */
  readonly code: string;
  /** Something went out to the same conversation after it. */
  readonly wentOutLater: boolean;
}

/** Posts that nobody got; implemented by `db`. */
export interface FailedPosts {
  /** Of partnerships on the roster, the newest first. */
  since(moment: Temporal.Instant): Promise<readonly FailedPost[]>;
}
