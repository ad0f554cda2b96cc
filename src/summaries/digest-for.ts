import type { Temporal } from "temporal-polyfill";
import { previousMonth, releaseAt } from "../check-ins/reporting-month.ts";
import type { StoredRelease } from "../confidentiality/release-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Transact } from "../ports/transaction.ts";
import { composeDigest } from "./compose-digest.ts";
import type { DigestAudience, DigestText } from "./digest.ts";
import type { DigestStores, PostDigestNeeds } from "./post-digest.ts";

export type DigestForOutcome =
  /** `written`: as it was kept and posted. `preview`: as it would be posted now. */
  | { readonly kind: "written" | "preview"; readonly month: string; readonly text: DigestText }
  | { readonly kind: "not-released"; readonly month: string; readonly releaseAt: Temporal.Instant }
  | { readonly kind: "unknown-partnership" | "not-a-month" };

/** The digest of a partnership's month ("2026-10", or "last" for the latest release), for the command line. */
export async function digestFor(
  needs: Omit<PostDigestNeeds, "ids" | "transact"> & {
    readonly transact: Transact<Omit<DigestStores, "messages">>;
  },
  {
    key,
    month,
    audience,
  }: { readonly key: string; readonly month: string; readonly audience: DigestAudience },
): Promise<DigestForOutcome> {
  if (month !== "last" && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return { kind: "not-a-month" };
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const partnership = await stores.partnerships.byKey(key);
    if (partnership === null) return { kind: "unknown-partnership" };
    const release = await releaseOf(stores, partnership, month);
    if (release === null) return notReleased(partnership, month, now);
    const kept = await stores.digests.get(partnership.id, release.month, audience);
    if (kept !== null) return { kind: "written", month: release.month, text: kept.text };
    const { bank, words } = needs;
    const { monthAnswers } = stores;
    const text = await composeDigest({ partnership, release, monthAnswers, bank, words, now }, audience);
    return { kind: "preview", month: release.month, text };
  });
}

function releaseOf(
  stores: Pick<DigestStores, "releases">,
  partnership: Partnership,
  month: string,
): Promise<StoredRelease | null> {
  return month === "last"
    ? stores.releases.latest(partnership.id)
    : stores.releases.get(partnership.id, month);
}

function notReleased(partnership: Partnership, month: string, now: Temporal.Instant): DigestForOutcome {
  const { timeZone, checkIn } = partnership;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const wanted = month === "last" ? previousMonth(today.toPlainYearMonth().toString()) : month;
  return { kind: "not-released", month: wanted, releaseAt: releaseAt(wanted, checkIn, timeZone) };
}
