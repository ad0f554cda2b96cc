import type { Temporal } from "temporal-polyfill";
import type { Side } from "../partnerships/partnership.ts";

/** One current rating as tapped, with the side that its author was on then. */
export interface WindowRating {
  readonly contactId: string;
  readonly side: Side;
  readonly questionId: string;
  /** 1 to 5, before keying. */
  readonly rating: number;
  readonly closesOn: Temporal.PlainDate;
}

/** A text that its author chose to share under their name. */
export interface SharedText {
  readonly promptId: string;
  readonly side: Side;
  readonly author: string;
  readonly text: string;
  /** Both sides may read it, or the author's own alone. */
  readonly audience: "joint" | "side";
}

/**
 * The only way from answers to what people other than their author see. Mode and audience are selected here, in
 * the database: no confidential or unlinked text comes out (MEASUREMENT R9).
 */
export interface MonthAnswers {
  /** Ratings of rounds that close after `after`, up to and with `until`. */
  ratings(
    partnershipId: string,
    window: { readonly after: Temporal.PlainDate; readonly until: Temporal.PlainDate },
  ): Promise<readonly WindowRating[]>;
  /** Who answered at least one check-in of the month "YYYY-MM". */
  respondents(
    partnershipId: string,
    month: string,
  ): Promise<readonly { readonly contactId: string; readonly side: Side }[]>;
  /** Themes that authors tapped in the month, whatever the mode of their text. */
  themes(
    partnershipId: string,
    month: string,
  ): Promise<readonly { readonly contactId: string; readonly side: Side; readonly theme: string }[]>;
  /** Attributed texts of the month that this audience may read, oldest first: a side's own ones only for it. */
  sharedTexts(partnershipId: string, month: string, audience: "joint" | Side): Promise<readonly SharedText[]>;
}
