import { createHash } from "node:crypto";
import { type Request, text as readText } from "express";
import type { Action } from "../../src/ports/card.ts";

/** A posted form as the browser sent it, unchecked. */
export interface PostedForm {
  readonly pairs: readonly (readonly [string, string])[];
  readonly action: Action;
  readonly fields: Readonly<Record<string, string>>;
  /** The value of an input of our own such as `eventId`, `messageId`, `path`, `as`, `text`; "" when it is absent. */
  readonly own: (name: string) => string;
}

/** Reads the body of forms, up to 256 KB; a larger one ends in an error with status 413. */
export const formBody = readText({ type: "application/x-www-form-urlencoded", limit: "256kb" });

/** Takes a posted form apart. Of inputs with the same name the last one counts; line ends become "\n". */
export function readForm(request: Request): PostedForm {
  const body: unknown = request.body;
  const parameters = new URLSearchParams(typeof body === "string" ? body : "");
  const pairs = [...parameters].map(([name, value]) => [name, value.replace(/\r\n?/gu, "\n")] as const);
  const values = new Map(pairs);
  return {
    pairs,
    action: { name: values.get("action") ?? "", args: under("arg.", pairs) },
    fields: under("field.", pairs),
    own: (name) => values.get(name) ?? "",
  };
}

/**
 * The event id of a submission: the drawing's own id and a digest of who sends what. The same form sent twice is
 * one event; another option tapped, or words edited after going back, is another.
 */
export function eventIdOf(form: PostedForm, contactId: string, unique: () => string): string {
  const drawn = form.own("eventId");
  const nonce = /^[\w-]{8,64}$/u.test(drawn) ? drawn : unique();
  const content = [contactId, form.action, form.fields, form.own("text")];
  return `${nonce}.${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22)}`;
}

/** `Object.fromEntries` makes own properties even of names such as `__proto__`. */
function under(prefix: string, pairs: PostedForm["pairs"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
