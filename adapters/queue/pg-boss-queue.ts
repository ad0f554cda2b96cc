import { type Db, fromPglite, type PGliteLike, PgBoss } from "pg-boss";
import { RapportError } from "../../src/errors.ts";
import type { JobHandler, JobQueue, JobRunner } from "../../src/ports/jobs.ts";
import type { Logger } from "../../src/ports/logger.ts";

/** Where the queue keeps its jobs: the shared embedded database, or its own connections to a server. */
export type QueueBackend =
  | { readonly kind: "pglite"; readonly pglite: PGliteLike }
  | { readonly kind: "server"; readonly url: string };

export interface Queue extends JobRunner {
  /** Adds jobs through a handle of the caller's transaction. */
  inTransaction(transaction: Db): JobQueue;
}

const deadLetters = "dead-letter";
const retries = { retryLimit: 8, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 };

/**
 * The job queue on pg-boss: one queue a job name, with back-off and dead letters. Its tables are made at once;
 * background work begins with `start`. Jobs outlive the process.
 */
export async function openQueue(
  backend: QueueBackend,
  handlers: Readonly<Record<string, JobHandler>>,
  logger: Logger,
): Promise<Queue> {
  const boss = new PgBoss({
    ...(backend.kind === "pglite"
      ? { db: fromPglite(backend.pglite), backend: "pglite" as const }
      : { connectionString: backend.url, max: 4, application_name: "rapport-queue" }),
    schedule: false,
    supervise: true,
  });
  boss.on("error", (error) =>
    logger.warn({ code: "queue.error", error }, "The job queue had a fault and goes on."),
  );
  await boss.start();
  await boss.createQueue(deadLetters);
  const names = Object.keys(handlers);
  for (const name of names)
    await boss.createQueue(name, { policy: "short", deadLetter: deadLetters, ...retries });

  const workers = new Map<string, string>();
  const settle = async (job: { readonly id: string; readonly name: string; readonly data: unknown }) =>
    settleJob(handlers[job.name], job, logger);

  return {
    inTransaction: (transaction) => ({
      async enqueue(job) {
        await boss.send(job.name, { ...job.data }, { singletonKey: job.key, db: transaction });
      },
    }),
    async start() {
      for (const name of names) {
        const options = { perJobResults: true, pollingIntervalSeconds: 2, batchSize: 1 } as const;
        const worker = await boss.work<Record<string, string>>(name, options, async (jobs) =>
          Promise.all(jobs.map(settle)),
        );
        workers.set(name, worker);
      }
    },
    wake(name) {
      const worker = workers.get(name);
      if (worker !== undefined) boss.notifyWorker(worker);
    },
    async drain() {
      let done = 0;
      for (let found = true; found; ) {
        found = false;
        for (const name of names) {
          for (const job of await boss.fetch(name, { batchSize: 20 })) {
            found = true;
            done += 1;
            const settled = await settle({ ...job, name });
            if (settled.status === "completed") await boss.complete(name, job.id);
            else await boss.fail(name, job.id, settled.output);
          }
        }
      }
      return done;
    },
    async stop(graceMs) {
      await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}

type Settled =
  | { readonly id: string; readonly status: "completed" }
  | {
      readonly id: string;
      readonly status: "failed" | "deadletter";
      readonly output: { readonly code: string };
    };

async function settleJob(
  handler: JobHandler | undefined,
  job: { readonly id: string; readonly name: string; readonly data: unknown },
  logger: Logger,
): Promise<Settled> {
  const fields = { job: job.name, id: job.id };
  if (handler === undefined)
    return { id: job.id, status: "deadletter", output: { code: "queue.no-handler" } };
  try {
    await handler((job.data ?? {}) as Record<string, string>);
    return { id: job.id, status: "completed" };
  } catch (error) {
    const code = error instanceof RapportError ? error.code : "unexpected";
    if (error instanceof RapportError && error.retry === "never") {
      logger.error(
        { ...fields, code, error },
        "A job cannot be done and was set aside. Read the reason; it is not tried again.",
      );
      return { id: job.id, status: "deadletter", output: { code } };
    }
    logger.warn({ ...fields, code, error }, "A job failed and is tried again.");
    return { id: job.id, status: "failed", output: { code } };
  }
}
