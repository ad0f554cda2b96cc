import { styleText } from "node:util";
import type { Settings } from "./config.ts";

/** What the first start prints: where to look, where the data is, what leaves the machine, how to stop. */
export function bannerText(
  settings: Settings,
  { port, openDoor }: { readonly port: number; readonly openDoor: boolean },
): string {
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  const address = settings.publicUrl ?? `http://${host}:${port}`;
  const data =
    settings.databaseUrl === null ? `${settings.dataDir} (embedded Postgres)` : "the server in DATABASE_URL";
  const lines = [
    ["Open", address],
    ["Data", data],
    [
      "Reach",
      openDoor
        ? "this machine only; whoever uses it may act as anybody on the roster"
        : "people by their own links",
    ],
    ["Model", `none is on; nothing leaves this machine${settings.mail === null ? "" : " except e-mail"}`],
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
