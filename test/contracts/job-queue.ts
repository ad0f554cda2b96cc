import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RapportError } from "../../src/errors.ts";
import type { JobHandler, JobQueue, JobRunner } from "../../src/ports/jobs.ts";

/** A queue that was opened with handlers, and a way into a transaction of its database. */
interface OpenedJobQueue extends JobRunner {
  transact(work: (jobs: JobQueue) => Promise<void>): Promise<void>;
}

/** What the contract needs from an implementation. */
export interface JobQueueTrial {
  /** Opens it anew; what was queued before is still there. */
  open(handlers: Readonly<Record<string, JobHandler>>): Promise<OpenedJobQueue>;
  /** Lets every pause before a retry be over. */
  endPauses(): Promise<void>;
  /** Data of the jobs that were set aside. */
  deadLetters(): Promise<readonly unknown[]>;
  /** Forgets all jobs. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** What every job queue promises (src/ports/jobs.ts). */
export function jobQueueContract(name: string, make: () => Promise<JobQueueTrial>): void {
  describe(`job queue contract: ${name}`, () => {
    let trial: JobQueueTrial;
    const running: OpenedJobQueue[] = [];
    const open = async (handlers: Readonly<Record<string, JobHandler>>) => {
      const queue = await trial.open(handlers);
      running.push(queue);
      return queue;
    };
    beforeAll(async () => {
      trial = await make();
    });
    beforeEach(() => trial.empty());
    afterEach(async () => {
      for (const queue of running.splice(0)) await queue.stop(1000);
    });
    afterAll(() => trial.close());

    test("a job exists if, and only if, its transaction commits", async () => {
      const { done, handlers } = recording();
      const queue = await open(handlers);
      const refused = queue.transact(async (jobs) => {
        await jobs.enqueue(job("a"));
        throw new Error("rolled back");
      });
      await expect(refused).rejects.toThrow("rolled back");
      expect(await queue.drain()).toBe(0);
      await queue.transact((jobs) => jobs.enqueue(job("b")));
      expect(await queue.drain()).toBe(1);
      expect(done).toEqual(["b"]);
    });

    test("a key that waits is not added again; another key and a started job are no obstacle", async () => {
      const done: string[] = [];
      const queue = await open({
        work: async ({ key = "" }) => {
          done.push(key);
          if (done.length === 1) await queue.transact((jobs) => jobs.enqueue(job("a")));
        },
      });
      await Promise.all([1, 2, 3].map(() => queue.transact((jobs) => jobs.enqueue(job("a")))));
      await queue.transact(async (jobs) => {
        await jobs.enqueue(job("a"));
        await jobs.enqueue(job("b"));
      });
      expect(await queue.drain()).toBe(3);
      expect(done.toSorted()).toEqual(["a", "a", "b"]);
    });

    test("a job that fails is tried again after a pause, and is done once it works", async () => {
      const outcomes = [new Error("broken"), new RapportError("busy", "Busy.", { retry: "later" }), null];
      let tries = 0;
      const queue = await open({
        work: async () => {
          const outcome = outcomes[tries++];
          if (outcome) throw outcome;
        },
      });
      await queue.transact((jobs) => jobs.enqueue(job("a")));
      await queue.drain();
      expect(tries).toBe(1);
      for (const expected of [2, 3, 3]) {
        await trial.endPauses();
        await queue.drain();
        expect(tries).toBe(expected);
      }
      expect(await trial.deadLetters()).toEqual([]);
    });

    test.each(["by hand", "in the background"])(
      "retry never sets a job aside at the first failure, %s",
      async (how) => {
        let tries = 0;
        const queue = await open({
          work: async () => {
            tries += 1;
            throw new RapportError("hopeless", "It cannot be done.", { retry: "never" });
          },
          after: async () => {},
        });
        await queue.transact((jobs) => jobs.enqueue(job("a")));
        if (how === "by hand") await queue.drain();
        else {
          await queue.start();
          queue.wake("work");
          await until(async () => (await trial.deadLetters()).length > 0);
        }
        await trial.endPauses();
        if (how === "by hand") await queue.drain();
        expect(tries).toBe(1);
        expect(await trial.deadLetters()).toEqual([{ key: "a" }]);
      },
    );

    test("drain works on what follows from its own jobs and says how many were done", async () => {
      const done: string[] = [];
      const queue = await open({
        first: async () => {
          done.push("first");
          await queue.transact((jobs) => jobs.enqueue({ name: "second", data: {}, key: "second" }));
        },
        second: async () => void done.push("second"),
      });
      await queue.transact((jobs) => jobs.enqueue({ name: "first", data: {}, key: "first" }));
      expect(await queue.drain()).toBe(2);
      expect(done).toEqual(["first", "second"]);
      expect(await queue.drain()).toBe(0);
    });

    test("in the background a woken queue works at once, and a stop waits for what is running", async () => {
      const started = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const events: string[] = [];
      const queue = await open({
        work: async () => {
          started.resolve();
          await release.promise;
          events.push("worked");
        },
      });
      await queue.start();
      await queue.transact((jobs) => jobs.enqueue(job("a")));
      queue.wake("work");
      await started.promise;
      const stopped = queue.stop(30_000).then(() => events.push("stopped"));
      release.resolve();
      await stopped;
      expect(events).toEqual(["worked", "stopped"]);
    });

    test("jobs outlive a restart", async () => {
      const first = await open(recording().handlers);
      await first.transact((jobs) => jobs.enqueue(job("a")));
      await first.stop(1000);
      const { done, handlers } = recording();
      const second = await open(handlers);
      expect(await second.drain()).toBe(1);
      expect(done).toEqual(["a"]);
    });
  });
}

function job(key: string) {
  return { name: "work", data: { key }, key };
}

function recording(): { readonly done: string[]; readonly handlers: Readonly<Record<string, JobHandler>> } {
  const done: string[] = [];
  return { done, handlers: { work: async ({ key = "" }) => void done.push(key) } };
}

/** Looks again until it is so; the test's own time limit is the only clock. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
