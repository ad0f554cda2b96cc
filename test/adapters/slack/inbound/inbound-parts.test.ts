import { describe, expect, test } from "vitest";
import { encodeWindow } from "../../../../adapters/slack/draw/action-codec.ts";
import { createBackground } from "../../../../adapters/slack/inbound/background.ts";
import { createBoltLogger } from "../../../../adapters/slack/inbound/bolt-logger.ts";
import { contentTypeOf, readBody } from "../../../../adapters/slack/inbound/read-body.ts";
import { createTurns } from "../../../../adapters/slack/inbound/turns.ts";
import { typedText } from "../../../../adapters/slack/inbound/typed-text.ts";
import { encodeOrigin, readOrigin } from "../../../../adapters/slack/inbound/window-origin.ts";
import { createRecordingLogger } from "../../../builders/recording-logger.ts";

describe("typed words", () => {
  test.each([
    ["status", "status"],
    ["  /pulse   status ", "status"],
    ["/PULSE", ""],
    ["/pulses", "/pulses"],
    ["<@UBOT> status", "status"],
    ["<@UBOT|rapport>: /pulse status", "status"],
    ["ask <@UBOT> status", "ask @someone status"],
    ["<@UOTHER> status", "@someone status"],
    ["away &lt;until&gt; Friday &amp; Monday", "away <until> Friday & Monday"],
    [":tada:", ":tada:"],
    ["", ""],
  ])("%j are %j for the core", (raw, text) => {
    expect(typedText(raw, "UBOT")).toBe(text);
  });

  test("are read without knowing the bot's own id", () => {
    expect(typedText("/pulse help", undefined)).toBe("help");
    expect(typedText("<@UBOT> help", undefined)).toBe("@someone help");
  });

  test("of any length are read at once", () => {
    const long = `<@UBOT>${" ,:".repeat(100_000)}<@UBOT`;
    expect(typedText(long, "UBOT")).toBe("<@UBOT");
  });
});

describe("a body", () => {
  test("keeps names of a prototype as its own, and pollutes nothing", () => {
    const read = readBody("application/json", Buffer.from('{"__proto__":{"polluted":1}}'));
    expect(Object.keys(read ?? {})).toEqual(["__proto__"]);
    const form = readBody("application/x-www-form-urlencoded", Buffer.from("__proto__=x&a=b"));
    expect(Object.keys(form ?? {})).toEqual(["__proto__", "a"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("may begin with a byte order mark and nest as deep as it likes", () => {
    expect(readBody("application/json", Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(() => readBody("application/json", Buffer.from(deep))).not.toThrow();
  });

  test("has one of two content types", () => {
    expect(contentTypeOf("application/json; charset=utf-8")).toBe("application/json");
    expect(contentTypeOf("Application/X-WWW-Form-Urlencoded")).toBe("application/x-www-form-urlencoded");
    for (const other of ["", undefined, "text/json", "application/json+x", "multipart/form-data"])
      expect(contentTypeOf(other)).toBeNull();
  });
});

describe("what a window remembers", () => {
  test("comes back as it went", () => {
    const origin = { home: true, below: 'A "title" & more' };
    expect(readOrigin(encodeWindow(undefined, encodeOrigin(origin)))).toEqual(origin);
  });

  test.each([[""], ["{"], ['{"o":"{"}'], ['{"o":"5"}'], ['{"o":5}'], ['{"o":"{\\"h\\":1,\\"b\\":2}"}']])(
    "is nothing where it reads %j",
    (metadata) => {
      expect(readOrigin(metadata)).toEqual({ home: false, below: null });
    },
  );
});

describe("work in the background", () => {
  test("that fails is a warning with its code, and the next goes on", async () => {
    const logger = createRecordingLogger();
    const background = createBackground(logger, createTurns());
    const done: string[] = [];
    background.latest("a", "first", () => Promise.reject(new Error("no")));
    background.latest("a", "first", async () => void done.push("second"));
    background.run("third", () => Promise.reject(new Error("no")));
    expect(await background.settled(1_000)).toBe(true);
    expect(done).toEqual(["second"]);
    expect(logger.lines.map(({ level, fields }) => [level, fields.what])).toEqual([
      ["warn", "first"],
      ["warn", "third"],
    ]);
  });

  test("of one key runs one at a time and in order; of another it does not wait", async () => {
    const background = createBackground(createRecordingLogger(), createTurns());
    const gate = Promise.withResolvers<void>();
    const order: string[] = [];
    background.latest("a", "a", async () => {
      await gate.promise;
      order.push("a1");
    });
    background.latest("a", "a", async () => void order.push("a2"));
    background.latest("a", "a", async () => void order.push("a3"));
    background.latest("b", "b", async () => void order.push("b1"));
    expect(await background.settled(0)).toBe(false);
    gate.resolve();
    expect(await background.settled(1_000)).toBe(true);
    background.latest("a", "a", async () => void order.push("a4"));
    await background.settled(1_000);
    expect(order).toEqual(["b1", "a1", "a3", "a4"]);
  });

  test("that begins other work is waited for with it", async () => {
    const background = createBackground(createRecordingLogger(), createTurns());
    const done: string[] = [];
    background.run("outer", async () => {
      background.run("inner", async () => void done.push("inner"));
    });
    expect(await background.settled(1_000)).toBe(true);
    expect(done).toEqual(["inner"]);
  });
});

test("Bolt's own lines become codes: no payload, token or text is in them", () => {
  const logger = createRecordingLogger();
  const bolt = createBoltLogger(logger);
  bolt.debug("ack() call begins (body: secret)");
  bolt.info("secret");
  bolt.warn("Authorization of incoming event did not succeed. No listeners will be called.");
  bolt.error(Object.assign(new Error("secret"), { code: "slack_bolt_unknown_error" }));
  bolt.error("An unhandled error occurred while Bolt processed (type: x, error: secret)", {
    secret: "secret",
  });
  bolt.warn("something secret that is new");
  bolt.error("Failed to retrieve a new WSS URL (error: secret)");
  expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual([
    ["warn", { code: "slack.authorization" }],
    ["warn", { code: "slack.slack_bolt_unknown_error" }],
    ["warn", { code: "slack.unhandled" }],
    ["warn", { code: "slack.bolt" }],
  ]);
});
