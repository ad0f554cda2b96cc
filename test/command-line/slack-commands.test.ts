import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { slackManifest } from "../../adapters/slack/manifest.ts";
import type { CommandContext, CommandTools, Keyboard } from "../../src/command-line/command.ts";
import { terminalKeyboard } from "../../src/command-line/keyboard.ts";
import { readSlackKeys } from "../../src/command-line/read-slack-keys.ts";
import type { ConnectedWorkspace, ConnectOutcome, SlackOperator } from "../../src/ports/slack-operator.ts";
import { readPrompts } from "../../src/prompts.ts";
import { createTestClock } from "../builders/test-clock.ts";
import { typed } from "./run-command.ts";

const { wordsFor } = readPrompts();
const tools: CommandTools = {
  words: async () => wordsFor("en"),
  slackManifest: async (request) => slackManifest(request, wordsFor("en")),
};
const manifest = (...options: string[]) => typed(["slack", "manifest", ...options], { tools });

describe("slack manifest", () => {
  const url = "https://rapport.example.org";

  test("prints nothing but JSON on stdout, and the steps and scopes beside it", async () => {
    const { code, out, err } = await manifest("--url", url);
    expect(code).toBe(0);
    expect(JSON.parse(out).settings.event_subscriptions.request_url).toBe(`${url}/slack/events`);
    expect(err).toMatch(/^1\. .*\n2\. .*slack connect --file/);
    expect(err).toMatch(/^3\. .*Event Subscriptions.* press Retry\.$/m);
    expect(err).toContain("Delayed Events");
    expect(err).toMatch(/^ {2}chat:write: To send /m);
  });

  test("prints the same as YAML, or a link with it", async () => {
    const json = JSON.parse((await manifest("--url", url)).out);
    expect(parse((await manifest("--url", url, "--yaml")).out)).toEqual(json);
    const { out } = await manifest("--url", url, "--link");
    expect(out).toMatch(/^https:\/\/api\.slack\.com\/apps\?new_app=1&manifest_json=\S+\n$/);
    expect((await manifest("--url", url, "--link", "--gov")).out).toMatch(/^https:\/\/api\.slack-gov\.com\//);
  });

  test("needs no address with Socket Mode, and says that an app token is needed", async () => {
    const { code, out, err } = await manifest("--socket", "--rotation");
    expect(code).toBe(0);
    expect(JSON.parse(out).settings).toMatchObject({
      ...{ socket_mode_enabled: true, token_rotation_enabled: true },
    });
    expect(err).toContain("connections:write");
    expect(err).toContain("SLACK_REFRESH_TOKEN");
  });

  test("takes an address as others write it, also of this machine", async () => {
    for (const given of ["https://rapport.example.org/", "http://localhost:3000", "http://127.0.0.1:3000"]) {
      const { code, out } = await manifest("--url", given);
      expect(code, given).toBe(0);
      const { request_url } = JSON.parse(out).settings.interactivity;
      expect(request_url).toBe(`${given.replace(/\/$/, "")}/slack/interactions`);
    }
  });

  test("refuses a missing, insecure, unreadable or longer address with the fix, and prints no manifest", async () => {
    for (const options of [
      [],
      ["--url", "http://rapport.example.org"],
      ["--url", "http://127.evil.example"],
      ["--url", "rapport.example.org"],
      ["--url", `${url}/slack`],
      ["--url", `${url}/?a=1`],
      ["--url", "https://me@rapport.example.org"],
    ]) {
      const { code, out, err } = await manifest(...options);
      expect([code, out], options.join(" ")).toEqual([2, ""]);
      expect(err).toMatch(/^✗ .*--url https:\/\/rapport\.example\.org/);
    }
  });
});

interface Asked {
  readonly keys: object;
  readonly workspace: string | null;
}

function contextWith(operator: Partial<SlackOperator>) {
  const audited: object[] = [];
  const context = {
    wordsFor,
    clock: createTestClock("2026-11-02T12:00:00Z"),
    transact: (work: (stores: object) => unknown) =>
      work({ audit: { add: async (entry: object) => void audited.push(entry) } }),
    slack: operator,
  } as unknown as CommandContext;
  return { context, audited };
}

describe("slack connect", () => {
  const secrets = ["5ecre7".repeat(5), "xoxb-5ecre7-token"] as const;
  const env = `# keys\nSLACK_SIGNING_SECRET="${secrets[0]}"\nexport SLACK_BOT_TOKEN=${secrets[1]}\nPORT=3000\n`;
  const keys = { signingSecret: secrets[0], botToken: secrets[1] };
  const connected: ConnectOutcome = {
    ...{ kind: "connected", tenant: "T1", name: "City", isNew: true, missingScopes: [] },
  };
  let directory = "";
  let asked: Asked[] = [];
  const operator = (outcome: ConnectOutcome): Partial<SlackOperator> => ({
    connect: async (given, workspace) => {
      asked.push({ keys: given, workspace });
      return outcome;
    },
  });
  const connect = (options: string[], outcome: ConnectOutcome = connected, keyboard?: Keyboard) => {
    const { context, audited } = contextWith(operator(outcome));
    const around = { context, directory, ...(keyboard && { keyboard }) };
    return typed(["slack", "connect", ...options], around).then((said) => ({ ...said, audited }));
  };
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rapport-slack-"));
    await writeFile(join(directory, "slack.env"), env);
    await writeFile(
      join(directory, "bad.env"),
      `SLACK_BOT_TOKEN=xoxp-${secrets[1]}\nSLACK_SIGNIGN_SECRET=x\n`,
    );
  });
  afterAll(() => rm(directory, { recursive: true }));
  beforeEach(() => {
    asked = [];
  });

  test("reads the keys from a file, and says and logs which workspace it was and no key", async () => {
    const { code, out, err, audited } = await connect(["--file", "slack.env", "--workspace", "T1"]);
    expect(code).toBe(0);
    expect(asked).toEqual([{ keys, workspace: "T1" }]);
    expect(out).toBe("City (T1) is connected.\n");
    expect(audited).toMatchObject([{ actor: "operator", action: "slack.connected", subject: "T1" }]);
    for (const secret of secrets) expect(JSON.stringify([out, err, audited])).not.toContain(secret);
  });

  test("reads them from what is piped in", async () => {
    const piped = terminalKeyboard({
      input: (async function* () {
        yield Buffer.from(env.slice(0, 20));
        yield Buffer.from(env.slice(20));
      })(),
      ask: () => Promise.reject(new Error("asked")),
    });
    expect((await connect([], connected, piped)).code).toBe(0);
    expect(asked).toEqual([{ keys, workspace: null }]);
  });

  test("asks for them at a terminal, and stops when the person gives up", async () => {
    const questions: string[] = [];
    const answers: (string | symbol)[] = [secrets[0], "", "", secrets[1], "", ""];
    const input = Object.assign((async function* () {})(), { isTTY: true });
    const ask = async (question: string) => {
      questions.push(question);
      return answers[questions.length - 1];
    };
    expect((await connect([], connected, terminalKeyboard({ input, ask }))).code).toBe(0);
    expect(asked).toEqual([{ keys, workspace: null }]);
    expect(questions[0]).toContain("SLACK_SIGNING_SECRET");
    expect(questions).toHaveLength(6);
    const giveUp = await connect([], connected, terminalKeyboard({ input, ask: async () => Symbol("no") }));
    expect([giveUp.code, asked.length]).toEqual([3, 1]);
  });

  test("names every key that is wrong without its value, and connects nothing", async () => {
    const { code, err } = await connect(["--file", "bad.env"]);
    expect([code, asked]).toEqual([3, []]);
    expect(err).toMatch(/^✗ SLACK_BOT_TOKEN: .*xoxb-.*\n✗ SLACK_SIGNIGN_SECRET: there is no such key/);
    expect(err).not.toContain(secrets[1]);
    expect((await connect(["--file", "missing.env"])).code).toBe(3);
    expect((await connect([])).code).toBe(3);
  });

  test("prints the install link alone when the app is still to be installed", async () => {
    const link = "https://rapport.example.org/slack/install/1";
    const { code, out, audited } = await connect(["--file", "slack.env"], { kind: "waiting", link });
    expect([code, out]).toEqual([0, `${link}\n`]);
    expect(audited).toMatchObject([{ action: "slack.prepared" }]);
  });

  test("says why Slack or Rapport refused, for every reason, and logs nothing", async () => {
    for (const reason of [
      ...(["nothing-to-connect", "no-inbound", "no-public-url", "rotation", "bot-token"] as const),
      ...(["app-token", "unreached", "workspace", "environment"] as const),
    ]) {
      const outcome = { kind: "refused", reason, code: "invalid_auth" } as const;
      const { code, err, audited } = await connect(["--file", "slack.env"], outcome);
      expect([code, audited]).toEqual([3, []]);
      expect(err).toMatch(/^✗ .*Nothing was kept\.$/m);
    }
  });

  test("takes JSON with Slack's own names, and passes over what is not needed", () => {
    const text = JSON.stringify({
      signing_secret: "a",
      client_id: "1.2",
      verification_token: "v",
      bot_token: "",
    });
    expect(readSlackKeys(text)).toEqual({ kind: "keys", keys: { signingSecret: "a", clientId: "1.2" } });
    expect(readSlackKeys("{ no json")).toMatchObject({ kind: "faults" });
    expect(readSlackKeys("SLACK_APP_TOKEN=xapp-a b")).toMatchObject({
      ...{ kind: "faults", faults: [{ name: "SLACK_APP_TOKEN", fault: "signs" }] },
    });
  });
});

describe("slack list", () => {
  const workspace = (changes: Partial<ConnectedWorkspace>): ConnectedWorkspace => ({
    ...{ tenant: "T1", name: "City", origin: "operator", state: "active", stateCode: null },
    ...{ changedAt: Temporal.Instant.from("2026-11-02T12:00:00Z"), inbound: "http", missingScopes: [] },
    ...changes,
  });
  const list = (workspaces: readonly ConnectedWorkspace[], ...options: string[]) =>
    typed(["slack", "list", ...options], contextWith({ list: async () => workspaces }));

  test("says how each workspace stands and what is to be done", async () => {
    const { code, out } = await list([
      workspace({}),
      workspace({ tenant: "T2", name: "Acme", state: "paused", stateCode: "token_revoked" }),
      workspace({ tenant: null, name: null, state: "waiting" }),
      workspace({ tenant: "T3", inbound: "nothing" }),
      workspace({ tenant: "T4", missingScopes: ["im:write"] }),
      workspace({
        tenant: "T5",
        state: "removed",
        stateCode: "app_uninstalled",
        missingScopes: ["im:write"],
      }),
    ]);
    expect(code).toBe(0);
    const [well, paused, waiting, closed, poor, gone] = out.split("\n\n");
    expect(well).toMatch(/^City \(T1\)\n {2}Active since Mon 2 Nov 2026/);
    expect(well).not.toContain("To do");
    expect(paused).toContain("token_revoked");
    expect(paused).toMatch(/To do: .*slack connect/);
    expect(waiting).toMatch(/^A new app \(not installed yet\)/);
    expect(closed).toContain("To do: run slack connect with the signing secret");
    expect(poor).toMatch(/Missing permissions: im:write\.\n {2}To do: /);
    expect(gone).toMatch(/taken out in Slack, Mon 2 Nov 2026.*\n.*\n {2}To do: install the app there again/);
    expect(gone).not.toMatch(/Missing|Taps/);
  });

  test("points to the first step where there is none, and prints JSON for scripts", async () => {
    expect((await list([])).out).toContain("slack manifest");
    expect(JSON.parse((await list([workspace({})], "--json")).out)).toMatchObject([
      { tenant: "T1", changedAt: "2026-11-02T12:00:00Z" },
    ]);
  });
});
