/** The server's own code of what failed (five signs, such as 40001), or "" when it came from somewhere else. */
export function sqlStateOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  return cause === undefined || cause === null ? "" : sqlStateOf(cause);
}
