import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** A server in a process of its own. */
export interface BenchProcess {
  readonly url: string;
  /** Milliseconds from the start of the process to its first good answer. */
  readonly readyMs: number;
  /** Resident memory in MiB. */
  residentMib(): number;
  stop(): Promise<void>;
}

/** Starts `node SCRIPT ARGS` with these settings alone and waits until `path` answers with 200. */
export async function startProcess(
  script: string,
  port: number,
  env: Record<string, string>,
  path: string,
  args: readonly string[] = [],
): Promise<BenchProcess> {
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const child = spawn(process.execPath, [...flagsOfStart(), script, ...args], {
    env: { HOST: "127.0.0.1", PORT: String(port), LOG_LEVEL: "warn", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await untilGood(url + path, child);
  const readyMs = performance.now() - start;
  return {
    url,
    readyMs,
    residentMib: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) / 1024,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

/** The flags that `npm start` gives to Node, for ours and for the floor alike. */
function flagsOfStart(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  return scripts.start.split(" ").filter((word) => word.startsWith("--"));
}

async function untilGood(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    await response?.arrayBuffer();
    if (response?.ok) return;
  }
  throw new Error(`The process ended before ${url} answered.`);
}
