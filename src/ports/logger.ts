/** Structured log. Fields hold codes and identifiers only: never answer text, never a person's name. */
export interface Logger {
  /** A person must act. */
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** Something went wrong that the product handles itself. */
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
}
