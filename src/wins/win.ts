import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";

/** `win`: something achieved together. `thanks`: somebody on the other side helped. */
export const winKinds = ["win", "thanks"] as const;
export type WinKind = (typeof winKinds)[number];

/** Longest kept text, in UTF-16 code units; also said beside the box. */
export const longestWin = 3000;

/** A shared success; it counts once the other side's steward has confirmed it. */
export interface Win {
  readonly id: string;
  readonly partnershipId: string;
  /** The author's side. */
  readonly side: Side;
  readonly sharedBy: string;
  readonly kind: WinKind;
  readonly text: string;
  /** The author agreed that the joint conversation sees it once it counts. */
  readonly mayPost: boolean;
  readonly sharedAt: Temporal.Instant;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Temporal.Instant | null;
  /** The platform's event that shared it. */
  readonly eventId: string;
}
