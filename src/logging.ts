import { type DestinationStream, pino } from "pino";
import { RapportError } from "./errors.ts";
import type { Logger } from "./ports/logger.ts";

/**
 * A logger of JSON lines with ISO times, to standard output by default. As a belt for what callers must not do
 * anyway, fields that could hold people's words, names or credentials are dropped at any depth, and errors keep
 * their code, first line and stack, but no query values.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: (fields) => safeFields(fields, 0) },
      // pino would copy all that hangs on an error; ours are already reduced to what may be seen.
      serializers: { err: (value) => value },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

const dropped = new Set(["text", "name", "answer", "token", "secret", "password", "authorization"]);
const deepest = 6;

function safeFields(fields: object, depth: number): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([field]) => !dropped.has(field.toLowerCase()));
  return Object.fromEntries(kept.map(([field, value]) => [field, safe(value, depth + 1)]));
}

function safe(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return "[deeper]";
  if (value instanceof Error) return safeError(value, depth);
  if (Array.isArray(value)) return value.map((item) => safe(item, depth + 1));
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return safeFields(value, depth);
}

function safeError(error: Error, depth: number): Record<string, unknown> {
  const code = "code" in error ? error.code : undefined;
  return {
    type: error.name,
    code,
    message: safeMessage(error, code),
    stack: error.stack?.split("\n").filter((line) => /^\s+at /.test(line)),
    cause: error.cause === undefined ? undefined : safe(error.cause, depth + 1),
  };
}

function safeMessage(error: Error, code: unknown): string {
  if (error instanceof RapportError) return error.message;
  // Class 22 of SQLSTATE quotes the value that did not fit.
  if (typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code)) return "a value did not fit its column";
  if (error instanceof SyntaxError) return "text that could not be read";
  // Query values follow on later lines.
  return error.message.split("\n", 1)[0] ?? "";
}
