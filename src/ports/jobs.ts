/** A named piece of work with a small JSON payload. The name is the flow's own ("open-round"). */
export interface Job {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
  /** While a job with the same name and key waits to be started, another is not added. */
  readonly key: string;
}

/** Adds jobs inside the caller's transaction: they exist if, and only if, it commits. */
export interface JobQueue {
  enqueue(job: Job): Promise<void>;
}

/** Does one job. Rejecting with a RapportError says through `retry` whether it is tried again. */
export type JobHandler = (data: Readonly<Record<string, string>>) => Promise<void>;

/** Runs jobs: in the background between `start` and `stop`, or by hand until none is left (`drain`). */
export interface JobRunner {
  /** Starts working on jobs in the background with these handlers, by job name. */
  start(): Promise<void>;
  /** Looks for waiting jobs of this name at once instead of at the next poll. */
  wake(name: string): void;
  /** Works until no job waits; returns how many were done. For the command line, the simulation and tests. */
  drain(): Promise<number>;
  /** Stops taking jobs and waits for running ones, at most `graceMs` milliseconds. */
  stop(graceMs: number): Promise<void>;
}
