import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { type BenchRow, median } from "./bench-row.ts";
import type { LoadResult } from "./fire.ts";

/** Runs a generator of load in a process of its own; it reads the plan as JSON. */
export async function runLoad(script: string, plan: object): Promise<LoadResult> {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(plan));
  return JSON.parse(await text(child.stdout)) as LoadResult;
}

/** Throughput, p50 and p99 of paired rounds, as medians. Throws when a request failed: the figures would mean nothing. */
export function loadRows(
  what: { readonly rate: string; readonly latency: string; readonly aim: string },
  ours: readonly LoadResult[],
  floor: readonly LoadResult[],
): readonly BenchRow[] {
  const failures = ours.concat(floor).reduce((sum, one) => sum + one.failures, 0);
  if (failures > 0) throw new Error(`${failures} requests failed: the figures mean nothing.`);
  const pair = (pick: (result: LoadResult) => number) =>
    [median(ours.map(pick)), median(floor.map(pick))] as const;
  const [rate, bareRate] = pair((result) => result.perSecond);
  const latency = (name: string, [a, b]: readonly [number, number]) => ({
    what: `${what.latency}, ${name}`,
    ours: `${a} ms`,
    floor: `${b} ms`,
    ratio: (a / b).toFixed(2),
    aim: "",
  });
  return [
    {
      what: what.rate,
      ours: `${Math.round(rate)}/s`,
      floor: `${Math.round(bareRate)}/s`,
      ratio: (rate / bareRate).toFixed(2),
      aim: what.aim,
    },
    latency(
      "p50",
      pair(({ p50 }) => p50),
    ),
    latency(
      "p99",
      pair(({ p99 }) => p99),
    ),
  ];
}
