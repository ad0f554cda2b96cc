import { request as requestPlainly } from "node:http";
import { request } from "node:https";

/** How a post was answered; of the text, the beginning. */
export interface Posted {
  readonly status: number;
  readonly text: string;
}

const longestText = 1000;

/**
 * Posts JSON once, and follows nowhere; rejects when no whole answer came in time. Half the work of `fetch`, which
 * counts: every tap that changes a card comes to one post.
 */
export function postJson(
  url: string,
  content: Readonly<Record<string, unknown>>,
  timeoutMs = 10_000,
): Promise<Posted> {
  const { promise, resolve, reject } = Promise.withResolvers<Posted>();
  const body = Buffer.from(JSON.stringify(content));
  const send = url.startsWith("https:") ? request : requestPlainly;
  const headers = { "content-type": "application/json; charset=utf-8", "content-length": body.byteLength };
  const sent = send(url, { method: "POST", headers }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (part: string) => {
      if (text.length < longestText) text += part.slice(0, longestText);
    });
    response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    response.on("error", reject);
  });
  const timer = setTimeout(() => sent.destroy(new Error("No answer came in time.")), timeoutMs);
  sent.on("error", reject);
  sent.end(body);
  return promise.finally(() => clearTimeout(timer));
}
