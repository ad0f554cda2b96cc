import type { JobQueue } from "../ports/jobs.ts";

/** Looks for due messages as soon as the caller's transaction is committed, instead of at the next tick. */
export function sendSoon(jobs: JobQueue): Promise<void> {
  return jobs.enqueue({ name: "send-messages", data: {}, key: "send-messages" });
}
