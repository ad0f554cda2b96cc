import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Posted, postJson } from "../../../../adapters/slack/inbound/post-json.ts";
import { createResponseUrls } from "../../../../adapters/slack/inbound/response-url.ts";

describe("a response URL", () => {
  const answering = (posted: Posted = { status: 200, text: "ok" }) => vi.fn(async () => posted);

  test("of Slack's own host is called once", async () => {
    const post = answering();
    const slack = createResponseUrls("https://slack.com/api/", post);
    expect(await slack.respond("https://hooks.slack.com/actions/T1/2/x", { text: "a" })).toBe(true);
    expect(post.mock.calls).toEqual([["https://hooks.slack.com/actions/T1/2/x", { text: "a" }]]);
  });

  test("of GovSlack is the one of its own API", async () => {
    const post = answering();
    const gov = createResponseUrls("https://slack-gov.com/api/", post);
    expect(await gov.respond("https://hooks.slack-gov.com/actions/1", {})).toBe(true);
    expect(await gov.respond("https://hooks.slack.com/actions/1", {})).toBe(false);
    expect(post).toHaveBeenCalledOnce();
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
    const post = answering();
    expect(await createResponseUrls("https://slack.com/api/", post).respond(url, {})).toBe(false);
    expect(post).not.toHaveBeenCalled();
  });

  test("on this machine is the API's own origin and no other port", async () => {
    const post = answering();
    const local = createResponseUrls("http://127.0.0.1:4000/api/", post);
    expect(await local.respond("http://127.0.0.1:4000/response/1", {})).toBe(true);
    expect(await local.respond("http://127.0.0.1:4001/response/1", {})).toBe(false);
    expect(await local.respond("http://localhost:4000/response/1", {})).toBe(false);
    expect(await local.respond("https://hooks.slack.com/1", {})).toBe(false);
    expect(post).toHaveBeenCalledOnce();
  });

  test.each([
    ["404", async () => ({ status: 404, text: '{"ok":false,"error":"expired_url"}' })],
    ["a redirect", async () => ({ status: 302, text: "" })],
    ["a refusal with 200", async () => ({ status: 200, text: '{"ok": false, "error":"invalid_blocks"}' })],
    ["no connection", () => Promise.reject(new Error("ECONNREFUSED"))],
  ])("that ends in %s has shown nothing", async (_, post: () => Promise<Posted>) => {
    const slack = createResponseUrls("https://slack.com/api/", post);
    expect(await slack.respond("https://hooks.slack.com/actions/1", {})).toBe(false);
  });
});

describe("a post of JSON", () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  /** The address of a server that answers so. */
  const listening = async (answer: RequestListener) => {
    server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };

  test("arrives whole, with its length in bytes, and brings the answer", async () => {
    const seen: unknown[] = [];
    const url = await listening(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { "content-type": type, "content-length": length } = request.headers;
      seen.push(request.method, type, length, Buffer.concat(parts).toString("utf8"));
      response.writeHead(201).end("é".repeat(5000));
    });
    const { status, text } = await postJson(url, { text: "naïve ✓" });
    const body = '{"text":"naïve ✓"}';
    expect(seen).toEqual(["POST", "application/json; charset=utf-8", String(Buffer.byteLength(body)), body]);
    expect([status, text.length >= 1000, text.length < 5000]).toEqual([201, true, true]);
  });

  test("follows no redirect", async () => {
    const paths: unknown[] = [];
    const url = await listening((request, response) => {
      paths.push(request.url);
      request.resume();
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect((await postJson(url, {})).status).toBe(307);
    expect(paths).toEqual(["/"]);
  });

  test.each([
    ["the connection breaks before an answer", (_: unknown, response) => response.destroy()],
    [
      "the connection breaks in the middle of the answer",
      (_: unknown, response) => {
        response.writeHead(200, { "content-length": "10" });
        response.write("half", () => response.destroy());
      },
    ],
  ] satisfies readonly (readonly [string, RequestListener])[])("rejects when %s", async (_, answer) => {
    await expect(postJson(await listening(answer), {})).rejects.toThrow();
  });

  test("rejects when no answer comes in time", async () => {
    const url = await listening(() => {});
    await expect(postJson(url, {}, 20)).rejects.toThrow("No answer came in time.");
  });
});
