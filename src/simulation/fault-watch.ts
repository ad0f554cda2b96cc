import { RapportError } from "../errors.ts";
import type { Logger } from "../ports/logger.ts";

/** A logger that remembers whether anything went wrong: nobody tries a job again in simulated time. */
export interface FaultWatch {
  readonly logger: Logger;
  /** Throws RapportError `simulation.fault` with the first warning or error that was logged. */
  check(): void;
}

/** Passes everything on to `inner`. */
export function createFaultWatch(inner: Logger): FaultWatch {
  let first: string | null = null;
  const note = (fields: Readonly<Record<string, unknown>>, message: string) => {
    const what = [fields.job, fields.what, fields.code].filter((part) => typeof part === "string");
    first ??= `${message} (${what.join(", ")})`;
  };
  return {
    logger: {
      error: (fields, message) => {
        note(fields, message);
        inner.error(fields, message);
      },
      warn: (fields, message) => {
        note(fields, message);
        inner.warn(fields, message);
      },
      info: (fields, message) => inner.info(fields, message),
      debug: (fields, message) => inner.debug(fields, message),
    },
    check: () => {
      if (first === null) return;
      const message = `The simulation stopped: ${first} Set LOG_LEVEL=warn to see more.`;
      throw new RapportError("simulation.fault", message);
    },
  };
}
