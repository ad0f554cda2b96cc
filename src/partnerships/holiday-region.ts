import Holidays from "date-holidays";
import { nearestWord } from "./nearest-word.ts";

/** Whether public holidays are known for a region such as `US`, `US-IL` or `DE-BY-A`. */
export function isHolidayRegion(region: string): boolean {
  const [country = "", state, part, ...rest] = region.split("-");
  if (rest.length > 0 || !has(calendar.getCountries(), country)) return false;
  if (state === undefined) return true;
  if (!has(calendar.getStates(country), state)) return false;
  return part === undefined || has(calendar.getRegions(country, state), part);
}

/** The region that was likely meant, by its code or by its state's name (`US-Illinois`); null when none is near. */
export function nearestHolidayRegion(region: string): string | null {
  const [country = "", state] = region.split("-");
  const code = country.toUpperCase();
  if (!has(calendar.getCountries(), code)) return nearestWord(region, Object.keys(calendar.getCountries()));
  if (state === undefined) return code;
  const states = Object.entries(calendar.getStates(code) ?? {});
  const meant = states.find(
    ([key, name]) => key === state.toUpperCase() || name.toLowerCase() === state.toLowerCase(),
  );
  return meant === undefined ? null : `${code}-${meant[0]}`;
}

const calendar = new Holidays();

function has(names: object | undefined, key: string): boolean {
  return names !== undefined && Object.hasOwn(names, key);
}
