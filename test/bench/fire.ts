import autocannon from "autocannon";

/** What a load generator prints; latencies in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Requests that were answered well. */
  readonly answered: number;
  readonly failures: number;
}

/** A request of one connection, made when it is its turn. */
export interface FiredRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts over so many connections, each as soon as its last answer came, and prints the result. */
export async function fire(
  { url, seconds, connections }: { url: string; seconds: number; connections: number },
  requestOf: (connection: number) => FiredRequest,
): Promise<void> {
  let opened = 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    setupClient(client) {
      const connection = opened % connections;
      opened += 1;
      const { path } = requestOf(connection);
      client.setRequests([
        { method: "POST", path, setupRequest: (request) => ({ ...request, ...requestOf(connection) }) },
      ]);
    },
  });
  const report: LoadResult = {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    answered: result["2xx"],
    failures: result.non2xx + result.errors + result.timeouts,
  };
  process.stdout.write(JSON.stringify(report));
}
