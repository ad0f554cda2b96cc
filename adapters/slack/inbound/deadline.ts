import type { Turns } from "./turns.ts";

/** How long an answer to Slack may take; clicks that wait for 3 s fail in front of the person (PLATFORMS 2). */
export interface Deadline {
  readonly passed: Promise<"late">;
  /** The answer is given: nothing is timed any more. */
  end(): void;
}

/** Starts to run at once, in milliseconds. Until it has passed or ended, somebody waits for an answer. */
export function startDeadline(milliseconds: number, turns: Turns): Deadline {
  const { promise, resolve } = Promise.withResolvers<"late">();
  const end = turns.begin();
  const timer = setTimeout(() => {
    end();
    resolve("late");
  }, milliseconds);
  return {
    passed: promise,
    end: () => {
      clearTimeout(timer);
      end();
    },
  };
}
