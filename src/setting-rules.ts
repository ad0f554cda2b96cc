export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

interface Rule {
  readonly allowed: string;
  readonly fix: string;
}

/** Every setting with the rest of its fault line, in the order of `.env.example`. */
export const settingRules = {
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
  SLACK_BOT_TOKEN: {
    allowed: "a bot token of your Slack app: xoxb-... or xoxe.xoxb-...",
    fix: "copy it from OAuth & Permissions in the app's settings, or leave all SLACK_ tokens and secrets empty",
  },
  SLACK_SIGNING_SECRET: {
    allowed: "32 hexadecimal signs",
    fix: "copy it from Basic Information in the app's settings, or set SLACK_APP_TOKEN instead to use Socket Mode",
  },
  SLACK_APP_TOKEN: {
    allowed: "an app-level token of your Slack app: xapp-...",
    fix: "copy it from Basic Information in the app's settings, or leave it empty to have Slack call PUBLIC_URL",
  },
  SLACK_API_URL: {
    allowed: "https:// with a host and a path, or http:// on this machine",
    fix: "leave it empty for https://slack.com/api/, or set https://slack-gov.com/api/ for GovSlack",
  },
  SLACK_MESSAGES_PER_MINUTE: {
    allowed: "a whole number from 1 to 1000",
    fix: "set SLACK_MESSAGES_PER_MINUTE=200",
  },
} satisfies Record<string, Rule>;

export type SettingName = keyof typeof settingRules;
