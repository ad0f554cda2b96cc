import { Temporal } from "temporal-polyfill";
import type { OpenPrompt, QuestionBank } from "../check-ins/question-bank.ts";
import {
  lastRoundOf,
  monthOf,
  nextMonth,
  previousMonth,
  releaseAt,
  summaryAt,
} from "../check-ins/reporting-month.ts";
import { roundDateOnOrAfter } from "../check-ins/round-dates.ts";
import type { RoundStore } from "../check-ins/round-store.ts";
import { firstMonthWithFigures } from "../confidentiality/baseline.ts";
import type { ReleasedFigures } from "../confidentiality/release.ts";
import { entitled } from "../partnerships/access.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import { findPartnership } from "./find-partnership.ts";
import type { StatusReadModel } from "./status-read-model.ts";

/** What anybody in a partnership may know about it now: released figures and dates, nothing live. */
export interface Status {
  readonly asOf: Temporal.Instant;
  readonly partnership: Pick<Partnership, "key" | "name" | "phase" | "sides" | "timeZone" | "checkIn">;
  /** The latest release; null before the first. */
  readonly released: ReleasedFigures | null;
  /** The first month that may show figures and its release, while that still lies ahead (M18). */
  readonly firstFigures: MonthMoment | null;
  /** Last day of the open round, until `checkIn.close.at` in each reader's own zone; null when none is open. */
  readonly openUntil: Temporal.PlainDate | null;
  /** Rounds of this month and the last that were missed while Rapport was down, oldest first. */
  readonly missedOn: readonly Temporal.PlainDate[];
  /** The next round's day; the card comes at `checkIn.at` in each reader's own zone. */
  readonly nextRoundOn: Temporal.PlainDate;
  readonly nextRelease: MonthMoment;
  readonly nextSummary: MonthMoment;
  /** Asks and wins that their authors shared with both sides, by name, in this month's closed rounds alone. */
  readonly shared: { readonly month: string; readonly asks: number; readonly wins: number };
}

/** A month "YYYY-MM" and when something happens for it. */
interface MonthMoment {
  readonly month: string;
  readonly at: Temporal.Instant;
}

/** One of several partnerships, with its state in short. */
export interface StatusEntry {
  readonly key: string;
  readonly name: string;
  readonly phase: Partnership["phase"];
  readonly sides: Partnership["sides"];
  readonly released: ReleasedFigures | null;
}

export type StatusOutcome =
  | { readonly kind: "found"; readonly status: Status }
  | { readonly kind: "several"; readonly partnerships: readonly StatusEntry[] }
  /** `nearest`: the key that was perhaps meant, among those that the asker may see. */
  | { readonly kind: "none"; readonly nearest: string | null };

export interface StatusStores {
  readonly contacts: Pick<ContactStore, "many">;
  readonly partnerships: Pick<PartnershipStore, "many" | "byKey" | "active">;
  readonly rounds: Pick<RoundStore, "openOf" | "ofMonth">;
  readonly status: StatusReadModel;
}

/** Who asks: a person with all contacts that they are, or the operator on the command line. */
export type StatusAsker = "operator" | { readonly contactIds: readonly string[] };

/**
 * The status of the partnership that `text` names by key or name; of the only one, or all in short, when it is
 * empty. A person finds only partnerships in which they are an active contact; released figures are for all of them.
 */
export async function queryStatus(
  needs: {
    readonly clock: Clock;
    readonly transact: Transact<StatusStores>;
    readonly bank: Pick<QuestionBank, "prompts">;
  },
  { asker, text }: { readonly asker: StatusAsker; readonly text: string },
): Promise<StatusOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const found = findPartnership(text, await candidates(stores, asker, text));
    if (found.kind === "none") return found;
    if (found.kind === "several")
      return { kind: "several", partnerships: await inShort(stores, found.partnerships) };
    return { kind: "found", status: await statusOf(stores, needs.bank, found.partnership, now) };
  });
}

async function candidates(
  stores: StatusStores,
  asker: StatusAsker,
  text: string,
): Promise<readonly Partnership[]> {
  if (asker === "operator") {
    // One row in place of a thousand for the usual case.
    const named = text.trim() === "" ? null : await stores.partnerships.byKey(text.trim().toLowerCase());
    if (named !== null && named.deactivatedAt === null) return [named];
    return stores.partnerships.active();
  }
  const contacts = await stores.contacts.many(asker.contactIds);
  const own = contacts.filter(
    (contact) =>
      contact.declinedAt === null &&
      entitled([contact], "see released figures", { partnershipId: contact.partnershipId, side: null }) !==
        null,
  );
  const partnerships = await stores.partnerships.many([
    ...new Set(own.map((contact) => contact.partnershipId)),
  ]);
  return partnerships
    .filter((partnership) => partnership.deactivatedAt === null)
    .toSorted((a, b) => a.key.localeCompare(b.key, "en"));
}

async function inShort(
  stores: StatusStores,
  partnerships: readonly Partnership[],
): Promise<readonly StatusEntry[]> {
  const figures = await stores.status.latestFigures(partnerships.map(({ id }) => id));
  return partnerships.map(({ id, key, name, phase, sides }) => ({
    ...{ key, name, phase, sides },
    released: figures.get(id) ?? null,
  }));
}

async function statusOf(
  stores: StatusStores,
  bank: Pick<QuestionBank, "prompts">,
  partnership: Partnership,
  now: Temporal.Instant,
): Promise<Status> {
  const { id, key, name, phase, sides, timeZone, checkIn } = partnership;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const month = monthOf(today);
  const released = (await stores.status.latestFigures([id])).get(id) ?? null;
  const open = await stores.rounds.openOf(id);
  const counts = await stores.status.sharedCounts(id, month);
  const shared = (kind: OpenPrompt["kind"]) =>
    bank.prompts
      .filter((prompt) => prompt.kind === kind)
      .reduce((sum, { id }) => sum + (counts.get(id) ?? 0), 0);
  const releaseOf = (of: string) => releaseAt(of, checkIn, timeZone);
  const firstMonth = firstMonthWithFigures(partnership);
  const isAhead = released === null || released.month < firstMonth;
  return {
    asOf: now,
    partnership: { key, name, phase, sides, timeZone, checkIn },
    released,
    firstFigures: isAhead ? { month: firstMonth, at: releaseOf(firstMonth) } : null,
    openUntil: open?.closesOn ?? null,
    missedOn: await missed(stores, id, month),
    nextRoundOn: roundDateOnOrAfter(checkIn, open?.closesOn ?? today),
    nextRelease: nextOf(partnership, now, releaseOf),
    nextSummary: nextOf(partnership, now, (of) => summaryAt(of, checkIn, partnership)),
    shared: { month, asks: shared("ask"), wins: shared("win") },
  };
}

async function missed(
  stores: StatusStores,
  id: string,
  month: string,
): Promise<readonly Temporal.PlainDate[]> {
  const known = [
    ...(await stores.rounds.ofMonth(id, previousMonth(month))),
    ...(await stores.rounds.ofMonth(id, month)),
  ];
  return known.filter(({ skippedAt }) => skippedAt !== null).map(({ opensOn }) => opensOn);
}

/** The earliest month since the beginning whose moment still lies ahead; last month's often does. */
function nextOf(
  { timeZone, checkIn, startedOn }: Partnership,
  now: Temporal.Instant,
  momentOf: (month: string) => Temporal.Instant,
): MonthMoment {
  const isOver = (month: string) =>
    Temporal.Instant.compare(momentOf(month), now) <= 0 ||
    Temporal.PlainDate.compare(lastRoundOf(month, checkIn).closesOn, startedOn) < 0;
  let month = previousMonth(monthOf(now.toZonedDateTimeISO(timeZone).toPlainDate()));
  while (isOver(month)) month = nextMonth(month);
  return { month, at: momentOf(month) };
}
