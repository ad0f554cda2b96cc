import type { Temporal } from "temporal-polyfill";

/** Who may know the author (MEASUREMENT 3.3). */
export type Mode = "attributed" | "confidential" | "unlinked";

/** For an attributed text: both sides, or the author's own side alone. */
export type Audience = "joint" | "side";

/** The current answer to one question of one invitation. Unlinked answers are never among them. */
export interface Answer {
  readonly invitationId: string;
  readonly questionId: string;
  /** 1 (strongly disagree) to 5 as tapped, before keying; null for "Can't say" and for text. */
  readonly rating: number | null;
  readonly cannotSay: boolean;
  readonly text: string | null;
  readonly theme: string | null;
  readonly mode: Exclude<Mode, "unlinked">;
  readonly audience: Audience;
  readonly answeredAt: Temporal.Instant;
  /** How many versions there have been, this one counted. */
  readonly version: number;
}
