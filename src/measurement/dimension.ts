import { type Dimension, dimensions, type Statement } from "../check-ins/question-bank.ts";

/** What a rating speaks about in the trust figures: one of the eight dimensions, or the partnership as a whole. */
export type TrustPart = Dimension | "anchor";

/** The part of a statement in the trust figures; null for packs and self items, which have none (MEASUREMENT 2.3). */
export function trustPartOf(statement: Pick<Statement, "group">): TrustPart | null {
  if (statement.group === "ANC") return "anchor";
  return dimensions.find((dimension) => dimension === statement.group) ?? null;
}
