import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ChildTask } from "./kill-points.ts";

/** A running child and how it ended. */
export interface RunningChild {
  readonly process: ChildProcess;
  /** Lines of its standard output, as they come. */
  readonly lines: AsyncIterable<string>;
  /** Resolves when it is gone: the signal that killed it, or null for a proper end. Rejects on any other end. */
  ended(): Promise<NodeJS.Signals | null>;
}

/** Starts the child with its task, on the same Node. */
export function runChild(task: ChildTask): RunningChild {
  const path = fileURLToPath(new URL("./child.ts", import.meta.url));
  const child = spawn(process.execPath, [path, JSON.stringify(task)], { stdio: ["ignore", "pipe", "pipe"] });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => void said.push(text));
  const gone = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  return {
    process: child,
    lines: createInterface({ input: child.stdout }),
    async ended() {
      const [code, signal] = await gone;
      if (signal === null && code !== 0) throw new Error(`The child failed.\n${said.join("")}`);
      return signal;
    },
  };
}
