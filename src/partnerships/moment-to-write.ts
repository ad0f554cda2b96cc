import { Temporal } from "temporal-polyfill";
import { atLocal, nextSendable } from "./calendar.ts";
import type { Contact } from "./contact.ts";
import type { Partnership } from "./partnership.ts";

/**
 * The first moment from `from` on at which a person may be written to of our own accord: not while they are away and,
 * where quiet hours hold, not at night, at weekends or on public holidays of their region (else the partnership's).
 * The day after an absence begins at the check-in's usual time.
 */
export function momentToWrite(
  from: Temporal.Instant,
  contact: Pick<Contact, "timeZone" | "holidays" | "awayUntil">,
  partnership: Pick<Partnership, "holidays" | "checkIn">,
  quietHours: boolean,
): Temporal.Instant {
  const back =
    contact.awayUntil === null
      ? from
      : atLocal(contact.awayUntil.add({ days: 1 }), partnership.checkIn.at, contact.timeZone);
  const today = from.toZonedDateTimeISO(contact.timeZone).toPlainDate();
  const isAway = contact.awayUntil !== null && Temporal.PlainDate.compare(today, contact.awayUntil) <= 0;
  const at = isAway ? back : from;
  return quietHours ? nextSendable(at, contact.timeZone, contact.holidays ?? partnership.holidays) : at;
}
