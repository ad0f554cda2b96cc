import type { CookieOptions, Request, Response } from "express";
import type { Temporal } from "temporal-polyfill";
import type { WebContext } from "./web-context.ts";

/** `pages`: a session from a magic link. `checkIn`: one from a signed check-in link. `person`: the door's choice. */
export type CookieKind = keyof typeof names;

const names = { pages: "rapport_session", checkIn: "rapport_check_in", person: "rapport_as" } as const;

/** The cookie's value, or null when there is none that could be ours. */
export function readCookie(request: Request, kind: CookieKind): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = pair.split("=", 2);
    if (name?.trim() === names[kind]) return decode(value.trim());
  }
  return null;
}

/** Sets a cookie that scripts cannot read; until `expiresAt`, or until the browser closes. */
export function setCookie(
  response: Response,
  kind: CookieKind,
  value: string,
  context: WebContext,
  expiresAt?: Temporal.Instant,
): void {
  const maxAge = expiresAt?.since(context.clock.now()).total("milliseconds");
  response.cookie(names[kind], value, { ...optionsOf(context), ...(maxAge === undefined ? {} : { maxAge }) });
}

/** Makes the browser forget a cookie. */
export function clearCookie(response: Response, kind: CookieKind, context: WebContext): void {
  response.clearCookie(names[kind], optionsOf(context));
}

function optionsOf({ settings }: WebContext): CookieOptions {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isHttps(settings.publicUrl) };
}

/** Whether people reach us by https. */
export function isHttps(publicUrl: string | null): boolean {
  return publicUrl?.startsWith("https:") ?? false;
}

function decode(value: string): string | null {
  try {
    const text = decodeURIComponent(value);
    return text.length > 0 && text.length <= 200 ? text : null;
  } catch {
    return null;
  }
}
