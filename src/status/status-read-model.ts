import type { ReleasedFigures } from "../confidentiality/release.ts";

/** What a status needs from the database beyond the stores; its cost does not grow with history. */
export interface StatusReadModel {
  /** The figures of the latest release of each of these partnerships, by partnership id. */
  latestFigures(partnershipIds: readonly string[]): Promise<ReadonlyMap<string, ReleasedFigures>>;
  /**
   * How many attributed texts of a month both sides may read, by prompt id. Only closed rounds count: a count that
   * rose while people answer would show who just did (MEASUREMENT R4).
   */
  sharedCounts(partnershipId: string, month: string): Promise<ReadonlyMap<string, number>>;
}
