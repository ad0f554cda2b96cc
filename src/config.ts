import { existsSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { z } from "zod";
import { RapportError } from "./errors.ts";
import { misnamedSettings } from "./setting-names.ts";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** What the operator chose, checked. Paths are absolute; null means that the setting is not there. */
export interface Settings {
  /** A Postgres server; null means the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly rosterFile: string | null;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Scheme, host and port without a path, as others reach this installation. */
  readonly publicUrl: string | null;
  /** At least 32 characters; null means the one kept in `dataDir`. */
  readonly secret: string | null;
  readonly logLevel: (typeof logLevels)[number];
  /** Sender and server for e-mail; null means that nothing is mailed. */
  readonly mail: { readonly url: string; readonly from: string } | null;
}

/** Settings, or every fault at once: one line each with the variable, what is wrong, what is allowed, the fix. */
export type SettingsOutcome =
  | { readonly kind: "settings"; readonly settings: Settings }
  | { readonly kind: "faults"; readonly faults: readonly string[] };

/**
 * Reads the settings out of `env`. An empty value counts as not set. Faults never repeat a secret. Relative
 * paths start at `options.directory` (the working directory by default).
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly directory?: string } = {},
): SettingsOutcome {
  const directory = options.directory ?? process.cwd();
  const given = Object.fromEntries(settingNames.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = schema(directory).safeParse(given);
  const faults = [...wrongValues(parsed.error), ...misnamedSettings(env, settingNames)];
  if (!parsed.success || faults.length > 0) return { kind: "faults", faults };
  const values = parsed.data;
  return {
    kind: "settings",
    settings: {
      databaseUrl: values.DATABASE_URL ?? null,
      dataDir: resolve(directory, values.RAPPORT_DATA_DIR),
      rosterFile: values.RAPPORT_ROSTER ? resolve(directory, values.RAPPORT_ROSTER) : null,
      host: values.HOST,
      port: Number(values.PORT),
      publicUrl: values.PUBLIC_URL ? new URL(values.PUBLIC_URL).origin : null,
      secret: values.RAPPORT_SECRET ?? null,
      logLevel: values.LOG_LEVEL,
      mail: values.SMTP_URL && values.MAIL_FROM ? { url: values.SMTP_URL, from: values.MAIL_FROM } : null,
    },
  };
}

/** The process's environment, completed by the file `.env` of `directory` if there is one; the real one wins. */
export function loadEnvironment(directory: string): Readonly<Record<string, string | undefined>> {
  const file = join(directory, ".env");
  if (existsSync(file)) {
    try {
      process.loadEnvFile(file);
    } catch (cause) {
      throw new RapportError("settings.env-file", `${file} cannot be read. Fix: make it a readable file.`, {
        cause,
      });
    }
  }
  return process.env;
}

/** What to print when there are faults: a first line with the count, then one line for each. */
export function settingsFaultText(faults: readonly string[]): string {
  const count = faults.length === 1 ? "1 setting needs" : `${faults.length} settings need`;
  return [`${count} to be put right:`, ...faults.map((fault) => `  ✗ ${fault}`)].join("\n");
}

interface Rule {
  readonly allowed: string;
  readonly fix: string;
}

/** Every setting with the rest of its fault line. */
const rules = {
  DATABASE_URL: {
    allowed: "postgres://USER:PASSWORD@HOST:PORT/DATABASE, or postgresql://, or empty",
    fix: "correct it, or leave it empty to use the embedded database",
  },
  RAPPORT_DATA_DIR: {
    allowed: "the path of a directory",
    fix: "name a directory, or leave it empty for .data",
  },
  RAPPORT_ROSTER: {
    allowed: "the path of a roster file that exists",
    fix: "correct the path, or leave it empty for the sample roster",
  },
  HOST: {
    allowed: "an IP address or host name of this machine, without a scheme or port",
    fix: "set HOST=127.0.0.1 for this machine only, or HOST=0.0.0.0 for its networks",
  },
  PORT: { allowed: "a whole number from 0 to 65535; 0 takes any free port", fix: "set PORT=3000" },
  PUBLIC_URL: {
    allowed: "https:// or http:// with a host and at most a port",
    fix: "set it like PUBLIC_URL=https://rapport.example.org, or leave it empty",
  },
  RAPPORT_SECRET: {
    allowed: "at least 32 characters",
    fix: "make one with `openssl rand -hex 32`, or leave it empty to have one made",
  },
  LOG_LEVEL: { allowed: logLevels.join(", "), fix: "set LOG_LEVEL=info" },
  SMTP_URL: {
    allowed: "smtp://USER:PASSWORD@HOST:PORT or smtps://",
    fix: "correct it, or leave it empty to send no e-mail",
  },
  MAIL_FROM: {
    allowed: "name@example.org, or Name <name@example.org>",
    fix: "set the address that Rapport's e-mail comes from",
  },
} satisfies Record<string, Rule>;

type SettingName = keyof typeof rules;
/** The name of every setting, as `.env.example` documents them. */
export const settingNames = Object.keys(rules) as SettingName[];

function schema(directory: string) {
  return z
    .object({
      DATABASE_URL: secretUrl(["postgres:", "postgresql:"]).optional(),
      RAPPORT_DATA_DIR: z
        .string()
        .refine((path) => !statSync(resolve(directory, path), { throwIfNoEntry: false })?.isFile(), {
          error: ({ input }) => `"${input}" is a file`,
        })
        .default(".data"),
      RAPPORT_ROSTER: z
        .string()
        .refine((path) => statSync(resolve(directory, path), { throwIfNoEntry: false })?.isFile() === true, {
          error: ({ input }) => `there is no file "${input}"`,
        })
        .optional(),
      HOST: z
        .string()
        .refine((host) => isIP(host) > 0 || isHostName(host), {
          error: ({ input }) => `"${input}" is not a host`,
        })
        .default("127.0.0.1"),
      PORT: z
        .string()
        .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, {
          error: ({ input }) => `"${input}" is not a port`,
        })
        .default("3000"),
      PUBLIC_URL: z
        .string()
        .superRefine((value, context) => {
          const problem = publicUrlProblem(value);
          if (problem !== null) context.addIssue({ code: "custom", message: problem });
        })
        .optional(),
      RAPPORT_SECRET: z
        .string()
        .min(32, { error: ({ input }) => `it has only ${String(input).length} characters` })
        .optional(),
      LOG_LEVEL: z.enum(logLevels, { error: ({ input }) => `"${input}" is not a log level` }).default("info"),
      SMTP_URL: secretUrl(["smtp:", "smtps:"]).optional(),
      MAIL_FROM: z
        .string()
        .regex(/^(?:[^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
          error: ({ input }) => `"${input}" is not a sender`,
        })
        .optional(),
    })
    .refine((values) => !values.SMTP_URL || values.MAIL_FROM, {
      path: ["MAIL_FROM"],
      error: "it is empty, but SMTP_URL is set",
      // Faults elsewhere must not hide this one.
      when: () => true,
    })
    .refine((values) => !values.SMTP_URL || values.PUBLIC_URL, {
      path: ["PUBLIC_URL"],
      error: "it is empty, but SMTP_URL is set: links in e-mail need an address that people can reach",
      when: () => true,
    });
}

/** A URL that may carry a password: its faults name nothing of it but a scheme that everybody knows. */
function secretUrl(schemes: readonly string[]) {
  return z.string().superRefine((value, context) => {
    const scheme = /^([a-z]+:)\/\//i.exec(value)?.[1]?.toLowerCase();
    if (scheme !== undefined && schemes.includes(scheme)) {
      if (!URL.canParse(value)) {
        const message = "it is not a readable URL (a password with special signs must be percent-encoded)";
        context.addIssue({ code: "custom", message });
      }
      return;
    }
    const known = ["mysql:", "mariadb:", "mssql:", "sqlserver:", "sqlite:", "mongodb:", "file:", "http:"];
    const shown = [...known, "https:", "imap:", "imaps:"].find((name) => name === scheme);
    context.addIssue({
      code: "custom",
      message: shown ? `it starts with ${shown}//` : `it does not start with ${schemes.join("// or ")}//`,
    });
  });
}

function isHostName(value: string): boolean {
  const labels = value.split(".");
  // Four bare numbers that are no IP address are a mistyped one, never a name.
  if (labels.every((label) => /^\d+$/.test(label))) return false;
  return (
    value.length <= 253 && labels.every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label))
  );
}

function publicUrlProblem(value: string): string | null {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) return "it is not an absolute web address";
  const url = new URL(value);
  if (url.username !== "" || url.password !== "") return "it holds a user name or password";
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return `"${value}" has something after the host`;
  }
  return null;
}

function wrongValues(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => {
    const name = issue.path[0] as SettingName;
    return `${name}: ${issue.message}. Allowed: ${rules[name].allowed}. Fix: ${rules[name].fix}.`;
  });
}
