import { RapportError } from "../../../src/errors.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Turns } from "./turns.ts";

/** Work that goes on after Slack has its answer, known by name so that stopping can wait for it. */
export interface Background {
  /** Never rejects; a failure is logged with `what`. */
  run(what: string, work: () => Promise<unknown>): void;
  /**
   * One piece of work at a time for a key, behind people who wait for an answer. What waits is dropped when newer work
   * comes, so that an older card never overwrites a newer one.
   */
  latest(key: string, what: string, work: () => Promise<unknown>): void;
  /** When nothing runs any more, or after the grace. False when something was left. */
  settled(graceMs: number): Promise<boolean>;
}

/** Failures are warnings: what was acknowledged is kept, only showing it went wrong. */
export function createBackground(logger: Logger, turns: Turns): Background {
  const running = new Set<Promise<void>>();
  const waiting = new Map<string, (() => Promise<unknown>) | null>();
  const guarded = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      const code = error instanceof RapportError ? error.code : "unexpected";
      logger.warn({ code, what, error }, "Showing an answer in Slack failed.");
    }
  };
  const run = (what: string, work: () => Promise<unknown>) => {
    const promise: Promise<void> = guarded(what, work).finally(() => running.delete(promise));
    running.add(promise);
  };
  return {
    run,
    latest(key, what, work) {
      const isBusy = waiting.has(key);
      waiting.set(key, work);
      if (!isBusy) run(what, () => runWaiting(key, what));
    },
    async settled(graceMs) {
      const { promise: over, resolve } = Promise.withResolvers<"over">();
      const timer = setTimeout(resolve, graceMs, "over");
      while (running.size > 0) if ((await Promise.race([over, Promise.all(running)])) === "over") break;
      clearTimeout(timer);
      return running.size === 0;
    },
  };

  async function runWaiting(key: string, what: string): Promise<void> {
    while (waiting.get(key)) {
      if (turns.isCrowded()) await turns.turn();
      const next = waiting.get(key);
      waiting.set(key, null);
      if (next) await guarded(what, next);
    }
    waiting.delete(key);
  }
}
