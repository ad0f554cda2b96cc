import { readFileSync } from "node:fs";
import autocannon from "autocannon";

/** What to send: each connection takes its own target and changes the varied field and `eventId` from tap to tap. */
export interface LoadPlan {
  readonly url: string;
  readonly seconds: number;
  readonly targets: readonly {
    readonly path: string;
    readonly cookie: string;
    readonly form: Readonly<Record<string, string>>;
    readonly varied: string;
  }[];
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failures: number;
}

// A process of its own, so that making the load costs the server nothing. Reads a plan, prints a result.
const plan = JSON.parse(readFileSync(0, "utf8")) as LoadPlan;
let nextTarget = 0;
let tap = 0;
const result = await autocannon({
  url: plan.url,
  connections: plan.targets.length,
  duration: plan.seconds,
  setupClient(client) {
    const target = plan.targets[nextTarget % plan.targets.length];
    nextTarget += 1;
    if (target === undefined) return;
    const tapBody = () => {
      tap += 1;
      const varied = { [target.varied]: String(1 + (tap % 5)), eventId: `tap-${process.pid}-${tap}` };
      return new URLSearchParams({ ...target.form, ...varied }).toString();
    };
    client.setRequests([
      {
        method: "POST",
        path: target.path,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          accept: "application/json",
          "sec-fetch-site": "same-origin",
          cookie: target.cookie,
        },
        setupRequest: (request) => ({ ...request, body: tapBody() }),
      },
    ]);
  },
});
const failures = result.non2xx + result.errors + result.timeouts;
const report: LoadResult = {
  perSecond: result.requests.average,
  p50: result.latency.p50,
  p99: result.latency.p99,
  failures,
};
process.stdout.write(JSON.stringify(report));
