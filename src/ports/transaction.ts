/**
 * Runs `work` in one database transaction with the stores that it names and commits when it resolves; rolls
 * back when it rejects. Serialisation failures and deadlocks are retried, so `work` must have no effect other
 * than through its stores. A flow has no other way to the database, and never waits for the network inside.
 */
export type Transact<Stores> = <Result>(work: (stores: Stores) => Promise<Result>) => Promise<Result>;

/**
 * Runs `work` without a transaction around it: every call of a store is one of its own. For work that reads and then
 * writes once, through a store call that checks again by itself; saves two round trips on the busiest path.
 */
export type Directly<Stores> = <Result>(work: (stores: Stores) => Promise<Result>) => Promise<Result>;
