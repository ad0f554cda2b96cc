import { randomUUID } from "node:crypto";

/** Makes new row identifiers (UUIDs). Injected, so that a simulation with the same seed makes the same store. */
export interface Ids {
  next(): string;
}

/** Random UUIDs; only the composition root may use it. */
export const randomIds: Ids = { next: () => randomUUID() };
