import { schedule } from "node-cron";
import type { Logger } from "../../src/ports/logger.ts";

/**
 * Calls `run` at the start of every minute until it is stopped. It only says "now": what is due is read from the
 * database, so that a missed, late or doubled call does no harm. A call that fails is logged, and the next one comes.
 */
export function everyMinute(run: () => Promise<unknown>, logger: Logger): { stop(): Promise<void> } {
  const task = schedule(
    "* * * * *",
    async () => {
      try {
        await run();
      } catch (error) {
        logger.warn(
          { code: "schedule.failed", error },
          "The schedule could not be read and is read again in a minute.",
        );
      }
    },
    { noOverlap: true },
  );
  return {
    stop: async () => {
      await task.destroy();
    },
  };
}
