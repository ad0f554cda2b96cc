import type { Temporal } from "temporal-polyfill";

/** What a database says of itself. */
export interface DatabaseHealth {
  /** The server's own version, such as "18.1", and the same as a number (180001). */
  readonly version: string;
  readonly versionNumber: number;
  /** The newest migration that was applied, and the newest that this build knows; null where none was. */
  readonly schema: { readonly applied: number | null; readonly known: number };
  /** Its clock. */
  readonly now: Temporal.Instant;
}

/** Asks the database how it is; rejects when it does not answer. */
export interface DatabaseCheck {
  look(): Promise<DatabaseHealth>;
}
