import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";

/** What a raised problem means for the work; said in plain words wherever one chooses. */
export const severities = ["stuck", "at-risk", "urgent"] as const;
export type Severity = (typeof severities)[number];

/** Longest kept text, in UTF-16 code units; also said beside the box. */
export const longestProblem = 3000;

/** A problem that somebody raised with their name. */
export interface Escalation {
  readonly id: string;
  readonly partnershipId: string;
  /** The side of whoever raised it. */
  readonly side: Side;
  readonly raisedBy: string;
  readonly severity: Severity;
  readonly text: string;
  readonly raisedAt: Temporal.Instant;
  /** The platform's event that raised it. */
  readonly eventId: string;
}

/** A steward has seen an escalation; the first one of a side counts. */
export interface EscalationSeen {
  readonly escalationId: string;
  readonly side: Side;
  readonly seenBy: string;
  readonly seenAt: Temporal.Instant;
}
