import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { RapportError } from "./errors.ts";
import {
  host,
  ownAddress,
  secretUrl,
  signingSecret,
  slackAddress,
  slackToken,
  wholeNumber,
} from "./setting-checks.ts";
import { misnamedSettings } from "./setting-names.ts";
import { logLevels, type SettingName, settingRules } from "./setting-rules.ts";

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
  /** The first workspace, with at least one way in; others are connected while Rapport runs. */
  readonly slack: {
    readonly botToken: string;
    /** For requests that Slack sends us. */
    readonly signingSecret: string | null;
    /** For Socket Mode. */
    readonly appToken: string | null;
  } | null;
  /** Slack's Web API, with a slash at its end. */
  readonly slackApiUrl: string;
  /** How many messages may go to one workspace in a minute. */
  readonly slackMessagesPerMinute: number;
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
      slack: slackOf(values),
      slackApiUrl: withSlash(values.SLACK_API_URL),
      slackMessagesPerMinute: Number(values.SLACK_MESSAGES_PER_MINUTE),
    },
  };
}

function slackOf(values: {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_SIGNING_SECRET?: string | undefined;
  readonly SLACK_APP_TOKEN?: string | undefined;
}): Settings["slack"] {
  if (!values.SLACK_BOT_TOKEN) return null;
  return {
    botToken: values.SLACK_BOT_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET ?? null,
    appToken: values.SLACK_APP_TOKEN ?? null,
  };
}

function withSlash(address: string): string {
  const { href } = new URL(address);
  return href.endsWith("/") ? href : `${href}/`;
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

/** The name of every setting, as `.env.example` documents them. */
export const settingNames = Object.keys(settingRules) as SettingName[];

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
      HOST: host().default("127.0.0.1"),
      PORT: wholeNumber(0, 65_535, "a port").default("3000"),
      PUBLIC_URL: ownAddress().optional(),
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
      SLACK_BOT_TOKEN: slackToken(["xoxb-", "xoxe.xoxb-"]).optional(),
      SLACK_SIGNING_SECRET: signingSecret().optional(),
      SLACK_APP_TOKEN: slackToken(["xapp-"]).optional(),
      SLACK_API_URL: slackAddress().default("https://slack.com/api/"),
      SLACK_MESSAGES_PER_MINUTE: wholeNumber(1, 1000, "a number of messages that is allowed").default("200"),
    })
    .refine((values) => !values.SLACK_BOT_TOKEN || values.SLACK_SIGNING_SECRET || values.SLACK_APP_TOKEN, {
      path: ["SLACK_SIGNING_SECRET"],
      error: "it is empty, and so is SLACK_APP_TOKEN, but SLACK_BOT_TOKEN is set: nothing could come in",
      when: () => true,
    })
    .refine((values) => values.SLACK_BOT_TOKEN || !(values.SLACK_SIGNING_SECRET || values.SLACK_APP_TOKEN), {
      path: ["SLACK_BOT_TOKEN"],
      error: "it is empty, but SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is set",
      when: () => true,
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

function wrongValues(error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).map((issue) => {
    const name = issue.path[0] as SettingName;
    return `${name}: ${issue.message}. Allowed: ${settingRules[name].allowed}. Fix: ${settingRules[name].fix}.`;
  });
}
