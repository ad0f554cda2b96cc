import { Temporal } from "temporal-polyfill";

/** The only source of "now" for the product. Tests and the simulation move it by hand. */
export interface Clock {
  now(): Temporal.Instant;
}

/** The machine's own time; only the composition root may use it. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
