import type { Sql, TransactionSql } from "postgres";

/** Statements with more values than this come in too many shapes to be worth keeping. */
const mostValues = 24;

/**
 * The same client, whose drizzle queries are prepared once a connection. Drizzle sends all through `unsafe`, which
 * postgres.js parses and plans anew each time; for our wider statements planning costs more than the work.
 */
export function prepareStatements<Client extends Sql | TransactionSql>(client: Client): Client {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (property === "unsafe") {
        return (query: string, values: never[] = []) =>
          target.unsafe(query, values, { prepare: values.length > 0 && values.length <= mostValues });
      }
      if (property === "begin" || property === "savepoint") {
        return (...given: unknown[]) => {
          const work = given.pop() as (scope: TransactionSql) => unknown;
          const begin = value as (...all: unknown[]) => unknown;
          return begin.call(target, ...given, (scope: TransactionSql) => work(prepareStatements(scope)));
        };
      }
      return value;
    },
  });
}
