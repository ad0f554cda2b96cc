import { randomUUID } from "node:crypto";

/** Makes new row identifiers (UUIDs). Injected, so that a simulation with the same seed makes the same store. */
export interface Ids {
  next(): string;
}

/** Random UUIDs; only the composition root may use it. */
export const randomIds: Ids = { next: () => randomUUID() };

/** Whether a text from outside may be used as a row identifier at all. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
