/** Moments at which a limit of so many calls a minute lets calls go, in milliseconds of any running count. */
export interface Schedule {
  /** When a call could go that is asked for now. */
  next(now: number): number;
  /** Takes that moment. */
  take(now: number): number;
}

/** A minute with room for the way to the platform, which is not equally long for every call. */
const windowMs = 61_000;

/**
 * Even steps. What was not used lately, up to a twentieth of a minute's calls, may be made up for at once; but no
 * window of a minute ever holds more calls than the limit.
 */
export function createSchedule(perMinute: number): Schedule {
  const step = 60_000 / perMinute;
  const headStart = Math.max(0, Math.floor(perMinute / 20) - 1) * step;
  const taken: number[] = Array.from({ length: perMinute }, () => Number.NEGATIVE_INFINITY);
  let place = 0;
  let even = 0;
  const next = (now: number) =>
    Math.max(now, even - headStart, (taken[place] ?? Number.NEGATIVE_INFINITY) + windowMs);
  return {
    next,
    take(now) {
      const moment = next(now);
      even = Math.max(even, moment) + step;
      taken[place] = moment;
      place = (place + 1) % perMinute;
      return moment;
    },
  };
}
