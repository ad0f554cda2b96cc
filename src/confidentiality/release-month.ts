import { Temporal } from "temporal-polyfill";
import { keyed, type QuestionBank } from "../check-ins/question-bank.ts";
import { isQuarterEnd, lastRoundOf, releaseAt } from "../check-ins/reporting-month.ts";
import type { Round } from "../check-ins/round.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import { trustPartOf } from "../measurement/dimension.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership, Side } from "../partnerships/partnership.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Transact } from "../ports/transaction.ts";
import { isBaseline } from "./baseline.ts";
import { buildRelease } from "./build-release.ts";
import type { MonthAnswers, WindowRating } from "./month-answers.ts";
import type { ReleaseInput, SideInput } from "./release.ts";
import type { ReleaseStore } from "./release-store.ts";
import { usualThreshold } from "./tier.ts";

export interface ReleaseStores {
  readonly partnerships: Pick<PartnershipStore, "get">;
  readonly contacts: Pick<ContactStore, "activeOf" | "many">;
  readonly rounds: Pick<RoundStore, "ofMonth">;
  readonly releases: ReleaseStore;
  readonly monthAnswers: MonthAnswers;
}

export interface ReleaseMonthNeeds {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly transact: Transact<ReleaseStores>;
  readonly bank: Pick<QuestionBank, "statements">;
}

/**
 * `already-released`: this month has its release, or a later one has. `too-early`: its moment has not come, or one
 * of its rounds can still be answered. `not-running`: unknown, gone or not begun.
 */
export type ReleaseMonthOutcome =
  | { readonly kind: "released"; readonly releaseId: string }
  | { readonly kind: "already-released" | "too-early" | "not-running" };

const windowWeeks = 12;
const newestWeeks = 4;

/**
 * Releases a month's figures to both sides at once, at or after `releaseAt`, when all its rounds have closed, and
 * only once (MEASUREMENT R4). Running it again changes nothing; no month is released after a later one.
 */
export async function releaseMonth(
  needs: ReleaseMonthNeeds,
  { partnershipId, month }: { readonly partnershipId: string; readonly month: string },
): Promise<ReleaseMonthOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const partnership = await stores.partnerships.get(partnershipId);
    if (partnership === null || !isRunning(partnership, month)) return { kind: "not-running" };
    const due = releaseAt(month, partnership.checkIn, partnership.timeZone);
    if (Temporal.Instant.compare(now, due) < 0) return { kind: "too-early" };
    const latest = await stores.releases.latest(partnershipId);
    if (latest !== null && latest.month >= month) return { kind: "already-released" };

    // The rule may have changed since a round opened: what is stored decides whether it can still be answered.
    const rounds = await stores.rounds.ofMonth(partnershipId, month);
    if (rounds.some((round) => isOpen(round, now))) return { kind: "too-early" };

    const until = lastCloseOf(month, partnership, rounds);
    const input = await gather(stores, needs.bank, { partnership, month, until });
    const release = buildRelease(input, latest?.contributors ?? null);
    const releaseId = needs.ids.next();
    const added = await stores.releases.add({
      id: releaseId,
      partnershipId,
      month,
      releasedAt: now,
      ...release,
    });
    return added ? { kind: "released", releaseId } : { kind: "already-released" };
  });
}

function isRunning(partnership: Partnership, month: string): boolean {
  const { closesOn } = lastRoundOf(month, partnership.checkIn);
  return (
    partnership.deactivatedAt === null && Temporal.PlainDate.compare(closesOn, partnership.startedOn) >= 0
  );
}

function isOpen({ skippedAt, closedAt, closesAt }: Round, now: Temporal.Instant): boolean {
  return skippedAt === null && (closedAt === null || Temporal.Instant.compare(closesAt, now) > 0);
}

/** The latest close of the month's rounds: as they were dated, or as today's rule would date one not yet stored. */
function lastCloseOf(month: string, { checkIn }: Partnership, rounds: readonly Round[]): Temporal.PlainDate {
  const byRule = lastRoundOf(month, checkIn).closesOn;
  return rounds.reduce(
    (last, { closesOn }) => (Temporal.PlainDate.compare(closesOn, last) > 0 ? closesOn : last),
    byRule,
  );
}

interface MonthWindow {
  readonly partnership: Partnership;
  readonly month: string;
  readonly until: Temporal.PlainDate;
}

async function gather(
  stores: ReleaseStores,
  bank: ReleaseMonthNeeds["bank"],
  { partnership, month, until }: MonthWindow,
): Promise<ReleaseInput> {
  const ratings = await stores.monthAnswers.ratings(partnership.id, {
    after: until.subtract({ weeks: windowWeeks }),
    until,
  });
  const active = (await stores.contacts.activeOf(partnership.id)).filter((one) => one.declinedAt === null);
  const activeIds = new Set(active.map((contact) => contact.id));
  const otherIds = new Set(ratings.map((rating) => rating.contactId).filter((id) => !activeIds.has(id)));
  const others = otherIds.size === 0 ? [] : await stores.contacts.many([...otherIds]);
  const answered = await stores.monthAnswers.respondents(partnership.id, month);
  const themes = await stores.monthAnswers.themes(partnership.id, month);
  const trusted = trustRatings(ratings, bank, newestFrom(until, month));
  const sideInput = (side: Side): SideInput => ({
    people: peopleOf(side, active, others, ratings),
    ratings: trusted.filter((rating) => rating.side === side),
    respondents: answered.filter((person) => person.side === side).map((person) => person.contactId),
    themes: themes.filter((tapped) => tapped.side === side),
  });
  return {
    month,
    isQuarterEnd: isQuarterEnd(month),
    isBaseline: isBaseline(month, partnership),
    threshold: usualThreshold,
    sides: { agency: sideInput("agency"), vendor: sideInput("vendor") },
  };
}

/** The quarter's last round asks the self pack, so that its newest cycle of check-ins began a week earlier. */
function newestFrom(until: Temporal.PlainDate, month: string): Temporal.PlainDate {
  return until.subtract({ weeks: isQuarterEnd(month) ? newestWeeks + 1 : newestWeeks });
}

function trustRatings(
  ratings: readonly WindowRating[],
  bank: ReleaseMonthNeeds["bank"],
  newestAfter: Temporal.PlainDate,
) {
  const statements = new Map(bank.statements.map((statement) => [statement.id, statement]));
  return ratings.flatMap(({ contactId, side, questionId, rating, closesOn }) => {
    const statement = statements.get(questionId);
    const part = statement === undefined ? null : trustPartOf(statement);
    if (statement === undefined || part === null) return [];
    const isNewest = Temporal.PlainDate.compare(closesOn, newestAfter) > 0;
    return [{ contactId, side, part, value: keyed(statement, rating), isNewest }];
  });
}

/** Those on the side now, and those who have left it and whose answers still count there (MEASUREMENT R15). */
function peopleOf(
  side: Side,
  active: readonly Contact[],
  others: readonly Contact[],
  ratings: readonly WindowRating[],
): SideInput["people"] {
  const now = active.filter((contact) => contact.side === side);
  const nowIds = new Set(now.map((contact) => contact.id));
  const behind = new Set(ratings.filter((rating) => rating.side === side).map((rating) => rating.contactId));
  const left = [...active, ...others].filter((contact) => behind.has(contact.id) && !nowIds.has(contact.id));
  const person = (isActive: boolean) => (contact: Contact) => ({
    contactId: contact.id,
    isActive,
    agreesToSmallSide: contact.smallSideConsentAt !== null,
  });
  return [...now.map(person(true)), ...left.map(person(false))];
}
