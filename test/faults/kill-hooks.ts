import type { ChatAdapter } from "../../src/ports/chat-adapter.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { type Ids, randomIds } from "../../src/ports/ids.ts";
import { createTestClock } from "../builders/test-clock.ts";
import type { ChildTask, KillPoint } from "./kill-points.ts";

/** What a send passes through on its way; at the point of the task it kills its own process. */
export interface KillHooks {
  readonly ids: Ids;
  readonly clock: Clock;
  watch(adapter: ChatAdapter): ChatAdapter;
}

/** Hooks for one task; those of a task that does not send kill nobody. */
export function createKillHooks(task: Pick<ChildTask, "now" | "work">): KillHooks {
  let isDrawn = false;
  let isSent = false;
  const passed = countdown(task);
  const standing = createTestClock(task.now);
  return {
    ids: {
      next() {
        // The next batch asks for its id only when the outcomes of the last one are committed.
        if (isSent) passed("after commit");
        return randomIds.next();
      },
    },
    clock: {
      now() {
        // Deliveries note when they begin; that is the first look at the clock once cards are drawn.
        if (isDrawn) passed("claimed, not begun");
        return standing.now();
      },
    },
    watch: (inner) => ({
      ...inner,
      // Asked while cards are drawn, inside the transaction that claims.
      surface(to) {
        passed("before claim commit");
        isDrawn = true;
        return inner.surface(to);
      },
      async send(outgoing) {
        passed("after claim commit");
        const outcome = await inner.send(outgoing);
        passed("reply read, not committed");
        isSent = true;
        return outcome;
      },
    }),
  };
}

function countdown({ work }: Pick<ChildTask, "work">): (point: KillPoint) => void {
  let left = work.kind === "send" ? work.nth : 0;
  return (point) => {
    if (work.kind !== "send" || point !== work.point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  };
}
