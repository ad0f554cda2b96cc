import { hash } from "node:crypto";
import { z } from "zod";
import { RapportError } from "../../../src/errors.ts";
import type { Action } from "../../../src/ports/card.ts";

/** The callback id of every window with a form; its private metadata says what sending it runs. */
export const formCallbackId = "rapport-form";

/** Longest value that Slack keeps with a button (PLATFORMS 3). */
const longestValue = 2000;
/** Longest private metadata of a view (PLATFORMS 3). */
const longestMetadata = 3000;

const tapPrefix = "act:";
const linkPrefix = "link:";
const fieldPrefix = "field:";
const valuePrefix = "=";

const texts = z.record(z.string(), z.string());
const carried = z.strictObject({ n: z.string(), a: texts, f: texts.optional(), o: z.string().optional() });
const carriedOrigin = z.looseObject({ o: z.string() });

/**
 * A tap as Slack carries it: `value` holds name, arguments and fields as JSON, and `actionId` differs for each, as ids
 * in one block must. Throws RapportError `slack.action-too-large` for more than Slack keeps.
 */
export function encodeAction(
  action: Action,
  fields: Readonly<Record<string, string>> = {},
): { readonly actionId: string; readonly value: string } {
  const hasFields = Object.keys(fields).length > 0;
  const value = written(
    { n: action.name, a: action.args, ...(hasFields ? { f: fields } : {}) },
    longestValue,
  );
  const digest = hash("sha256", value, "base64url").slice(0, 12);
  return { actionId: `${tapPrefix}${action.name.replace(/[^\w-]/gu, "_").slice(0, 80)}:${digest}`, value };
}

/**
 * The other way: for a button its action id and value, for a sent window its callback id and private metadata. Null for
 * anything that `encodeAction` or `encodeWindow` did not write. Never throws.
 */
export function decodeAction(
  actionId: string,
  value: string,
): { readonly action: Action; readonly fields: Readonly<Record<string, string>> } | null {
  if (!actionId.startsWith(tapPrefix) && actionId !== formCallbackId) return null;
  const read = carried.safeParse(parsed(value));
  if (!read.success) return null;
  return { action: { name: read.data.n, args: read.data.a }, fields: read.data.f ?? {} };
}

/** The private metadata of a window: what sending its form runs, and where it was opened. Nothing in it is secret. */
export function encodeWindow(action: Action | undefined, origin: string | undefined): string {
  const run = action === undefined ? {} : { n: action.name, a: action.args };
  return written({ ...run, ...(origin === undefined ? {} : { o: origin }) }, longestMetadata);
}

/** Where a window was opened, as `drawModal` was told; null when it was not. Never throws. */
export function originOf(privateMetadata: string): string | null {
  const read = carriedOrigin.safeParse(parsed(privateMetadata));
  return read.success ? read.data.o : null;
}

/** The action id of a button that only opens a page: Slack reports the tap, and there is nothing to do. */
export function linkActionId(place: number): string {
  return `${linkPrefix}${place}`;
}

/** Whether a tap was on a button that only opened a page. */
export function isLinkAction(actionId: string): boolean {
  return actionId.startsWith(linkPrefix);
}

/** The action id of an input. */
export function fieldActionId(name: string): string {
  return `${fieldPrefix}${name}`;
}

/** An option's value as Slack carries it: Slack refuses an empty one. */
export function encodeOption(value: string): string {
  return `${valuePrefix}${value}`;
}

/**
 * What was entered, by field name, out of the `state` of a view or message: text as typed, options by value, dates as
 * YYYY-MM-DD, nothing as "". What is not one of our inputs is left out. Never throws.
 */
export function readFields(state: unknown): Readonly<Record<string, string>> {
  const read = stateShape.safeParse(state);
  if (!read.success) return {};
  const entered = Object.values(read.data.values).flatMap((block) => Object.entries(block));
  return Object.fromEntries(
    entered.flatMap(([actionId, given]): [string, string][] => {
      const text = textOf(given);
      const name = actionId.slice(fieldPrefix.length);
      return actionId.startsWith(fieldPrefix) && name !== "__proto__" && text !== null ? [[name, text]] : [];
    }),
  );
}

const input = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_date: z.string().nullish(),
});

const stateShape = z.looseObject({ values: z.record(z.string(), z.record(z.string(), input)) });

function textOf(given: z.infer<typeof input>): string | null {
  if (given.type === "plain_text_input") return given.value ?? "";
  if (given.type === "datepicker") return given.selected_date ?? "";
  if (given.type !== "static_select") return null;
  const value = given.selected_option?.value ?? valuePrefix;
  return value.startsWith(valuePrefix) ? value.slice(valuePrefix.length) : null;
}

/** JSON without the signs that Slack writes as entities, so that it comes back as it went. */
function written(content: unknown, limit: number): string {
  const json = JSON.stringify(content).replace(
    /[&<>]/gu,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  );
  if (json.length <= limit) return json;
  throw new RapportError(
    "slack.action-too-large",
    `An action of ${json.length} characters fits on no button.`,
  );
}

function parsed(json: string): unknown {
  if (json.length > longestMetadata) return undefined;
  try {
    return JSON.parse(json, (key, value: unknown) => {
      if (key === "__proto__") throw new SyntaxError("not a name of ours");
      return value;
    });
  } catch {
    return undefined;
  }
}
