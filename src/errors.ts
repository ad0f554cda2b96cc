/** When the failed work may be tried again: at once, after a pause, or not at all without a person. */
export type Retry = "now" | "later" | "never";

/**
 * The one exception that Rapport throws on purpose. Expected outcomes are values; this means that the work
 * could not be done. `code` is stable and may be shown to people; `message` says what happened and what to do.
 */
export class RapportError extends Error {
  readonly code: string;
  readonly retry: Retry;

  constructor(code: string, message: string, options: { retry?: Retry; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "RapportError";
    this.code = code;
    this.retry = options.retry ?? "never";
  }
}
