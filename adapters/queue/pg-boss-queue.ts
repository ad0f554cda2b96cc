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
  // Otherwise the first `enqueue` of each name looks its queue up beside the caller's transaction, which waits
  // for ever where there is one connection only (PGlite).
  for (const name of names) await boss.findJobs(name, { key: "" });

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
        const waiting = await waitingNames(boss);
        for (const name of names.filter((one) => waiting.has(one))) {
          for (const job of inOrder(await boss.fetch(name, { batchSize: 500 }))) {
            found = true;
            done += 1;
            const settled = await settle({ ...job, name });
            if (settled.status === "completed") await boss.complete(name, job.id);
            else {
              if (settled.status === "deadletter") await forbidRetry(boss, name, job.id);
              await boss.fail(name, job.id, settled.output);
            }
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

/** Asked first, because taking jobs from a queue without any costs as much as from one with. */
async function waitingNames(boss: PgBoss): Promise<ReadonlySet<string>> {
  const statement =
    "select distinct name from pgboss.job where state in ('created', 'retry') and start_after <= now()";
  const { rows } = await boss.getDb().executeSql(statement);
  return new Set(rows.map((row: { readonly name: string }) => row.name));
}

/** Jobs of one moment come in an order of chance; by their data a simulation runs the same each time. */
function inOrder<Job extends { readonly data: unknown }>(jobs: readonly Job[]): readonly Job[] {
  const text = ({ data }: Job) => JSON.stringify(data);
  return jobs.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

/** A job that fails now goes to the dead letters; a worker says so by its result, `fail` has no word for it. */
async function forbidRetry(boss: PgBoss, name: string, id: string): Promise<void> {
  const statement = "update pgboss.job set retry_limit = retry_count where name = $1 and id = $2";
  await boss.getDb().executeSql(statement, [name, id]);
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
