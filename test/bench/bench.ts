import { parseArgs } from "node:util";
import { benchAnswers } from "./bench-answers.ts";
import { benchDelivery } from "./bench-delivery.ts";
import type { BenchRow } from "./bench-row.ts";
import { openBenchServer } from "./bench-server.ts";
import { benchSlackAnswers } from "./bench-slack-answers.ts";
import { benchSlackDelivery } from "./bench-slack-delivery.ts";
import { benchStart } from "./bench-start.ts";
import { benchStatus } from "./bench-status.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, quick: { type: "boolean", default: false } },
});
const scale = values.quick ? 0.1 : 1;

const parts = {
  start: benchStart,
  answers: benchAnswers,
  delivery: benchDelivery,
  status: benchStatus,
  "slack-delivery": benchSlackDelivery,
  "slack-answers": benchSlackAnswers,
};
const server = await openBenchServer();
const rows: BenchRow[] = [];
try {
  for (const [name, run] of Object.entries(parts)) {
    if (values.only !== undefined && values.only !== name) continue;
    process.stderr.write(`${name} ...\n`);
    rows.push(...(await run(server, scale)));
  }
} finally {
  await server.stop();
}
print(rows);

function print(list: readonly BenchRow[]): void {
  const lines = [
    ["what", "Rapport", "floor", "ratio", "aim"],
    ...list.map((row) => [row.what, row.ours, row.floor, row.ratio, row.aim]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines)
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
    );
}
