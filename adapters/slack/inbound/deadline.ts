/** How long an answer to Slack may take; clicks that wait for 3 s fail in front of the person (PLATFORMS 2). */
export interface Deadline {
  readonly passed: Promise<"late">;
  /** The answer is given: nothing is timed any more. */
  end(): void;
}

/** Starts to run at once, in milliseconds. */
export function startDeadline(milliseconds: number): Deadline {
  const { promise, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(resolve, milliseconds, "late");
  return { passed: promise, end: () => clearTimeout(timer) };
}
