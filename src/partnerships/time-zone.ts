import { nearestWord } from "./nearest-word.ts";

/**
 * Whether `zone` is an IANA name of a place (`America/Chicago`) or `UTC`. Fixed abbreviations such as `EST` and
 * offsets are not: they know no summer time.
 */
export function isTimeZone(zone: string): boolean {
  if (zone === "UTC" || canonicalZones.has(zone)) return true;
  if (!/^[A-Z][\w+-]*(\/[\w+-]+)+$/.test(zone) || lowerCaseZones.has(zone.toLowerCase())) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** The zone that was likely meant, also by its city alone (`chicago`); null when none is near. */
export function nearestTimeZone(zone: string): string | null {
  const city = zone.trim().replaceAll(" ", "_").toLowerCase();
  for (const known of canonicalZones) if (known.toLowerCase().split("/").at(-1) === city) return known;
  return nearestWord(zone.trim().replaceAll(" ", "_"), canonicalZones);
}

const canonicalZones: ReadonlySet<string> = new Set(Intl.supportedValuesOf("timeZone"));
const lowerCaseZones: ReadonlySet<string> = new Set([...canonicalZones].map((zone) => zone.toLowerCase()));
