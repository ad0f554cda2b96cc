import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Workspace } from "../workspaces.ts";

/** What Slack put in the headers of a request: when it was signed (seconds of the epoch) and 32 bytes over it. */
export interface Signed {
  readonly timestamp: string;
  readonly signature: Buffer;
}

const mostSecondsOff = 300;

/** The signature of a request, or null when it has none of the right form or is more than 300 s off (PLATFORMS 2). */
export function readSigned(headers: IncomingHttpHeaders, clock: Clock): Signed | null {
  const timestamp = headers["x-slack-request-timestamp"];
  const [, digest] = /^v0=([0-9a-f]{64})$/.exec(String(headers["x-slack-signature"])) ?? [];
  if (typeof timestamp !== "string" || !/^\d{1,12}$/.test(timestamp) || digest === undefined) return null;
  const now = Math.floor(clock.now().epochMilliseconds / 1000);
  if (Math.abs(now - Number(timestamp)) > mostSecondsOff) return null;
  return { timestamp, signature: Buffer.from(digest, "hex") };
}

/** The workspaces whose app's signing secret made this signature; usually one, none for a request that is not Slack's. */
export function signersOf(
  { timestamp, signature }: Signed,
  body: Buffer,
  workspaces: readonly Workspace[],
): readonly Workspace[] {
  const checked = new Map<string, boolean>();
  return workspaces.filter(({ credentials: { signingSecret } }) => {
    if (signingSecret === undefined || signingSecret === "") return false;
    const known = checked.get(signingSecret);
    if (known !== undefined) return known;
    const expected = createHmac("sha256", signingSecret).update(`v0:${timestamp}:`).update(body).digest();
    const isRight = timingSafeEqual(expected, signature);
    checked.set(signingSecret, isRight);
    return isRight;
  });
}
