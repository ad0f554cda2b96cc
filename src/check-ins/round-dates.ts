import { Temporal } from "temporal-polyfill";
import { atLocal, nextWorkingDay, weekdayOnOrAfter } from "../partnerships/calendar.ts";
import type { Contact } from "../partnerships/contact.ts";
import { type CheckInRule, type WeekTime, weekdays } from "../partnerships/partnership.ts";

/** How long after its own moment a missed round may still be opened (PLATFORMS 6). */
const catchUp = { hours: 12 };

/** The three local dates of a round; everybody reads them in their own zone. `opensOn` names the round. */
export interface RoundDates {
  readonly opensOn: Temporal.PlainDate;
  readonly remindOn: Temporal.PlainDate;
  readonly closesOn: Temporal.PlainDate;
}

/** When one contact's card, reminder and close are due. The reminder lies on a later day than the card. */
export interface ContactTimes {
  readonly dueAt: Temporal.Instant;
  /** Null when no working day is left for it between card and close. */
  readonly remindAt: Temporal.Instant | null;
  readonly closesAt: Temporal.Instant;
}

/** The round that opens on this date: reminder and close fall on the next such weekdays, 1 to 7 days later. */
export function roundOn(rule: CheckInRule, opensOn: Temporal.PlainDate): RoundDates {
  const dayAfter = opensOn.add({ days: 1 });
  return {
    opensOn,
    remindOn: weekdayOnOrAfter(dayAfter, rule.remind.weekday),
    closesOn: weekdayOnOrAfter(dayAfter, rule.close.weekday),
  };
}

/** The date of the first round that opens on or after a date. */
export function roundDateOnOrAfter(
  rule: Pick<CheckInRule, "weekday">,
  date: Temporal.PlainDate,
): Temporal.PlainDate {
  return weekdayOnOrAfter(date, rule.weekday);
}

/** The date of the last round that opens on or before a date. */
export function roundDateOnOrBefore(
  rule: Pick<CheckInRule, "weekday">,
  date: Temporal.PlainDate,
): Temporal.PlainDate {
  return weekdayOnOrAfter(date.subtract({ days: 6 }), rule.weekday);
}

/** When the date begins anywhere on earth (UTC+14): the round exists from here on. */
export function opensAt(opensOn: Temporal.PlainDate): Temporal.Instant {
  return atLocal(opensOn, "00:00", "+14:00");
}

/** When that date and time ("HH:MM") have passed everywhere on earth (UTC-12): nobody can answer any more. */
export function closesEverywhereAt(closesOn: Temporal.PlainDate, at: string): Temporal.Instant {
  return atLocal(closesOn, at, "-12:00");
}

/**
 * One contact's moments in a round, or null when no working day is left before the close. The contact's own
 * day and time take the place of the rule's; where they do not fit into this round, the rule's are used. A day
 * off moves the card, and the reminder, to the next working day of the contact's region (else the partnership's).
 */
export function contactTimes(
  rule: CheckInRule,
  opensOn: Temporal.PlainDate,
  contact: Pick<Contact, "timeZone" | "holidays" | "checkInAt">,
  partnershipRegion: string | null,
): ContactTimes | null {
  const dates = roundOn(rule, opensOn);
  const region = contact.holidays ?? partnershipRegion;
  const closesAt = atLocal(dates.closesOn, rule.close.at, contact.timeZone);
  for (const wish of [ownWish(contact, opensOn), { on: opensOn, at: rule.at }]) {
    if (wish === null) continue;
    const sendOn = nextWorkingDay(wish.on, region);
    const dueAt = atLocal(sendOn, wish.at, contact.timeZone);
    if (Temporal.Instant.compare(dueAt, closesAt) >= 0) continue;
    const remindOn = nextWorkingDay(laterOf(dates.remindOn, sendOn.add({ days: 1 })), region);
    const remindAt = atLocal(remindOn, rule.remind.at, contact.timeZone);
    return { dueAt, remindAt: Temporal.Instant.compare(remindAt, closesAt) < 0 ? remindAt : null, closesAt };
  }
  return null;
}

/**
 * What to do about rounds after `lastKnown`, the newest one on record (opened or skipped), null for none. The
 * newest that has begun anywhere on earth opens until 12 hours after the rule's own moment in the partnership's
 * zone; those that were missed are skipped, oldest first. Without a record nothing counts as missed. A round
 * never begins before the last known one closes, so that a changed weekday gives nobody two cards in a week.
 */
export function dueRounds(
  rule: CheckInRule,
  lastKnown: Temporal.PlainDate | null,
  now: Temporal.Instant,
  partnershipZone: string,
): { readonly open: Temporal.PlainDate | null; readonly skipped: readonly Temporal.PlainDate[] } {
  const newest = roundDateOnOrBefore(rule, now.toZonedDateTimeISO("+14:00").toPlainDate());
  const first = lastKnown === null ? newest : roundDateOnOrAfter(rule, roundOn(rule, lastKnown).closesOn);
  if (Temporal.PlainDate.compare(newest, first) < 0) return { open: null, skipped: [] };
  const lastMoment = atLocal(newest, rule.at, partnershipZone).add(catchUp);
  const open = Temporal.Instant.compare(now, lastMoment) <= 0 ? newest : null;
  const skipped: Temporal.PlainDate[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, newest) <= 0; date = date.add({ days: 7 })) {
    if (lastKnown !== null && !(open && date.equals(open))) skipped.push(date);
  }
  return { open, skipped };
}

/** The contact's own day inside the round that opens on this date, and their own time. */
function ownWish(
  contact: Pick<Contact, "checkInAt">,
  opensOn: Temporal.PlainDate,
): { readonly on: Temporal.PlainDate; readonly at: WeekTime["at"] } | null {
  const weekday = weekdays.find((day) => day === contact.checkInAt?.weekday);
  if (!weekday || !contact.checkInAt) return null;
  return { on: weekdayOnOrAfter(opensOn, weekday), at: contact.checkInAt.at };
}

function laterOf(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b;
}
