import { createHmac } from "node:crypto";

/** Ways in which a request can be wrong; without any it is as Slack sends it. */
export interface Forgery {
  /** Seconds beside now, any words, or null for no header. It is signed as it is sent. */
  readonly timestamp?: number | string | null;
  /** Another secret than the app's. */
  readonly secret?: string;
  /** One byte of the body changes after signing. */
  readonly changedByte?: boolean;
}

/** Slack's headers for a body (v0: HMAC-SHA256 of version, timestamp and body). */
export function signedHeaders(
  body: string,
  {
    secret,
    now,
    forgery = {},
  }: { readonly secret: string; readonly now: number; readonly forgery?: Forgery },
): Record<string, string> {
  const timestamp = timestampOf(now, forgery.timestamp);
  const hmac = createHmac("sha256", forgery.secret ?? secret);
  const signature = `v0=${hmac.update(`v0:${timestamp ?? ""}:${body}`).digest("hex")}`;
  return {
    "x-slack-signature": signature,
    ...(timestamp !== null && { "x-slack-request-timestamp": timestamp }),
  };
}

/** The body with one of its last characters changed; it is still as long, and still JSON or a form. */
export function changeByte(body: string): string {
  const index = body.search(/[a-z0-9](?=[^a-z0-9]*$)/i);
  return `${body.slice(0, index)}${body[index] === "x" ? "y" : "x"}${body.slice(index + 1)}`;
}

function timestampOf(now: number, wanted: Forgery["timestamp"]): string | null {
  if (wanted === null || typeof wanted === "string") return wanted;
  return String(Math.floor(now / 1_000) + (wanted ?? 0));
}
