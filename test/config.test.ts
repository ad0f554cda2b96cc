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
    });
  });

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
  ])("%s=%s is one fault with the allowed values and the fix", (name, value, problem) => {
    const mail: Record<string, string> =
      name === "SMTP_URL" ? { MAIL_FROM: "a@example.org", PUBLIC_URL: "https://rapport.example.org" } : {};
    const faults = faultsOf({ [name]: value, ...mail });
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
    });
    expect(faults).toHaveLength(15);
    const text = settingsFaultText(faults);
    expect(text.split("\n")).toHaveLength(16);
    expect(text).toMatch(/^15 settings need to be put right:/);
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
