import { monthOf, nextMonth } from "../check-ins/reporting-month.ts";
import type { ReleaseStore } from "../confidentiality/release-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Transact } from "../ports/transaction.ts";
import type { DigestStore } from "../summaries/digest-store.ts";
import type { Span } from "./span.ts";

export interface SummaryStores {
  readonly releases: Pick<ReleaseStore, "get">;
  readonly digests: Pick<DigestStore, "listOf">;
}

/** What a simulation has left in the store. Plain JSON. */
export interface SimulationSummary {
  readonly seed: number;
  readonly weeks: number;
  /** First and last moment of the simulated time. */
  readonly from: string;
  readonly until: string;
  readonly partnerships: number;
  readonly contacts: number;
  /** People on the roster who cannot be reached in a browser and so took no part. */
  readonly unreached: number;
  readonly rounds: number;
  readonly ratings: number;
  readonly texts: number;
  readonly messages: number;
  /** Months of partnerships: two partnerships in one month count as two. */
  readonly monthsReleased: number;
  readonly digests: number;
}

/** Counts what has been released and written. */
export async function countPublished(
  transact: Transact<SummaryStores>,
  partnerships: readonly Partnership[],
  span: Span,
): Promise<Pick<SimulationSummary, "monthsReleased" | "digests">> {
  return transact(async ({ releases, digests }) => {
    const count = { monthsReleased: 0, digests: 0 };
    for (const { id, timeZone, startedOn } of partnerships) {
      const last = monthOf(span.end.toZonedDateTimeISO(timeZone).toPlainDate());
      for (let month = monthOf(startedOn); month <= last; month = nextMonth(month)) {
        if ((await releases.get(id, month)) !== null) count.monthsReleased += 1;
      }
      count.digests += (await digests.listOf(id)).length;
    }
    return count;
  });
}
