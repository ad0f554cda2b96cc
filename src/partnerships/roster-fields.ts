import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { isHolidayRegion } from "./calendar.ts";
import { weekdays } from "./partnership.ts";
import { isPlaceZone, nearestPlaceZone } from "./place-zone.ts";

/**
 * The leaves of a roster file. Each refuses a value with `params.problem` ("is not a time zone") and a message
 * that is the remedy alone, so that a fault can be put together in one way for all of them.
 */
interface Leaf {
  readonly description: string;
  /** What is wrong with a bad value: "is not a time zone." */
  readonly problem: string;
  readonly remedy: string;
  readonly valid: (value: string) => boolean;
  /** What was likely meant. */
  readonly suggest?: (value: string) => string | null;
  /** Told to editors through the JSON Schema. */
  readonly pattern?: RegExp;
}

/** Words on one line. */
export const line = (description: string, longest = 120) =>
  leaf({
    description,
    problem: "is not one line of text.",
    remedy: `Write 1 to ${longest} characters without line breaks or control characters.`,
    valid: (value) => value.trim() !== "" && value.length <= longest && isClean(value),
  });

/** Words on several lines. */
export const paragraph = (description: string) =>
  leaf({
    description,
    problem: "is not plain text.",
    remedy: "Write 1 to 4000 characters without control characters.",
    valid: (value) =>
      value.trim() !== "" && value.length <= 4000 && isClean(value.replaceAll(/[\n\t]/g, " ")),
  });

/** A partnership's key as people type it in commands. */
export const partnershipKey = patterned({
  description: "Short name that people type in commands, such as acme-permits. It never changes.",
  problem: "is not a short kebab-case key.",
  remedy: "Use 2 to 40 small letters, digits and single dashes, such as acme-permits.",
  pattern: /^(?=.{2,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  suggest: (value) =>
    value
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^[-\d]+|-+$/g, "") || null,
});

/** A contact's id, unique inside its partnership. */
export const contactId = (description: string) =>
  patterned({
    description,
    problem: "is not a contact id.",
    remedy: "Use 1 to 60 letters, digits, dots, dashes and underscores, such as city-steward.",
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/,
  });

/** A short label of a party, such as `sme`. */
export const tag = patterned({
  description: "A tag such as sme.",
  problem: "is not a tag.",
  remedy: "Use up to 40 small letters, digits and dashes, such as sme.",
  pattern: /^[a-z0-9][a-z0-9-]{0,39}$/,
  suggest: (value) => value.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-"),
});

/** "HH:MM" on a 24-hour clock. */
export const timeOfDay = (description: string) =>
  patterned({
    description,
    problem: "is not a time of day.",
    remedy: 'Write it as HH:MM on a 24-hour clock, such as "09:00".',
    pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  });

/** "HH:MM-HH:MM", ending after it starts. */
export const hours = (description: string) =>
  patterned({
    description,
    problem: "is not a working day.",
    remedy: 'Write it as HH:MM-HH:MM, the earlier time first, such as "09:00-17:00".',
    pattern: /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    valid: (value) => value.slice(0, 5) < value.slice(6),
  });

export const weekday = (description: string) => z.enum(weekdays).describe(description);

export const timeZone = (description: string) =>
  leaf({
    description,
    problem: "is not a time zone.",
    remedy: "Write an IANA name such as America/Chicago.",
    valid: isPlaceZone,
    suggest: nearestPlaceZone,
  });

export const holidayRegion = (description: string) =>
  leaf({
    description,
    problem: "is not a region with known public holidays.",
    remedy: "Write a country and state such as US-IL, or leave it out.",
    valid: isHolidayRegion,
    suggest: (value) =>
      value
        .trim()
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]+/g, "-"),
  });

/** A day of the calendar as "YYYY-MM-DD". */
export const calendarDate = (description: string) =>
  patterned({
    description,
    problem: "is not a day of the calendar.",
    remedy: "Write an existing day as YYYY-MM-DD, such as 2027-06-30.",
    pattern: /^\d{4}-\d{2}-\d{2}$/,
    valid: isCalendarDate,
  });

export const language = (description: string) =>
  patterned({
    description,
    problem: "is not a language code.",
    remedy: "Write a code such as en, es or fr-CA.",
    pattern: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
  });

export const emailAddress = (description: string) =>
  leaf({
    description,
    problem: "is not an e-mail address.",
    remedy: "Write one address such as name@example.org.",
    valid: (value) => value.length <= 254 && z.email().safeParse(value).success,
  });

/** A conversation that summaries go to: `web:...`, `slack:TEAM/CHANNEL` or `teams:...`. */
export const post = (description: string) =>
  patterned({
    description,
    problem: "is not a post address.",
    remedy: "Start it with web:, slack: or teams:, such as web:acme-permits.",
    pattern: /^(web|slack|teams):[^\s:]\S*$/,
  });

/** A platform's own identifier: no spaces, no slash. */
export const platformId = (description: string, pattern: RegExp, example: string) =>
  patterned({
    description,
    problem: "is not such an identifier.",
    remedy: `Copy it as it is, such as ${example}.`,
    pattern,
  });

function patterned(options: Omit<Leaf, "valid"> & { pattern: RegExp; valid?: Leaf["valid"] }) {
  return leaf({
    ...options,
    valid: (value) => options.pattern.test(value) && (options.valid?.(value) ?? true),
  });
}

function leaf({ description, problem, remedy, valid, suggest, pattern }: Leaf) {
  return z
    .string({ error: remedy })
    .check((context) => {
      if (valid(context.value)) return;
      const meant = suggest?.(context.value) ?? null;
      const usable = meant !== null && meant !== context.value && valid(meant);
      context.issues.push({
        code: "custom",
        input: context.value,
        message: usable ? `Did you mean ${meant}?` : remedy,
        params: { problem },
      });
    })
    .meta({ description, ...(pattern === undefined ? {} : { pattern: pattern.source }) });
}

function isClean(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isCalendarDate(value: string): boolean {
  try {
    return Temporal.PlainDate.from(value, { overflow: "reject" }).year >= 1970;
  } catch {
    return false;
  }
}
