import { lastRoundOf, monthOf, nextMonth } from "../check-ins/reporting-month.ts";
import type { Partnership } from "../partnerships/partnership.ts";

const baselineWeeks = 8;

type Beginning = Pick<Partnership, "startedOn" | "checkIn">;

/** Whether the month's last round closes within the first eight weeks, which show no bands (M18). */
export function isBaseline(month: string, { startedOn, checkIn }: Beginning): boolean {
  const { closesOn } = lastRoundOf(month, checkIn);
  return closesOn.since(startedOn, { largestUnit: "days" }).days < baselineWeeks * 7;
}

/** The first month "YYYY-MM" that may show figures. */
export function firstMonthWithFigures(partnership: Beginning): string {
  let month = monthOf(partnership.startedOn);
  while (isBaseline(month, partnership)) month = nextMonth(month);
  return month;
}
