import { isIP } from "node:net";
import { z } from "zod";

/** A URL that may carry a password: its faults name nothing of it but a scheme that everybody knows. */
export function secretUrl(schemes: readonly string[]) {
  return withProblem((value) => {
    const scheme = /^([a-z]+:)\/\//i.exec(value)?.[1]?.toLowerCase();
    if (scheme !== undefined && schemes.includes(scheme)) {
      return URL.canParse(value)
        ? null
        : "it is not a readable URL (a password with special signs must be percent-encoded)";
    }
    const known = ["mysql:", "mariadb:", "mssql:", "sqlserver:", "sqlite:", "mongodb:", "file:", "http:"];
    const shown = [...known, "https:", "imap:", "imaps:"].find((name) => name === scheme);
    return shown ? `it starts with ${shown}//` : `it does not start with ${schemes.join("// or ")}//`;
  });
}

/** Scheme, host and port as others reach us, and nothing behind them. */
export function ownAddress() {
  return withProblem((value) => {
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return "it is not an absolute web address";
    const url = new URL(value);
    if (hasUser(url)) return "it holds a user name or password";
    const isBare = url.pathname === "/" && url.search === "" && url.hash === "";
    return isBare ? null : `"${value}" has something after the host`;
  });
}

/** An IP address or a host name, without a scheme or port. */
export function host() {
  return z.string().refine((value) => isIP(value) > 0 || isHostName(value), {
    error: ({ input }) => `"${input}" is not a host`,
  });
}

/** A whole number, written in digits alone. */
export function wholeNumber(least: number, most: number, what: string) {
  return z.string().refine((value) => /^\d{1,9}$/.test(value) && least <= +value && +value <= most, {
    error: ({ input }) => `"${input}" is not ${what}`,
  });
}

/** Slack's Web API: https, or http on this machine, for tests and proxies. */
export function slackAddress() {
  return withProblem((value) => {
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return "it is not an absolute web address";
    const url = new URL(value);
    if (hasUser(url)) return "it holds a user name or password";
    if (url.search !== "" || url.hash !== "") return "it has a ? or a #";
    const isHere = ["localhost", "[::1]"].includes(url.hostname) || url.hostname.startsWith("127.");
    return url.protocol === "https:" || isHere
      ? null
      : "it starts with http://, so that anybody could read along";
  });
}

/** One of Slack's tokens, which is never repeated: only its kind is named, where it is one of Slack's own. */
export function slackToken(prefixes: readonly string[]) {
  return withProblem((value) => {
    const prefix = prefixes.find((one) => value.startsWith(one));
    if (prefix !== undefined) {
      return /^[\w.-]+$/.test(value.slice(prefix.length))
        ? null
        : `nothing that belongs there follows ${prefix}`;
    }
    const kind = Object.keys(otherTokens).find((one) => value.startsWith(one));
    return kind
      ? `it starts with ${kind}: that is ${otherTokens[kind]}`
      : `it does not start with ${prefixes[0]}`;
  });
}

const otherTokens: Readonly<Record<string, string>> = {
  "xoxb-": "a bot token",
  "xoxe.xoxb-": "a bot token",
  "xapp-": "an app-level token",
  "xoxp-": "a person's token",
  "xoxe.xoxp-": "a person's token",
  "xoxe-": "a refresh token",
};

/** What Slack calls the signing secret. */
export function signingSecret() {
  return withProblem((value) => {
    if (/^[0-9a-f]{32}$/i.test(value)) return null;
    return /^[0-9a-f]*$/i.test(value)
      ? `it has ${value.length} signs`
      : "it has signs other than the digits and a to f";
  });
}

function withProblem(problemOf: (value: string) => string | null) {
  return z.string().superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}

function hasUser(url: URL): boolean {
  return url.username !== "" || url.password !== "";
}

function isHostName(value: string): boolean {
  const labels = value.split(".");
  // Four bare numbers that are no IP address are a mistyped one, never a name.
  if (labels.every((label) => /^\d+$/.test(label))) return false;
  return (
    value.length <= 253 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
  );
}
