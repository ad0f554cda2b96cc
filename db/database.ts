import type { PGlite } from "@electric-sql/pglite";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** A handle that stores and read models query through: the whole database or one transaction. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** An open database with its schema up to date. */
export interface OpenDatabase {
  readonly database: Database;
  /** What the job queue may use: the same PGlite, or a server that it connects to by itself. */
  readonly queueBackend:
    | { readonly kind: "pglite"; readonly pglite: PGlite }
    | { readonly kind: "server"; readonly url: string };
  /** Answers a trivial query within `timeoutMs` milliseconds. */
  isReady(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}
