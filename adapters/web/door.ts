import type { IncomingHttpHeaders } from "node:http";

/** What is known of a request's way to us. */
export interface Approach {
  readonly socket: { readonly localAddress?: string; readonly remoteAddress?: string };
  readonly headers: IncomingHttpHeaders;
  readonly httpVersion?: string;
}

/**
 * Whether the open local door exists for this request: it is allowed, both ends of the socket are loopback, the
 * Host header is a loopback name, no page elsewhere sent it, and nothing says that somebody passed the request on
 * (proxies speak HTTP/1.0 unless told otherwise). Everything that looks through other people's eyes stands behind
 * this.
 */
export function isDoorOpen({ socket, headers, httpVersion }: Approach, allowed: boolean): boolean {
  return (
    allowed &&
    isLoopbackAddress(socket.localAddress) &&
    isLoopbackAddress(socket.remoteAddress) &&
    isLoopbackName(headers.host) &&
    isLoopbackOrigin(headers.origin) &&
    isLoopbackOrigin(headers.referer) &&
    httpVersion !== "1.0" &&
    !Object.keys(headers).some(saysForwarded)
  );
}

function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === "::1" || loopbackV4.test(address.replace(/^::ffff:/iu, ""));
}

function isLoopbackName(host: string | undefined): boolean {
  const name = /^(?<name>\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/u.exec(host ?? "")?.groups?.name?.toLowerCase();
  return name !== undefined && (name === "localhost" || name === "[::1]" || loopbackV4.test(name));
}

/** Absent is fine: typed addresses have neither. So is `null`: our own forms send it, since we send no referrer. */
function isLoopbackOrigin(address: string | undefined): boolean {
  if (address === undefined || address === "null") return true;
  const url = URL.parse(address);
  return url !== null && isLoopbackName(url.host);
}

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const loopbackV4 = new RegExp(`^127(?:\\.${octet}){3}$`, "u");

function saysForwarded(header: string): boolean {
  return forwardingHeaders.has(header) || forwardingPrefixes.some((prefix) => header.startsWith(prefix));
}

const forwardingHeaders = new Set([
  "forwarded",
  "forwarded-for",
  "via",
  "client-ip",
  "true-client-ip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-real-ip",
]);
const forwardingPrefixes = [
  "x-forwarded",
  "x-original-",
  "x-envoy-",
  "x-azure-",
  "x-arr-",
  "cf-",
  "fly-",
  "fastly-",
  "ngrok-",
];
