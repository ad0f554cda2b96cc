import { readFileSync } from "node:fs";
import { fire } from "./fire.ts";

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

// A process of its own, so that making the load costs the server nothing. Reads a plan, prints a result.
const plan = JSON.parse(readFileSync(0, "utf8")) as LoadPlan;
let tap = 0;
await fire({ ...plan, connections: plan.targets.length }, (connection) => {
  const target = plan.targets[connection];
  if (target === undefined) throw new Error(`There is nothing to tap for connection ${connection}.`);
  tap += 1;
  const varied = { [target.varied]: String(1 + (tap % 5)), eventId: `tap-${process.pid}-${tap}` };
  return {
    path: target.path,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
      "sec-fetch-site": "same-origin",
      cookie: target.cookie,
    },
    body: new URLSearchParams({ ...target.form, ...varied }).toString(),
  };
});
