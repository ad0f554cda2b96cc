import type { Escalation, EscalationSeen } from "./escalation.ts";

/** Keeps raised problems and which side's steward has seen them. */
export interface EscalationStore {
  /** Adds it unless its event raised one before; returns the one that is kept. */
  add(escalation: Escalation): Promise<{ readonly escalation: Escalation; readonly isNew: boolean }>;
  get(id: string): Promise<Escalation | null>;
  /** True for the first one of that side; later ones change nothing. */
  markSeen(seen: EscalationSeen): Promise<boolean>;
  /** At most one a side, the earliest first. */
  seenOf(escalationId: string): Promise<readonly EscalationSeen[]>;
}
