import { Writable } from "node:stream";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { RapportError } from "../src/errors.ts";
import { createLogger } from "../src/logging.ts";

const canary = "canary-7f3a";

function logged(level: string, write: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  write(createLogger(level, destination));
  return lines;
}

test("a line holds the level by name, an ISO time, the fields and the message", () => {
  const [line] = logged("info", (logger) => logger.warn({ job: "open-round", attempt: 2 }, "tried again"));
  const entry = JSON.parse(line ?? "");
  expect(entry).toMatchObject({ level: "warn", job: "open-round", attempt: 2, msg: "tried again" });
  expect(Temporal.Instant.from(entry.time).epochMilliseconds).toBeGreaterThan(0);
});

test("lines below the level, and all at silent, are left out", () => {
  expect(logged("warn", (logger) => logger.info({}, "quiet"))).toEqual([]);
  expect(logged("silent", (logger) => logger.error({}, "quiet"))).toEqual([]);
});

test.each(["text", "name", "answer", "token", "secret", "password", "authorization", "Authorization"])(
  "a field called %s is dropped at any depth",
  (field) => {
    const [line] = logged("info", (logger) =>
      logger.info({ [field]: canary, request: { headers: [{ [field]: canary, kept: 1 }] } }, "seen"),
    );
    expect(line).not.toContain(canary);
    expect(JSON.parse(line ?? "").request).toEqual({ headers: [{ kept: 1 }] });
  },
);

test("an error keeps code, first line, stack and cause, but no query values", () => {
  const database = Object.assign(new Error(`invalid input syntax: "${canary}"`), {
    code: "22P02",
    detail: `Failing row contains (${canary}).`,
    parameters: [canary],
  });
  const query = new Error(`Failed query: insert into answers values ($1)\nparams: ${canary}`, {
    cause: database,
  });
  const error = new RapportError("answers.unsaved", "The answer was not saved.", { cause: query });
  const [line] = logged("info", (logger) => logger.error({ err: error, nested: { error: query } }, "failed"));
  expect(line).not.toContain(canary);
  const entry = JSON.parse(line ?? "");
  expect(entry.err).toMatchObject({ code: "answers.unsaved", message: "The answer was not saved." });
  expect(entry.err.stack[0]).toContain("logging.test.ts");
  expect(entry.err.cause.message).toBe("Failed query: insert into answers values ($1)");
  expect(entry.err.cause.cause.code).toBe("22P02");
  expect(entry.nested.error.message).toBe(entry.err.cause.message);
});

test("text that is no JSON does not reach the log through its syntax error", () => {
  const [line] = logged("info", (logger) => {
    try {
      JSON.parse(canary);
    } catch (err) {
      logger.error({ err }, "unreadable");
    }
  });
  expect(line).not.toContain(canary);
});

test("fields that point at themselves end somewhere", () => {
  const loop: Record<string, unknown> = { kept: 1 };
  loop.again = loop;
  expect(logged("info", (logger) => logger.info(loop, "round"))[0]).toContain("[deeper]");
});
