import type { Temporal } from "temporal-polyfill";

/** From when to when a simulation runs. */
export interface Span {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

/** Morning in America and afternoon in Europe, so that the first cards go out on the first day. */
const firstHour = "13:00";

/**
 * At least `weeks` weeks that begin on a Monday and end as the date `until` begins (UTC): so a simulation up to
 * today leaves nothing in the future, and is the same at any hour of the day.
 */
export function spanOf(weeks: number, until: Temporal.PlainDate): Span {
  const first = until.subtract({ weeks });
  const monday = first.subtract({ days: first.dayOfWeek - 1 });
  return {
    start: monday.toZonedDateTime({ timeZone: "UTC", plainTime: firstHour }).toInstant(),
    end: until.toZonedDateTime("UTC").toInstant(),
  };
}

/** How far a moment lies in the span: 0 at its start, 1 at its end. */
export function shareOf({ start, end }: Span, at: Temporal.Instant): number {
  const whole = end.epochMilliseconds - start.epochMilliseconds;
  return Math.min(1, Math.max(0, (at.epochMilliseconds - start.epochMilliseconds) / whole));
}
