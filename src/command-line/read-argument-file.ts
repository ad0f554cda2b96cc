import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { CommandIo } from "./command.ts";

/** The text of a file that was named on the command line; null after telling `io` why there is none. */
export async function readArgumentFile(
  path: string | undefined,
  directory: string,
  io: CommandIo,
): Promise<{ readonly text: string; readonly source: string } | null> {
  const source = path ?? "";
  try {
    return { text: await readFile(resolve(directory, source), "utf8"), source };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const reason = code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(code)})`;
    io.err(`✗ ${source}: ${reason}. Fix: name a readable file; paths start at ${directory}.`);
    return null;
  }
}
