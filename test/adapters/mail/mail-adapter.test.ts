import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMailAdapter } from "../../../adapters/mail/mail-adapter.ts";
import type { Card } from "../../../src/ports/card.ts";
import type { ChatAdapter } from "../../../src/ports/chat-adapter.ts";
import { type Behaviour, SmtpServer } from "./smtp-server.ts";

const card: Card = {
  summary: "Check-in for Permits: about a minute",
  nodes: [
    { kind: "heading", text: "Permits: check-in" },
    { kind: "text", text: "Open until Friday." },
    { kind: "link", label: "Open the check-in", path: "/go/abc" },
    { kind: "buttons", buttons: [{ label: "Pause", action: { name: "pause", args: {} } }] },
  ],
};

let server: SmtpServer;
let adapter: ChatAdapter;
beforeEach(async () => {
  server = new SmtpServer();
  adapter = createMailAdapter({
    url: await server.open(),
    from: "Rapport <rapport@city.example>",
    absolute: (path) => `https://rapport.example${path}`,
  });
});
afterEach(() => server.close());

const send = (to = "ana@acme.example", what = card) => adapter.send({ to, card: what, key: "message-1" });

test("a card arrives as text and HTML with whole links and without inputs", async () => {
  const outcome = await send();
  expect(outcome).toMatchObject({ kind: "sent", conversation: "ana@acme.example" });
  const [mail] = server.received;
  expect(mail?.from).toContain("<rapport@city.example>");
  expect(mail?.to).toEqual(["RCPT TO:<ana@acme.example>"]);
  expect(mail?.text).toMatch(/^Subject: Check-in for Permits: about a minute\r$/m);
  expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.text).toContain("text/plain");
  expect(mail?.text).toContain("text/html");
  const unfolded = mail?.text.replaceAll("=\r\n", "");
  expect(unfolded?.match(/https:\/\/rapport\.example\/go\/abc/g)).toHaveLength(2);
  expect(unfolded).not.toContain("Pause");
});

test("every attempt at a message has the same Message-ID, another message has another", async () => {
  const first = await send();
  const second = await send();
  const other = await adapter.send({ to: "ana@acme.example", card, key: "message-2" });
  expect(first).toEqual(second);
  expect(other).not.toEqual(first);
  expect(first.kind === "sent" && server.received[0]?.text.includes(`Message-ID: ${first.messageId}`)).toBe(
    true,
  );
});

describe("what the server says decides", () => {
  const cases: readonly (readonly [string, Behaviour, object])[] = [
    ["no such mailbox", { rcptTo: "550 5.1.1 unknown user" }, { kind: "gone", code: "550 5.1.1" }],
    ["no such mailbox, by an old server", { rcptTo: "550 no" }, { kind: "gone", code: "550" }],
    ["refused by policy", { rcptTo: "550 5.7.1 blocked" }, { kind: "blocked", code: "550 5.7.1" }],
    ["a full mailbox", { rcptTo: "552 5.2.2 full" }, { kind: "blocked", code: "552 5.2.2" }],
    ["grey-listing", { rcptTo: "450 4.2.0 later" }, { kind: "failed", code: "450 4.2.0" }],
    ["a sender that it does not take", { mailFrom: "553 5.7.1 not you" }, { kind: "failed" }],
    ["no service", { greeting: "421 too busy" }, { kind: "failed", code: "421" }],
    ["a message that it refuses", { afterMessage: "554 5.7.1 spam" }, { kind: "blocked" }],
    ["a message that it cannot keep now", { afterMessage: "451 4.3.0 disk" }, { kind: "failed" }],
    ["data that it cannot take now", { data: "451 4.3.0 later" }, { kind: "failed", code: "451 4.3.0" }],
  ];
  test.each(cases)("%s", async (_name, behaviour, outcome) => {
    server.behaviour = behaviour;
    expect(await send()).toMatchObject(outcome);
    expect(server.received).toEqual([]);
  });
});

describe("a connection that breaks", () => {
  test("before the message is a failure: nothing was sent", async () => {
    server.behaviour = { data: "drop" };
    expect(await send()).toMatchObject({ kind: "failed" });
  });

  test("after the whole message leaves open whether it arrived", async () => {
    server.behaviour = { afterMessage: "drop" };
    expect(await send()).toMatchObject({ kind: "unknown" });
  });

  test("after a message of many pieces leaves it open as well", async () => {
    server.behaviour = { afterMessage: "drop" };
    const text = "All is well. ".repeat(40_000);
    const long: Card = { summary: "Long", nodes: [{ kind: "text", text }] };
    expect(await send("ana@acme.example", long)).toMatchObject({ kind: "unknown" });
  });

  test("that cannot be made is a failure", async () => {
    await server.close();
    expect(await send()).toEqual({ kind: "failed", code: "econnrefused" });
    await server.open();
  });
});

test("nothing in a card or a name can add a header or a recipient", async () => {
  await send("ana@acme.example", {
    summary: "Hello\r\nBcc: eve@evil.example\r\n\r\nbody",
    nodes: [{ kind: "text", text: "line\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n<script>alert(1)</script>" }],
  });
  const [mail] = server.received;
  expect(mail?.text).toMatch(/^Subject: Hello Bcc: eve@evil\.example body\r$/m);
  expect(mail?.text).not.toMatch(/^Bcc:/m);
  expect(mail?.text).toMatch(/&lt;script&gt;/);
  expect(server.received).toHaveLength(1);
});

test.each([
  "ana@acme.example, eve@evil.example",
  "ana@acme.example\r\nRCPT TO:<eve@evil.example>",
  "Ana <ana@acme.example>",
  "ana",
  "",
  "ana@acme.example>",
  "@acme.example",
])("the address %j is no mailbox and nothing is sent", async (to) => {
  expect(await send(to)).toEqual({ kind: "gone", code: "address" });
  expect(server.received).toEqual([]);
});

test("mail can neither be looked up nor replaced", async () => {
  expect(await adapter.find({ to: "ana@acme.example", key: "message-1" })).toEqual({ kind: "cannot-tell" });
  expect(adapter.capabilities).toEqual({ duplicates: "none", updates: false });
  expect(adapter.surface("ana@example.org")).toBe("link");
});
