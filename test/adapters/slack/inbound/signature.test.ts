import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signedHeaders } from "../../../slack/sign-request.ts";
import { type InboundWorld, openInboundWorld } from "./inbound-world.ts";

let world: InboundWorld;
beforeEach(async () => {
  world = await openInboundWorld();
});
afterEach(() => world.close());

/** Posts bytes to the endpoint, signed by the agency's app unless the headers say otherwise. */
const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}, method = "POST") =>
  fetch(`${world.url}/slack/events`, {
    method,
    body: method === "GET" ? null : body,
    headers: {
      "content-type": "application/json",
      ...signedHeaders(String(body), {
        secret: world.people.agency.app.signingSecret,
        now: world.clock.now().epochMilliseconds,
      }),
      ...headers,
    },
  });

describe("a request to Slack's endpoint", () => {
  test("within five minutes of its signing, by either clock, is taken", async () => {
    for (const timestamp of [0, -300, 300])
      expect((await world.driver.with({ timestamp }).say(world.people.member, "help")).status).toBe(200);
    expect(world.inbound.commands).toHaveLength(3);
  });

  test.each([
    ["301 seconds old", { timestamp: -301 }],
    ["301 seconds in the future", { timestamp: 301 }],
    ["ten years in the future", { timestamp: 10 * 365 * 86_400 }],
    ["of no time at all", { timestamp: "abc" }],
    ["of a time that is no integer", { timestamp: "1.79e9" }],
    ["of an empty time", { timestamp: "" }],
    ["without a time", { timestamp: null }],
    ["with another secret", { secret: "another" }],
    ["with an empty secret", { secret: "" }],
    ["with a changed byte", { changedByte: true }],
  ])("%s is refused and nothing is asked", async (_, forgery) => {
    const { member } = world.people;
    const deliveries = [
      await world.driver.with(forgery).say(member, "status"),
      await world.driver.with(forgery).command(member, "/pulse", "status"),
    ];
    expect(deliveries.map(({ status }) => status)).toEqual([401, 401]);
    expect(world.inbound.commands).toEqual([]);
    expect(world.logger.lines.every(({ level }) => level === "warn")).toBe(true);
    expect(JSON.stringify(world.logger.lines)).not.toContain("U0ADA");
  });

  test.each([
    [""],
    ["v0="],
    ["v1=".padEnd(67, "a")],
    ["v0=".padEnd(66, "a")],
    ["v0=".padEnd(67, "A")],
    [`v0=${"a".repeat(64)}, v0=${"b".repeat(64)}`],
  ])("with the signature %j is refused", async (signature) => {
    expect((await send("{}", { "x-slack-signature": signature })).status).toBe(401);
  });

  test("is refused where an installation has no signing secret to check it with", async () => {
    const { team } = world.people.agency;
    world.connect(team, { credentials: { botToken: "xoxb-1", signingSecret: "" } });
    expect((await world.driver.with({ secret: "" }).say(world.people.member, "help")).status).toBe(401);
    world.connect(team, { credentials: { botToken: "xoxb-1" } });
    expect((await world.driver.say(world.people.member, "help")).status).toBe(401);
  });

  test.each([
    ["{"],
    ["[]"],
    ["null"],
    ['"text"'],
    ["{}"],
    ['{"type":"event_callback","event":null}'],
    ['{"type":"event_callback","event":"message"}'],
    ['{"type":"event_callback","event":{"type":5}}'],
    ['{"type":"block_actions","user":null,"actions":[]}'],
    ['{"type":"block_actions","user":{"id":"U1"},"actions":[null]}'],
    ['{"type":"view_submission","user":{"id":"U1"},"view":7}'],
    ['{"command":["/pulse"]}'],
    ['{"__proto__":{"event":{"type":"message"}}}'],
  ])("that is signed but reads %s is malformed, and nothing breaks", async (body) => {
    expect((await send(body)).status).toBe(400);
  });

  test("with bytes that are no text, or a payload that is no JSON, is malformed", async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const { createHmac } = await import("node:crypto");
    const time = String(Math.floor(world.clock.now().epochMilliseconds / 1000));
    const hmac = createHmac("sha256", world.people.agency.app.signingSecret).update(`v0:${time}:`);
    const signature = `v0=${hmac.update(bytes).digest("hex")}`;
    expect((await send(bytes, { "x-slack-signature": signature })).status).toBe(400);
    const form = { "content-type": "application/x-www-form-urlencoded" };
    for (const body of ["payload=%7B", "payload=%5B%5D", "payload=", "x=1"])
      expect((await send(body, form)).status).toBe(400);
  });

  test("of more than 1 MB is refused before it is read, signed or not", async () => {
    for (const megabytes of [1.1, 4.1]) {
      const response = await send(`{"text":"${"a".repeat(megabytes * 1_000_000)}"}`);
      expect(response.status).toBe(413);
    }
    const unsigned = await send("a".repeat(4_100_000), { "x-slack-signature": "v0=" });
    expect(unsigned.status).toBe(401);
  });

  test("of another content type, compressed, or by another method is not taken", async () => {
    expect((await send("{}", { "content-type": "text/plain" })).status).toBe(415);
    expect((await send("{}", { "content-encoding": "gzip" })).status).toBe(415);
    expect((await send("", {}, "GET")).status).toBe(404);
  });

  test("is answered with 503 while the workspaces cannot be read, so that Slack sends it again", async () => {
    world.breakWorkspaces(new Error("no database"));
    const first = await world.driver.say(world.people.member, "status");
    expect(first.status).toBe(503);
    world.breakWorkspaces(null);
    expect((await world.driver.retry(first)).status).toBe(200);
    expect(world.inbound.commands.map(({ text }) => text)).toEqual(["status"]);
  });
});

describe("Slack's own questions", () => {
  test("about the address are answered when they are signed", async () => {
    const { team } = world.people.agency;
    const { status, body } = await world.driver.verifyUrl(team, "3eZbrw1aB10FEMAGAZd4FyFQ");
    expect([status, body]).toEqual([200, "3eZbrw1aB10FEMAGAZd4FyFQ"]);
    expect((await world.driver.with({ secret: "another" }).verifyUrl(team, "x")).status).toBe(401);
  });

  test("are answered before the first installation is complete", async () => {
    const { team, app } = world.people.agency;
    const waiting = {
      state: "waiting",
      tenant: null,
      credentials: { signingSecret: app.signingSecret },
    } as const;
    world.connect(team, waiting);
    expect((await world.driver.verifyUrl(team, "early")).body).toBe("early");
    expect((await world.driver.say(world.people.member, "help")).status).toBe(403);
  });

  test("about the certificate are answered without a word", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const response = await send("ssl_check=1&token=x", form);
    expect([response.status, await response.text()]).toEqual([200, ""]);
    expect(world.inbound.commands).toEqual([]);
  });
});
