import { PGlite } from "@electric-sql/pglite";
import postgres from "postgres";
import { vi } from "vitest";
import type { OpenDatabase } from "../../db/database.ts";
import { openPglite } from "../../db/open-pglite.ts";
import { openServer } from "../../db/open-server.ts";
import { createServerDatabase } from "./server-database.ts";

export type EngineKind = "pglite" | "server";
export const engineKinds: readonly EngineKind[] = ["pglite", "server"];

/** What the engine's own connections call themselves, so that a test can end all others. */
export const onlooker = "test-onlooker";

export type Row = Readonly<Record<string, unknown>>;

/** A migrated database of this test file alone. */
export interface Engine {
  readonly kind: EngineKind;
  /** Null for the embedded database, which lives in memory. */
  readonly url: string | null;
  /** One statement beside the product, on a connection of its own, with values for `$1`, `$2` ... */
  query(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Opens it as the product does; closing that leaves the engine usable. */
  open(): Promise<OpenDatabase>;
  /** While `opening` runs, the product's embedded database is this one. Does nothing for a server. */
  lend<Result>(opening: () => Promise<Result>): Promise<Result>;
  /** Forgets every row and job, and keeps the schema. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Makes one; about a second for PGlite, less for a clone of the server's template. */
export function withEngine(kind: EngineKind): Promise<Engine> {
  return kind === "pglite" ? withPglite() : withServer();
}

async function withPglite(): Promise<Engine> {
  const pglite = await PGlite.create();
  const reallyClose = pglite.close.bind(pglite);
  pglite.close = async () => {};
  const lend = async <Result>(opening: () => Promise<Result>): Promise<Result> => {
    const create = vi.spyOn(PGlite, "create").mockImplementation(async () => pglite as never);
    return opening().finally(() => create.mockRestore());
  };
  const query: Engine["query"] = async (statement, values = []) =>
    (await pglite.query<Row>(statement, [...values])).rows;
  await lend(() => openPglite(null));
  return {
    kind: "pglite",
    url: null,
    query,
    open: () => lend(() => openPglite(null)),
    lend,
    empty: () => emptyTables(query),
    close: reallyClose,
  };
}

async function withServer(): Promise<Engine> {
  const { url, drop } = await createServerDatabase();
  const client = postgres(url, { max: 2, onnotice: () => {}, connection: { application_name: onlooker } });
  const query: Engine["query"] = (statement, values = []) => client.unsafe(statement, [...values] as never[]);
  return {
    kind: "server",
    url,
    query,
    open: () => openServer(url),
    lend: (opening) => opening(),
    empty: () => emptyTables(query),
    async close() {
      await client.end();
      await drop();
    },
  };
}

async function emptyTables(query: Engine["query"]): Promise<void> {
  const tables = await query("select tablename from pg_tables where schemaname = 'public'");
  await query(`truncate ${tables.map(({ tablename }) => `"${tablename}"`).join(", ")} restart identity`);
  const [jobs] = await query("select to_regclass('pgboss.job') is not null as present");
  if (jobs?.present === true) await query("delete from pgboss.job");
}
