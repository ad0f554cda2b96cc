import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a POST comes from one of our own pages: the browser says so in Sec-Fetch-Site, or, where it sends none
 * (plain http, older browsers), its Origin has our host. A request that says neither does not.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  return isHost(headers.host, from) || (publicUrl !== null && new URL(publicUrl).origin === from.origin);
}

/** Whether the Host header is the one of PUBLIC_URL; any host will do when that is not set. */
export function isExpectedHost(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  return publicUrl === null || isHost(headers.host, new URL(publicUrl));
}

/** Compares as URLs do, so that the default port may be written or left out. */
function isHost(host: string | undefined, url: URL): boolean {
  const written = `${url.protocol}//${host}`;
  return host !== undefined && URL.canParse(written) && new URL(written).host === url.host;
}
