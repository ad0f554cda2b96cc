import type { Contact } from "../../src/partnerships/contact.ts";
import type { Partnership } from "../../src/partnerships/partnership.ts";
import type { contacts, partnerships } from "../schema/partnerships.ts";

/** A contact as the features know it: the person's own choices stand over the roster's. */
export function toContact(row: typeof contacts.$inferSelect): Contact {
  const { checkInWeekday, checkInTime } = row;
  return {
    id: row.id,
    partnershipId: row.partnershipId,
    key: row.key,
    name: row.name,
    organisation: row.organisation,
    side: row.side,
    role: row.role,
    timeZone: row.timeZone ?? row.rosterTimeZone,
    language: row.language ?? row.rosterLanguage,
    holidays: row.holidays,
    duties: row.duties,
    cadence: row.cadence,
    cadenceSetBy: row.cadenceSetBy,
    checkInAt:
      checkInWeekday === null || checkInTime === null ? null : { weekday: checkInWeekday, at: checkInTime },
    introducedAt: row.introducedAt,
    consentedAt: row.consentedAt,
    declinedAt: row.declinedAt,
    pausedAt: row.pausedAt,
    awayUntil: row.awayUntilOn,
    smallSideConsentAt: row.smallSideConsentAt,
    joinedAt: row.joinedAt,
    deactivatedAt: row.deactivatedAt,
  };
}

/** A partnership as the features know it. */
export function toPartnership(row: typeof partnerships.$inferSelect): Partnership {
  return row;
}
