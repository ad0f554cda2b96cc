import { html, raw } from "hono/html";

/** A piece of finished, escaped HTML. Only `html` templates and `raw` make it. */
export type Html = ReturnType<typeof html>;

const opening = new Map([
  ["\u2066", '<bdi dir="ltr">'],
  ["\u2067", '<bdi dir="rtl">'],
  ["\u2068", "<bdi>"],
]);
const popIsolate = "\u2069";
const deepest = 8;

/**
 * Draws data as text: escaped, without control characters, with isolates (U+2066 to U+2068 … U+2069) as `<bdi>`.
 * Isolates that are never closed close at the end; a closing one without a start is left out.
 */
export function drawText(text: string): Html {
  const parts: Html[] = [];
  const open: boolean[] = [];
  for (const piece of withoutControls(text).split(/([\u2066-\u2069])/u)) {
    const start = opening.get(piece);
    if (start !== undefined) {
      const shown = open.length < deepest;
      open.push(shown);
      if (shown) parts.push(raw(start));
    } else if (piece === popIsolate) {
      if (open.pop()) parts.push(raw("</bdi>"));
    } else parts.push(html`${piece}`);
  }
  for (const shown of open) if (shown) parts.push(raw("</bdi>"));
  return html`${parts}`;
}

/** The same text without control characters (NUL and friends) and lone surrogates; tabs and new lines stay. */
export function withoutControls(text: string): string {
  return text.toWellFormed().replace(/(?![\n\t])\p{Cc}/gu, "");
}

/**
 * A path of this site that is safe as a link or redirect, or null: it starts with one "/" and cannot lead to
 * another host.
 */
export function safePath(path: string): string | null {
  if (!path.startsWith("/") || !URL.canParse(path, ownSite)) return null;
  const url = new URL(path, ownSite);
  return url.origin === ownSite && !url.pathname.startsWith("//")
    ? url.pathname + url.search + url.hash
    : null;
}

const ownSite = "http://rapport.invalid";
