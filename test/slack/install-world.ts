import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { controlPath } from "../../adapters/control/control-path.ts";
import { startControlSocket } from "../../adapters/control/control-socket.ts";
import { runCommandLine } from "../../src/command-line/build-program.ts";
import { commands } from "../../src/command-line/commands.ts";
import type { TestClock } from "../builders/test-clock.ts";
import type { Engine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";
import { type Ended, freePort, runCommand } from "../journey/running-program.ts";
import { openPage } from "../journey/visit.ts";
import { serveRapport } from "./serve-rapport.ts";
import type { SlackApp } from "./slack-model.ts";

/** A Rapport without any workspace, listening and answering the command line, in front of a Slack. */
export interface InstallWorld {
  readonly rapport: TestRapport;
  /** How browsers and Slack reach it: its PUBLIC_URL. */
  readonly url: string;
  /** Types `npm run rapport -- ARGUMENTS` in a process of its own. */
  type(...argv: readonly string[]): Promise<Ended>;
  /** Types `slack connect` with these lines in a file. */
  connect(keys: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ended>;
  /** A new browser, as wide as a phone unless told otherwise. */
  browser(width?: number): Promise<Page>;
  settle(): Promise<void>;
  /** Rows of workspaces as an onlooker sees them, the sealed keys by their length. */
  stored(): Promise<readonly object[]>;
  alerts(): readonly string[];
  close(): Promise<void>;
}

/** What Slack shows of an app to whoever made it, as people write it into a file. */
export function keysOf({ signingSecret, clientId, clientSecret }: SlackApp) {
  return {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: clientId,
    SLACK_CLIENT_SECRET: clientSecret,
  };
}

/** Opens one; `there` gets the address first, since Slack's app must know it. */
export async function openInstallWorld(
  engine: Engine,
  chromium: Browser,
  options: {
    readonly clock: TestClock;
    readonly start: (url: string) => Promise<{ readonly apiUrl: string; readonly roster: string }>;
  },
): Promise<InstallWorld> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { apiUrl, roster } = await options.start(url);
  const rapport = await startRapport(engine, {
    clock: options.clock,
    roster,
    settings: { slackApiUrl: apiUrl, slackMessagesPerMinute: 1000, publicUrl: url },
  });
  const served = await serveRapport(rapport, url, port);
  await rapport.chat.listen();
  const directory = await mkdtemp(join(tmpdir(), "rapport-install-"));
  const control = await startControlSocket({
    path: controlPath(join(directory, "data")),
    run: ({ argv, cwd, input, isTty }, io) =>
      runCommandLine(argv, {
        ...{ commands, directory: cwd, input },
        io: { ...io, isTty },
        withStore: (run) => run(rapport.context),
      }),
  });
  const pages: Page[] = [];
  const type = (...argv: readonly string[]) =>
    runCommand(directory, { RAPPORT_DATA_DIR: "data", SLACK_API_URL: apiUrl }, argv);
  return {
    rapport,
    url,
    type,
    async connect(keys, ...more) {
      const lines = Object.entries(keys).map(([name, value]) => `${name}=${value}`);
      await writeFile(join(directory, "slack.env"), lines.join("\n"), { mode: 0o600 });
      return type("slack", "connect", "--file", "slack.env", ...more);
    },
    async browser(width = 390) {
      const page = await openPage(chromium, { viewport: { width, height: 780 } });
      pages.push(page);
      return page;
    },
    async settle() {
      await rapport.settle();
      if (!(await rapport.chat.settled(10_000))) throw new Error("Something is still being shown.");
      await rapport.settle();
    },
    stored: () =>
      rapport.query(
        "select id, tenant, enterprise, name, state, state_code, length(sealed) as keys from installations order by id",
      ),
    alerts: () => {
      const errors = rapport.logger.lines.filter(({ level }) => level === "error");
      return errors.map(({ fields, message }) => `${fields.code}: ${message}`);
    },
    async close() {
      for (const page of pages) await page.context().close();
      await control.close();
      served.close();
      await rapport.close(1000);
      await rm(directory, { recursive: true });
    },
  };
}
