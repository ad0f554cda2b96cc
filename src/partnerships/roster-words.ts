import type { SideSettings, WeekTime, WorkingHours } from "./partnership.ts";
import type { ContactSettings, PartnershipSettings, PartySettings } from "./settle-roster.ts";

/** Settings by name in words; two are the same exactly when their words are. Operators read the differences. */
export type SettingWords = Readonly<Record<string, string>>;

export function partnershipWords(settings: PartnershipSettings): SettingWords {
  const { workingHours, checkIn, sides, posts } = settings;
  return {
    name: settings.name,
    types: list(settings.types),
    phase: settings.phase,
    "time zone": settings.timeZone,
    "public holidays": settings.holidays ?? none,
    disclosure: settings.disclosure,
    host: settings.host,
    "safety policy": settings.safetyPolicy === null ? none : `"${settings.safetyPolicy}"`,
    "last day": settings.endsOn?.toString() ?? none,
    "agency working hours": hours(workingHours.agency),
    "vendor working hours": hours(workingHours.vendor),
    "check-in": moment(checkIn),
    reminder: moment(checkIn.remind),
    close: moment(checkIn.close),
    ...sideWords("agency", sides.agency),
    ...sideWords("vendor", sides.vendor),
    "joint post": posts.joint ?? none,
    "agency post": posts.agency ?? none,
    "vendor post": posts.vendor ?? none,
  };
}

export function partyWords(settings: PartySettings): SettingWords {
  return { role: settings.role, tags: list(settings.tags) };
}

/** Duties are left out: they follow from the partnership's stewards, sponsors and leaders. */
export function contactWords(settings: ContactSettings): SettingWords {
  return {
    name: settings.name,
    organisation: settings.organisation,
    side: settings.side,
    role: settings.role,
    "time zone": settings.timeZone,
    language: settings.language,
    "public holidays": settings.holidays ?? none,
  };
}

const none = "none";

function sideWords(side: string, { label, steward, sponsor, leaders }: SideSettings): SettingWords {
  return {
    [`${side} label`]: label,
    [`${side} steward`]: steward,
    [`${side} sponsor`]: sponsor,
    [`${side} leaders`]: list(leaders),
  };
}

function list(items: readonly string[]): string {
  return items.length === 0 ? none : items.join(", ");
}

function hours({ from, to }: WorkingHours): string {
  return `${from}-${to}`;
}

function moment({ weekday, at }: WeekTime): string {
  return `${weekday} ${at}`;
}
