import { afterEach, describe, expect, test, vi } from "vitest";
import { encodeWindow } from "../../../../adapters/slack/draw/action-codec.ts";
import { createBackground } from "../../../../adapters/slack/inbound/background.ts";
import { createBoltLogger } from "../../../../adapters/slack/inbound/bolt-logger.ts";
import { contentTypeOf, readBody } from "../../../../adapters/slack/inbound/read-body.ts";
import { createResponseUrls } from "../../../../adapters/slack/inbound/response-url.ts";
import { typedText } from "../../../../adapters/slack/inbound/typed-text.ts";
import { encodeOrigin, readOrigin } from "../../../../adapters/slack/inbound/window-origin.ts";
import { createRecordingLogger } from "../../../builders/recording-logger.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a response URL", () => {
  const answering = (response: () => Response | Promise<Response>) => {
    const fetched = vi.fn(async (_url: string, _init: RequestInit) => response());
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };
  const slack = createResponseUrls("https://slack.com/api/");

  test("of Slack's own host is called once, without following anywhere", async () => {
    const fetched = answering(() => new Response("ok"));
    expect(await slack.respond("https://hooks.slack.com/actions/T1/2/x", { text: "a" })).toBe(true);
    expect(fetched).toHaveBeenCalledOnce();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      method: "POST",
      redirect: "error",
      body: '{"text":"a"}',
    });
  });

  test("of GovSlack is the one of its own API", async () => {
    const fetched = answering(() => new Response("ok"));
    const gov = createResponseUrls("https://slack-gov.com/api/");
    expect(await gov.respond("https://hooks.slack-gov.com/actions/1", {})).toBe(true);
    expect(await gov.respond("https://hooks.slack.com/actions/1", {})).toBe(false);
    expect(fetched).toHaveBeenCalledOnce();
  });

  test.each([
    [null],
    [""],
    ["hooks.slack.com/actions/1"],
    ["http://hooks.slack.com/actions/1"],
    ["https://hooks.slack.com:8443/actions/1"],
    ["https://hooks.slack.com.evil.example/1"],
    ["https://evil.example/hooks.slack.com"],
    ["https://evil.example#hooks.slack.com"],
    ["https://hooks.slack.com@evil.example/1"],
    ["https://user:pass@hooks.slack.com/1"],
    ["https://slack.com/actions/1"],
    ["https://xhooks.slack.com/1"],
    ["https://hooks.slack.com.:443/1"],
    ["https://127.0.0.1/1"],
    ["http://169.254.169.254/latest"],
    ["file:///etc/passwd"],
    ["javascript:1"],
  ])("that reads %j is not called", async (url) => {
    const fetched = answering(() => new Response("ok"));
    expect(await slack.respond(url, {})).toBe(false);
    expect(fetched).not.toHaveBeenCalled();
  });

  test("on this machine is the API's own origin and no other port", async () => {
    const fetched = answering(() => new Response("ok"));
    const local = createResponseUrls("http://127.0.0.1:4000/api/");
    expect(await local.respond("http://127.0.0.1:4000/response/1", {})).toBe(true);
    expect(await local.respond("http://127.0.0.1:4001/response/1", {})).toBe(false);
    expect(await local.respond("http://localhost:4000/response/1", {})).toBe(false);
    expect(await local.respond("https://hooks.slack.com/1", {})).toBe(false);
    expect(fetched).toHaveBeenCalledOnce();
  });

  test.each([
    ["404", () => new Response('{"ok":false,"error":"expired_url"}', { status: 404 })],
    ["a refusal with 200", () => new Response('{"ok": false, "error":"invalid_blocks"}')],
    ["no connection", () => Promise.reject(new TypeError("fetch failed"))],
  ])("that ends in %s has shown nothing", async (_, response) => {
    answering(response);
    expect(await slack.respond("https://hooks.slack.com/actions/1", {})).toBe(false);
  });
});

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
    const background = createBackground(logger);
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
    const background = createBackground(createRecordingLogger());
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
    const background = createBackground(createRecordingLogger());
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
    ["warn", { code: "slack.library" }],
  ]);
});
