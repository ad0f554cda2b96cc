import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type PostgresServer, startPostgresServer } from "./postgres-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address that hands out databases: POST / clones one, POST /empty makes an empty one, DELETE drops one. */
    readonly databases: string;
  }
}

/**
 * One Postgres for the whole run, started when the first test file asks for a database, so that runs which need
 * none pay nothing.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined;
  const desk = createServer(async (request, response) => {
    try {
      server ??= startPostgresServer();
      const { createDatabase, dropDatabase } = await server;
      if (request.method === "DELETE") await dropDatabase(await bodyOf(request));
      response.end(
        request.method === "POST" ? await createDatabase({ empty: request.url === "/empty" }) : "",
      );
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  project.provide("databases", `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
  return async () => {
    desk.close();
    await (await server)?.stop();
  };
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
