import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { readSettings, type Settings, settingNames, settingsFaultText } from "../src/config.ts";

const directory = mkdtempSync(join(tmpdir(), "rapport-config-"));
writeFileSync(join(directory, "roster.yaml"), "partnerships: []\n");
afterAll(() => rmSync(directory, { recursive: true }));

function settingsOf(env: Record<string, string>): Settings {
  const read = readSettings(env, { directory });
  if (read.kind === "faults") throw new Error(read.faults.join("\n"));
  return read.settings;
}

function faultsOf(env: Record<string, string>): readonly string[] {
  const read = readSettings(env, { directory });
  return read.kind === "faults" ? read.faults : [];
}

describe("settings", () => {
  test("need nothing: an empty environment gives the defaults", () => {
    const defaults: Settings = {
      databaseUrl: null,
      dataDir: join(directory, ".data"),
      rosterFile: null,
      host: "127.0.0.1",
      port: 3000,
      publicUrl: null,
      secret: null,
      logLevel: "info",
      mail: null,
      slack: null,
      slackApiUrl: "https://slack.com/api/",
      slackMessagesPerMinute: 200,
    };
    expect(settingsOf({})).toEqual(defaults);
    expect(settingsOf({ DATABASE_URL: "", PORT: " ", SMTP_URL: "" })).toEqual(defaults);
  });

  test("are read as they are given", () => {
    const secret = "s".repeat(32);
    expect(
      settingsOf({
        DATABASE_URL: "postgresql://rapport:p%40ss@db:5432/rapport",
        RAPPORT_DATA_DIR: "/var/lib/rapport",
        RAPPORT_ROSTER: "roster.yaml",
        HOST: "::1",
        PORT: "0",
        PUBLIC_URL: "https://rapport.example.org:8443/",
        RAPPORT_SECRET: secret,
        LOG_LEVEL: "silent",
        SMTP_URL: "smtps://mail.example.org",
        MAIL_FROM: "Rapport <rapport@example.org>",
        SLACK_BOT_TOKEN: "xoxb-1-2-Abc",
        SLACK_SIGNING_SECRET: "0123456789abcdef0123456789ABCDEF",
        SLACK_APP_TOKEN: "xapp-1-A0001-2-cafe",
        SLACK_API_URL: "https://slack-gov.com/api",
        SLACK_MESSAGES_PER_MINUTE: "1000",
      }),
    ).toEqual({
      databaseUrl: "postgresql://rapport:p%40ss@db:5432/rapport",
      dataDir: resolve("/var/lib/rapport"),
      rosterFile: join(directory, "roster.yaml"),
      host: "::1",
      port: 0,
      publicUrl: "https://rapport.example.org:8443",
      secret,
      logLevel: "silent",
      mail: { url: "smtps://mail.example.org", from: "Rapport <rapport@example.org>" },
      slack: {
        botToken: "xoxb-1-2-Abc",
        signingSecret: "0123456789abcdef0123456789ABCDEF",
        appToken: "xapp-1-A0001-2-cafe",
      },
      slackApiUrl: "https://slack-gov.com/api/",
      slackMessagesPerMinute: 1000,
    });
  });

  test("take Slack with one way in, and a loopback address of its API", () => {
    const settings = settingsOf({
      SLACK_BOT_TOKEN: "xoxe.xoxb-1-Abc",
      SLACK_APP_TOKEN: "xapp-1-A0001-2-cafe",
      SLACK_API_URL: "http://127.0.0.1:4010/api/",
      SLACK_MESSAGES_PER_MINUTE: "1",
    });
    expect(settings.slack).toEqual({
      botToken: "xoxe.xoxb-1-Abc",
      signingSecret: null,
      appToken: "xapp-1-A0001-2-cafe",
    });
    expect(settings.slackApiUrl).toBe("http://127.0.0.1:4010/api/");
    expect(settings.slackMessagesPerMinute).toBe(1);
  });

  test.each<[string, string, Record<string, string>]>([
    ["a token without a way in", "SLACK_SIGNING_SECRET", { SLACK_BOT_TOKEN: "xoxb-canary" }],
    ["a signing secret without a token", "SLACK_BOT_TOKEN", { SLACK_SIGNING_SECRET: "0".repeat(32) }],
    ["an app token without a bot token", "SLACK_BOT_TOKEN", { SLACK_APP_TOKEN: "xapp-canary" }],
  ])("refuse %s in one line that names what is missing", (_case, name, env) => {
    const faults = faultsOf(env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name}: it is empty, .+ Allowed: .+ Fix: .+`));
    expect(faults[0]).not.toContain("canary");
  });

  const slack = {
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: "0".repeat(32),
    SLACK_APP_TOKEN: "xapp-1",
  };
  const companions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    SMTP_URL: { MAIL_FROM: "a@example.org", PUBLIC_URL: "https://rapport.example.org" },
    SLACK_BOT_TOKEN: slack,
    SLACK_SIGNING_SECRET: slack,
    SLACK_APP_TOKEN: slack,
  };

  test.each([
    ["DATABASE_URL", "mysql://u:hidden@h/d", "it starts with mysql://"],
    ["DATABASE_URL", "hidden:hidden@host/db", "it does not start with postgres:// or postgresql://"],
    ["DATABASE_URL", "postgres://u:hid#den/x@host:99999/d", "it is not a readable URL"],
    ["RAPPORT_DATA_DIR", "roster.yaml", '"roster.yaml" is a file'],
    ["RAPPORT_ROSTER", "missing.yaml", 'there is no file "missing.yaml"'],
    ["HOST", "http://127.0.0.1", '"http://127.0.0.1" is not a host'],
    ["HOST", "127.0.0.1:3000", '"127.0.0.1:3000" is not a host'],
    ["HOST", "127.0.0.300", '"127.0.0.300" is not a host'],
    ["PORT", "abc", '"abc" is not a port'],
    ["PORT", "70000", '"70000" is not a port'],
    ["PORT", "-1", '"-1" is not a port'],
    ["PORT", "3e3", '"3e3" is not a port'],
    ["PUBLIC_URL", "rapport.example.org", "it is not an absolute web address"],
    ["PUBLIC_URL", "https://x.org/rapport", '"https://x.org/rapport" has something after the host'],
    ["PUBLIC_URL", "https://x.org/?a=1", "has something after the host"],
    ["PUBLIC_URL", "https://u:hidden@x.org", "it holds a user name or password"],
    ["PUBLIC_URL", "ftp://x.org", "it is not an absolute web address"],
    ["RAPPORT_SECRET", "hidden", "it has only 6 characters"],
    ["LOG_LEVEL", "verbose", '"verbose" is not a log level'],
    ["SMTP_URL", "https://u:hidden@mail", "it starts with https://"],
    ["MAIL_FROM", "nobody", '"nobody" is not a sender'],
    ["SLACK_BOT_TOKEN", "hidden", "it does not start with xoxb-"],
    ["SLACK_BOT_TOKEN", "xapp-hidden", "it starts with xapp-: that is an app-level token"],
    ["SLACK_BOT_TOKEN", "xoxp-hidden", "it starts with xoxp-: that is a person's token"],
    ["SLACK_BOT_TOKEN", "xoxb-hid den", "nothing that belongs there follows xoxb-"],
    ["SLACK_BOT_TOKEN", "xoxb-", "nothing that belongs there follows xoxb-"],
    ["SLACK_SIGNING_SECRET", "hidden", "it has signs other than the digits and a to f"],
    ["SLACK_SIGNING_SECRET", "0".repeat(31), "it has 31 signs"],
    ["SLACK_APP_TOKEN", "xoxb-hidden", "it starts with xoxb-: that is a bot token"],
    ["SLACK_API_URL", "slack.com/api", "it is not an absolute web address"],
    ["SLACK_API_URL", "http://slack.com/api/", "it starts with http://"],
    ["SLACK_API_URL", "https://u:hidden@slack.com/api/", "it holds a user name or password"],
    ["SLACK_API_URL", "https://slack.com/api/?token=hidden", "it has a ? or a #"],
    ["SLACK_MESSAGES_PER_MINUTE", "0", '"0" is not a number of messages that is allowed'],
    ["SLACK_MESSAGES_PER_MINUTE", "1001", '"1001" is not a number of messages that is allowed'],
    ["SLACK_MESSAGES_PER_MINUTE", "1.5", '"1.5" is not a number of messages that is allowed'],
  ])("%s=%s is one fault with the allowed values and the fix", (name, value, problem) => {
    const faults = faultsOf({ ...companions[name], [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${name}: `);
    expect(faults[0]).toContain(problem);
    expect(faults[0]).toMatch(/\. Allowed: .+\. Fix: .+\.$/);
    expect(faults[0]).not.toContain("hidden");
  });

  test("ask for a sender where mail is sent, and say so beside other faults", () => {
    const faults = faultsOf({ SMTP_URL: "smtp://mail.example.org", LOG_LEVEL: "loud", PORT: "x" });
    expect(faults.map((fault) => fault.split(":")[0]).sort()).toEqual([
      "LOG_LEVEL",
      "MAIL_FROM",
      "PORT",
      "PUBLIC_URL",
    ]);
  });

  test("show every fault of one run, one line each, without a secret", () => {
    const faults = faultsOf({
      DATABASE_URL: "mysql://root:canary-1@db/x",
      RAPPORT_DATA_DIR: "roster.yaml",
      RAPPORT_ROSTER: "none.yaml",
      HOST: "a b",
      PORT: "99999",
      PUBLIC_URL: "example.org",
      RAPPORT_SECRET: "canary-2",
      LOG_LEVEL: "all",
      SMTP_URL: "smtp://user:canary-3@[broken",
      RAPPORT_SECERT: "canary-4",
      PROT: "3000",
      DATABSE_URL: "postgres://canary-5",
      PUBLIC_URI: "https://x.org",
      RAPPORT_COLOUR: "blue",
      SLACK_BOT_TOKEN: "canary-6",
      SLACK_SIGNING_SECRET: "canary-7",
      SLACK_APP_TOKEN: "xoxp-canary-8",
      SLACK_API_URL: "http://user:canary-9@slack.com",
      SLACK_MESSAGES_PER_MINUTE: "many",
    });
    expect(faults).toHaveLength(20);
    const text = settingsFaultText(faults);
    expect(text.split("\n")).toHaveLength(21);
    expect(text).toMatch(/^20 settings need to be put right:/);
    expect(text).not.toContain("canary");
    expect(text).toContain("PROT: there is no such setting. Did you mean PORT?");
    expect(text).toContain("DATABSE_URL: there is no such setting. Did you mean DATABASE_URL?");
    expect(text).toContain("PUBLIC_URI: there is no such setting. Did you mean PUBLIC_URL?");
    expect(text).toContain("RAPPORT_SECERT: there is no such setting. Did you mean RAPPORT_SECRET?");
    expect(text).toContain("RAPPORT_COLOUR: there is no such setting. Allowed: RAPPORT_DATA_DIR");
  });

  test.each([
    "SMTP_URI",
    "MAIL_FORM",
    "LOGLEVEL",
    "LOG_LEVELS",
    "HOTS",
    "PORTS",
    "RAPPORT_DATADIR",
    "rapport_secret",
    "SLACK_BOT_TOKN",
    "SLACK_SIGNIN_SECRET",
    "SLACK_APPTOKEN",
  ])("the close miss %s is a fault", (name) => {
    expect(faultsOf({ [name]: "x" })[0]).toContain("Did you mean");
  });

  test.each([
    ["HOME", "/root"],
    ["PATH", "/bin"],
    ["MAIL", "/var/mail/root"],
    ["TERM", "xterm"],
    ["LOGNAME", "root"],
    ["HOSTNAME", "here"],
    ["OPENAI_API_KEY", "x"],
    ["SLACK_API_TOKEN", "x"],
    ["SLACK_CLI_TOKEN", "x"],
    ["SLACK_WEBHOOK_URL", "x"],
    ["npm_config_host", "x"],
    ["RAPPORT_SERVICE_HOST", "10.0.0.1"],
    ["RAPPORT_SERVICE_PORT_HTTP", "80"],
    ["RAPPORT_PORT", "tcp://10.0.0.1:80"],
    ["RAPPORT_PORT_80_TCP_ADDR", "10.0.0.1"],
  ])("%s is somebody else's and ignored", (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([]);
  });
});

describe(".env", () => {
  const example = readFileSync(join(import.meta.dirname, "../.env.example"), "utf8");
  const documented = parseEnv(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ""));
  const config = join(import.meta.dirname, "../src/config.ts");

  test("the example names exactly the settings, with their defaults", () => {
    expect(Object.keys(documented).sort()).toEqual([...settingNames].sort());
    expect(settingsOf(documented as Record<string, string>)).toEqual(settingsOf({}));
  });

  test("completes the environment, which wins", () => {
    writeFileSync(join(directory, ".env"), "PORT=4001\nHOST=0.0.0.0\n");
    const script = `
      const { loadEnvironment, readSettings } = await import(process.argv[1]);
      const { settings } = readSettings(loadEnvironment(process.argv[2]));
      console.log(settings.host, settings.port);`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script, config, directory], {
      env: { PORT: "4002" },
      encoding: "utf8",
    });
    expect(printed.trim()).toBe("0.0.0.0 4002");
  });
});
