import { styleText } from "node:util";
import type { Settings } from "./config.ts";
import type { Platform } from "./ports/chat-adapter.ts";

/** How people come in, as it is after everything was opened. */
interface Opened {
  readonly port: number;
  readonly openDoor: boolean;
  /** Where people are reached. */
  readonly reaching: ReadonlySet<Platform>;
}

/** What the first start prints: where to look, where the data is, what leaves the machine, how to stop. */
export function bannerText(settings: Settings, { port, openDoor, reaching }: Opened): string {
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  const address = settings.publicUrl ?? `http://${host}:${port}`;
  const data =
    settings.databaseUrl === null ? `${settings.dataDir} (embedded Postgres)` : "the server in DATABASE_URL";
  const lines = [
    ["Open", address],
    ["Data", data],
    [
      "Reach",
      openDoor ? "this machine only; whoever uses it may act as anybody on the roster" : reach(reaching),
    ],
    ["Model", `none is on; nothing leaves this machine${exceptions(reaching)}`],
    [
      "Half a year to look at",
      "npm run rapport -- simulate --weeks 26 --seed 7 (into an empty data directory)",
    ],
    ["Help", "npm run rapport -- --help, README.md"],
    ["Stop", "Control-C"],
  ];
  const body = lines.map(([label, value]) => `  ${styleText("bold", (label ?? "").padEnd(24))}${value}`);
  return `\n${styleText("bold", "Rapport is running.")}\n${body.join("\n")}\n\n`;
}

function reach(reaching: ReadonlySet<Platform>): string {
  return reaching.has("slack")
    ? "people in Slack, and by their own links; workspaces: npm run rapport -- slack list"
    : "people by their own links";
}

function exceptions(reaching: ReadonlySet<Platform>): string {
  const ways = [
    ...(reaching.has("email") ? ["e-mail"] : []),
    ...(reaching.has("slack") ? ["what people read and do in Slack"] : []),
  ];
  return ways.length === 0 ? "" : ` except ${ways.join(" and ")}`;
}
