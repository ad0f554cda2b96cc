import type { Temporal } from "temporal-polyfill";
import { takesPart } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import { inviteContacts } from "./invite-contacts.ts";
import type { QuestionBank } from "./question-bank.ts";
import { monthOf } from "./reporting-month.ts";
import { cycleOf, roundKindOf } from "./rotation.ts";
import { closesEverywhereAt, dueRounds, roundOn } from "./round-dates.ts";
import type { NewRound } from "./round-store.ts";
import type { RoundStores } from "./round-stores.ts";

export interface OpenRoundNeeds {
  readonly clock: Clock;
  readonly transact: Transact<RoundStores>;
  readonly bank: QuestionBank;
  /** False on the open local door, where nothing rings: cards are due at once and at any hour. */
  readonly quietHours: boolean;
}

export type OpenRoundOutcome =
  | { readonly kind: "opened"; readonly roundId: string; readonly invited: number; readonly skipped: number }
  | { readonly kind: "nothing-due"; readonly skipped: number };

/**
 * Opens the partnership's round that is due now, with an invitation and its messages for each contact who takes
 * part, and records rounds that were missed as skipped. Running it again changes nothing.
 */
export async function openRound(
  needs: OpenRoundNeeds,
  { partnershipId }: { readonly partnershipId: string },
): Promise<OpenRoundOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const partnership = await stores.partnerships.get(partnershipId);
    if (partnership === null || partnership.deactivatedAt !== null)
      return { kind: "nothing-due", skipped: 0 };
    const last = await stores.rounds.lastOf(partnershipId);
    const due = roundsDue(partnership, last, now);
    let skipped = 0;
    for (const opensOn of due.skipped) {
      if ((await stores.rounds.add(newRound(partnership, opensOn, { skippedAt: now }))) !== null)
        skipped += 1;
    }
    if (due.open === null) return { kind: "nothing-due", skipped };
    const opening = newRound(partnership, due.open, { openedAt: now });
    const round: NewRound = last === null ? { ...opening, kind: "check-in" } : opening;
    const roundId = await stores.rounds.add(round);
    if (roundId === null) return { kind: "nothing-due", skipped };
    const contacts = (await stores.contacts.activeOf(partnershipId)).filter(takesPart);
    const invited = await inviteContacts(
      { ...needs, stores, now },
      { partnership, round: { ...round, id: roundId, closedAt: null }, contacts, isFirst: last === null },
    );
    return { kind: "opened", roundId, invited, skipped };
  });
}

/** A partnership's first round opens as soon as it is known, so that nobody waits for a week to see one. */
function roundsDue(
  partnership: Partnership,
  last: { readonly opensOn: Temporal.PlainDate } | null,
  now: Temporal.Instant,
): { readonly open: Temporal.PlainDate | null; readonly skipped: readonly Temporal.PlainDate[] } {
  if (last === null) {
    return { open: now.toZonedDateTimeISO(partnership.timeZone).toPlainDate(), skipped: [] };
  }
  return dueRounds(partnership.checkIn, last.opensOn, now, partnership.timeZone);
}

function newRound(
  partnership: Partnership,
  opensOn: Temporal.PlainDate,
  state: { readonly openedAt?: Temporal.Instant; readonly skippedAt?: Temporal.Instant },
): NewRound {
  const rule = partnership.checkIn;
  const dates = roundOn(rule, opensOn);
  return {
    partnershipId: partnership.id,
    opensOn,
    closesOn: dates.closesOn,
    month: monthOf(dates.closesOn),
    kind: roundKindOf(rule, opensOn),
    cycle: cycleOf(rule, opensOn),
    closesAt: closesEverywhereAt(dates.closesOn, rule.close.at),
    openedAt: state.openedAt ?? null,
    skippedAt: state.skippedAt ?? null,
  };
}
