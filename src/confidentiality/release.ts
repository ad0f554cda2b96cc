import type { Dimension } from "../check-ins/question-bank.ts";
import type { KeyedRating } from "../measurement/score.ts";
import type { Side } from "../partnerships/partnership.ts";
import type { Figure } from "./figure.ts";
import type { PublishedFigure } from "./settle-figure.ts";
import type { NoScoreReason, Tier } from "./tier.ts";

/** What both sides see of a month, for ever as it was released (MEASUREMENT R4). Plain JSON. */
export interface ReleasedFigures {
  readonly month: string;
  readonly sides: Readonly<Record<Side, ReleasedSide>>;
  readonly comparison: Comparison;
}

/** How the two indexes stand to each other; `quarterly`: it is said with the quarter's last month (R3). */
export type Comparison = "agree" | "differ" | "too-few" | "quarterly";

/** One side's part. There is no figure over both sides: it would give a hidden side away (MEASUREMENT R2). */
export interface ReleasedSide {
  readonly tier: Tier;
  /** Why there is no new index, or null. A small side may still show its last quarter's. */
  readonly reason: HiddenReason | null;
  readonly index: ShownFigure | null;
  /** All eight in order where the tier shows dimensions, else none; null for one without enough people. */
  readonly dimensions: readonly { readonly dimension: Dimension; readonly figure: ShownFigure | null }[];
  readonly response: ResponseFigure | null;
  /** Themes that two or more authors tapped, by name, without counts (MEASUREMENT R9). */
  readonly themes: readonly string[];
}

/** `baseline`: the first eight weeks (M18). `quarterly`: small sides come with the quarter's last month (R4). */
export type HiddenReason = NoScoreReason | "baseline" | "quarterly";

/** `keptFrom`: the month it was first shown in, when there were not enough new answers for a new one (R5). */
export type ShownFigure = Figure & { readonly keptFrom: string | null };

/** Share of the side that answered at least once in the month, or only whether it was enough (MEASUREMENT R10). */
export type ResponseFigure =
  | { readonly kind: "rate"; readonly percent: number }
  | { readonly kind: "enough" | "not-enough" };

/** Who stood behind the last published figures and how many people there were: for R5 and R15, never shown. */
export interface Contributors {
  readonly sides: Readonly<Record<Side, SideContributors>>;
}

export interface SideContributors {
  /** N at this release. */
  readonly people: number;
  readonly published: Readonly<Partial<Record<"index" | Dimension, PublishedFigure>>>;
}

export interface ReleaseInput {
  readonly month: string;
  readonly isQuarterEnd: boolean;
  /** The month's last round closed within the first eight weeks. */
  readonly isBaseline: boolean;
  /** K of `thresholdOf`. */
  readonly threshold: number;
  readonly sides: Readonly<Record<Side, SideInput>>;
}

export interface SideInput {
  /** Active contacts, and those who left but whose answers are still in the window (MEASUREMENT R15). */
  readonly people: readonly {
    readonly contactId: string;
    readonly isActive: boolean;
    readonly agreesToSmallSide: boolean;
  }[];
  /** Of the 12-week window; `isNewest` marks its newest four weeks of check-ins. */
  readonly ratings: readonly (KeyedRating & { readonly isNewest: boolean })[];
  /** Who answered anything at all in the month. */
  readonly respondents: readonly string[];
  readonly themes: readonly { readonly contactId: string; readonly theme: string }[];
}
