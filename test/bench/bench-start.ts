import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProcess } from "./bench-process.ts";
import { type BenchRow, median } from "./bench-row.ts";
import { type BenchServer, freePort } from "./bench-server.ts";

/** From the start of the process to a ready answer: a new data directory, and the same one again. */
export async function benchStart(_server: BenchServer, scale: number): Promise<readonly BenchRow[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  const floor: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < Math.max(1, Math.round(5 * scale)); round += 1) {
    const directory = await mkdtemp(join(tmpdir(), "rapport-bench-"));
    try {
      for (const list of [cold, warm]) {
        const rapport = await startProcess(
          "src/main.ts",
          await freePort(),
          { RAPPORT_DATA_DIR: directory },
          "/readyz",
        );
        list.push(rapport.readyMs);
        memory.push(rapport.residentMib());
        await rapport.stop();
      }
      const port = await freePort();
      const bare = await startProcess("test/bench/bare-server.ts", port, {}, "/healthz", [String(port)]);
      floor.push(bare.readyMs);
      await bare.stop();
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  const row = (what: string, list: readonly number[]): BenchRow => ({
    what,
    ours: `${Math.round(median(list))} ms`,
    floor: `${Math.round(median(floor))} ms (bare Express)`,
    ratio: (median(list) / median(floor)).toFixed(1),
    aim: "",
  });
  const resident = {
    what: "resident memory after start, embedded",
    ours: `${Math.round(median(memory))} MiB`,
    floor: "",
    ratio: "",
    aim: "under 300 MiB",
  };
  return [row("cold start, embedded, to ready", cold), row("warm start, embedded, to ready", warm), resident];
}
