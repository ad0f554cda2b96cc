import { readFileSync } from "node:fs";
import { signedHeaders } from "../slack/sign-request.ts";
import { fire } from "./fire.ts";

/** People who tap in turn, each time another button of their own card. */
export interface SlackLoadPlan {
  readonly url: string;
  readonly seconds: number;
  readonly connections: number;
  readonly signingSecret: string;
  readonly people: readonly TappingPerson[];
}

/** A person's payload in parts that are encoded as a form already, so that making a tap costs little. */
export interface TappingPerson {
  /** The payload's JSON but for its last brace. */
  readonly head: string;
  /** One JSON for each button, but for its last brace. */
  readonly actions: readonly string[];
  readonly responseUrls: readonly string[];
}

// A process of its own, so that making the load costs the server nothing. Reads a plan, prints a result.
const { people, signingSecret, ...plan } = JSON.parse(readFileSync(0, "utf8")) as SlackLoadPlan;
const actionsHead = encodeURIComponent(`,"actions":[`);
let taps = 0;
await fire(plan, () => {
  const now = Date.now();
  const body = bodyOf(taps, now);
  taps += 1;
  const signed = signedHeaders(body, { secret: signingSecret, now });
  return {
    path: "/slack/events",
    headers: { "content-type": "application/x-www-form-urlencoded", ...signed },
    body,
  };
});

function bodyOf(tap: number, now: number): string {
  const turn = Math.floor(tap / people.length);
  const person = people[tap % people.length];
  // Seven is prime to the number of buttons of a card: each statement comes up, and no value twice in a row.
  const action = person?.actions[(tap + turn * 7) % person.actions.length];
  const responseUrl = person?.responseUrls[turn % person.responseUrls.length];
  const actionTs = `${Math.floor(now / 1000)}.${String(tap % 1_000_000).padStart(6, "0")}`;
  const triggerId = `${process.pid}.${tap}.trigger`;
  const tail = encodeURIComponent(
    `,"action_ts":"${actionTs}"}],"response_url":"${responseUrl}","trigger_id":"${triggerId}"}`,
  );
  return `payload=${person?.head}${actionsHead}${action}${tail}`;
}
