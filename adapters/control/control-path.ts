import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Where the running process of a data directory listens for the command line: `rapport.sock` inside it, or a
 * name under the temporary directory when that path is too long for a socket (over 100 bytes); a named pipe on
 * Windows. Two spellings of one directory give one path.
 */
export function controlPath(dataDir: string): string {
  const directory = realPath(resolve(dataDir));
  const digest = createHash("sha256").update(directory).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\rapport-${digest}`;
  const inside = join(directory, "rapport.sock");
  return Buffer.byteLength(inside) <= longestPath ? inside : join(tmpdir(), `rapport-${digest}.sock`);
}

// The kernel's own limit is 107 bytes on Linux and 103 on macOS.
const longestPath = 100;

/** Follows links as far as the path exists: a data directory may not be made yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
