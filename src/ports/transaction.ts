/**
 * Runs `work` in one database transaction with the stores that it names and commits when it resolves; rolls
 * back when it rejects. Serialisation failures and deadlocks are retried, so `work` must have no effect other
 * than through its stores. A flow has no other way to the database, and never waits for the network inside.
 */
export type Transact<Stores> = <Result>(work: (stores: Stores) => Promise<Result>) => Promise<Result>;
