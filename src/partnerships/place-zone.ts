import { isTimeZone } from "./calendar.ts";
import { nearestWord } from "./nearest-word.ts";

/**
 * Whether `zone` is the exact IANA name of a place (`America/Chicago`) or `UTC`. Abbreviations such as `EST` name
 * no place: they know no summer time, which is never what a roster means.
 */
export function isPlaceZone(zone: string): boolean {
  if (zone === "UTC" || canonicalZones.has(zone)) return true;
  return zone.includes("/") && isTimeZone(zone) && !misspelt.has(zone.toLowerCase());
}

/** The zone that was likely meant, also by its city alone (`chicago`); null when none is near. */
export function nearestPlaceZone(zone: string): string | null {
  const written = zone.trim().replaceAll(" ", "_");
  const city = written.toLowerCase();
  for (const known of canonicalZones) if (known.toLowerCase().split("/").at(-1) === city) return known;
  return nearestWord(written, canonicalZones);
}

const canonicalZones: ReadonlySet<string> = new Set(Intl.supportedValuesOf("timeZone"));
/** In small letters: what is found only here is a known name in the wrong case. */
const misspelt: ReadonlySet<string> = new Set([...canonicalZones].map((zone) => zone.toLowerCase()));
