import { sql } from "drizzle-orm";
import { fromDrizzle } from "pg-boss";
import { openQueue } from "../../adapters/queue/pg-boss-queue.ts";
import { createRecordingLogger } from "../builders/recording-logger.ts";
import { engineKinds, withEngine } from "../engines/engine.ts";
import { jobQueueContract } from "./job-queue.ts";

for (const kind of engineKinds) {
  jobQueueContract(`pg-boss on ${kind}`, async () => {
    const engine = await withEngine(kind);
    const opened = await engine.open();
    return {
      async open(handlers) {
        const queue = await openQueue(opened.queueBackend, handlers, createRecordingLogger());
        return {
          ...queue,
          transact: (work) =>
            opened.database.transaction((transaction) =>
              work(
                queue.inTransaction(
                  fromDrizzle(transaction as unknown as Parameters<typeof fromDrizzle>[0], sql),
                ),
              ),
            ),
        };
      },
      endPauses: async () =>
        void (await engine.query("update pgboss.job set start_after = now() where state = 'retry'")),
      deadLetters: async () =>
        (await engine.query("select data from pgboss.job where name = 'dead-letter'")).map(
          ({ data }) => data,
        ),
      empty: engine.empty,
      close: async () => {
        await opened.close();
        await engine.close();
      },
    };
  });
}
