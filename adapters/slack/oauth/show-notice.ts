import { createHash } from "node:crypto";
import type { Response } from "express";
import { html, raw } from "hono/html";
import type { Words } from "../../../src/ports/words.ts";

/** Each way in which an installation by link can go, with its status and its lines below `slack-install`. */
const notices = {
  done: 200,
  state: 400,
  browser: 400,
  denied: 403,
  unknown: 404,
  "no-app": 409,
  "no-address": 409,
  "other-workspace": 409,
  taken: 409,
  used: 410,
  expired: 410,
  failed: 502,
  away: 503,
} as const;

export type NoticeName = keyof typeof notices;

const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}`;
const styleHash = createHash("sha256").update(style).digest("base64");

/** The address of these pages holds a ticket or a code: nothing may keep it, pass it on or stand around it. */
const headers = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

/** Sets the headers of every answer on the way. */
export function setHeaders(response: Response): void {
  response.set(headers);
}

/** A paragraph for each line. */
function paragraphs(text: string) {
  return text.split("\n").map((line) => html`<p>${line}</p>`);
}

/** Sends a page that says how it went and what to do; `values` are data. */
export async function showNotice(
  response: Response,
  name: NoticeName,
  words: Words,
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const title = words.say(`slack-install.${name}.title`, values);
  const page = await html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${words.say("web.product")}</title>
<style>${raw(style)}</style>
</head>
<body><main><h1>${title}</h1>
${paragraphs(words.say(`slack-install.${name}.text`, values))}
</main></body>
</html>`;
  response.status(notices[name]).type("html").send(String(page));
}
