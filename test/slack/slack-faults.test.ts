import type { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { addAgencyAndVendor } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { quietClient } from "./quiet-client.ts";
import type { Fault } from "./slack-faults.ts";
import type { SlackLimits } from "./slack-limits.ts";

let slack: LoopbackSlack;
let clock: TestClock;
let client: webApi.WebClient;

async function start(limits?: SlackLimits): Promise<void> {
  clock = createTestClock("2026-11-23T10:00:00Z");
  slack = await startLoopbackSlack({ clock, ...(limits && { limits }) });
  const { agency } = addAgencyAndVendor(slack);
  client = quietClient(slack.apiUrl, agency.token ?? "");
}

afterEach(() => slack.close());

const post = (channel = "U0ADA", text = "Hi") => client.chat.postMessage({ channel, text });
const stands = () => slack.dm("T0AGENCY", "U0ADA").length;
const outcomes = () => slack.calls.map(({ outcome }) => outcome);
const posting = { method: "chat.postMessage" };

describe("faults", () => {
  beforeEach(() => start());

  test.each<[string, Fault, string, number]>([
    ["drops the reply of what it did", { kind: "drop", accept: "yes" }, "request_error", 1],
    ["drops the call", { kind: "drop", accept: "no" }, "request_error", 0],
    ["breaks off in the middle of the answer", { kind: "reset" }, "unreadable", 1],
    ["fails before the work", { kind: "status", status: 500, accept: false }, "http_error", 0],
    ["fails after the work", { kind: "status", status: 503, accept: true }, "http_error", 1],
    ["answers with a page", { kind: "html", accept: true }, "platform_error", 1],
    ["cuts its JSON short", { kind: "truncated", accept: true }, "platform_error", 1],
    ["says an error", { kind: "error", error: "fatal_error" }, "platform_error", 0],
    [
      "says an error after the work",
      { kind: "error", error: "fatal_error", accept: true },
      "platform_error",
      1,
    ],
  ])("%s", async (_case, fault, seen, standing) => {
    slack.on(posting, fault);
    const failed: { code?: string; message: string } = await post().catch((error) => error);
    if (seen === "unreadable") expect(failed).toBeInstanceOf(Error);
    else expect(failed.code).toBe(`slack_webapi_${seen}`);
    expect(stands()).toBe(standing);
    expect(outcomes()).not.toContain("ok");
  });

  test.each([["30"], ["0"], ["-5"], ["99999999"], [undefined]])("429 with Retry-After %s", async (value) => {
    slack.on(posting, { kind: "limited", ...(value !== undefined && { retryAfter: value }) });
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, { method: "POST" });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe(value ?? null);
    expect(slack.limited).toBe(1);
    expect(stands()).toBe(0);
  });

  test("what was dropped arrives late, when it is released", async () => {
    const fault = slack.on(posting, { kind: "drop", accept: "late" });
    await expect(post()).rejects.toThrow();
    expect(stands()).toBe(0);
    fault.release();
    await post("U0BEN");
    expect(stands()).toBe(1);
  });

  test.each([
    ["done at once", "before", 1],
    ["done then", "after", 0],
  ] as const)("an answer waits until it is released, and is %s", async (_case, accept, meanwhile) => {
    const fault = slack.on(posting, { kind: "hold", accept });
    const waiting = post();
    await expect.poll(() => fault.hits, { timeout: 20_000 }).toBe(1);
    expect(stands()).toBe(meanwhile);
    fault.release();
    await waiting;
    expect(stands()).toBe(1);
  });

  test("hits the nth, every nth, or what a condition says, in one workspace and one method", async () => {
    const error = (code: string): Fault => ({ kind: "error", error: code });
    const second = slack.on({ ...posting, nth: 2 }, error("second"));
    const third = slack.on({ ...posting, every: 3 }, error("third"));
    slack.on({ while: ({ args }) => args.text === "bad" }, error("bad"));
    slack.on({ workspace: "T0OTHER" }, error("elsewhere"));
    slack.on({ method: "chat.update" }, error("update"));
    for (const text of ["1", "2", "3", "4", "5", "6", "bad"]) await post("U0ADA", text).catch(() => null);
    expect(outcomes()).toEqual(["ok", "second", "third", "ok", "ok", "third", "bad"]);
    expect([second.hits, third.hits]).toEqual([1, 2]);
    third.release();
    for (const text of ["8", "9"]) await post("U0ADA", text);
    expect(outcomes().slice(-2)).toEqual(["ok", "ok"]);
  });

  test("slowness lets everything through", async () => {
    const slow = slack.on({}, { kind: "slow", milliseconds: 1 });
    await post();
    expect(slow.hits).toBe(1);
    expect(stands()).toBe(1);
  });

  test("new messages are not in the history until the lag is released", async () => {
    const { channel = "" } = await post("U0ADA", "before");
    const other = await post("U0BEN", "before");
    const history = async (id: string) => {
      return (await client.conversations.history({ channel: id })).messages?.map(({ text }) => text);
    };
    const lag = slack.lagHistory(channel);
    await post("U0ADA", "after");
    await post("U0BEN", "after");
    expect(await history(channel)).toEqual(["before"]);
    expect(await history(other.channel ?? "")).toEqual(["after", "before"]);
    lag.release();
    expect(await history(channel)).toEqual(["after", "before"]);
  });

  test("response_urls go wrong as well", async () => {
    slack.on({ method: "response_url" }, { kind: "status", status: 500, accept: false });
    const response = await fetch(`${slack.url}/response/R1`, { method: "POST", body: "{}" });
    expect(response.status).toBe(500);
  });
});

describe("limits", () => {
  const afterSeconds = async (call: Promise<unknown>) => {
    const limited: { retryAfter?: number } = (await call.catch((error) => error)) as never;
    return limited.retryAfter;
  };

  test("one post a second to a channel, a small burst apart", async () => {
    await start({ postsPerChannel: { perSecond: 1, burst: 3 } });
    for (const text of ["1", "2", "3"]) await post("U0ADA", text);
    expect(await afterSeconds(post("U0ADA"))).toBe(3);
    await post("U0BEN");
    clock.advance({ seconds: 3 });
    await post("U0ADA");
    expect(slack.limited).toBe(1);
    expect(stands()).toBe(4);
  });

  test("so many posts a minute in a workspace; the next workspace counts alone", async () => {
    await start({ postsPerMinute: 2 });
    const other = slack.addWorkspace({ team: "T0OTHER" });
    slack.addUser({ team: "T0OTHER", user: "U1" });
    await post("U0ADA");
    clock.advance({ seconds: 20 });
    await post("U0BEN");
    expect(await afterSeconds(post("U0GUS"))).toBe(40);
    await quietClient(slack.apiUrl, other.token ?? "").chat.postMessage({ channel: "U1", text: "Hi" });
    clock.advance({ seconds: 40 });
    await post("U0GUS");
  });

  test("50 and 100 calls a minute of tiers 3 and 4, each method alone", async () => {
    await start({ tiers: true });
    const open = () => client.conversations.open({ users: "U0ADA" });
    for (let call = 0; call < 50; call += 1) await open();
    expect(await afterSeconds(open())).toBe(60);
    const publish = () => client.views.publish({ user_id: "U0ADA", view: { type: "home", blocks: [] } });
    for (let call = 0; call < 100; call += 1) await publish();
    expect(await afterSeconds(publish())).toBe(60);
    expect(slack.limited).toBe(2);
  });

  test("are off unless they are asked for", async () => {
    await start();
    for (let call = 0; call < 60; call += 1) await post();
    expect(slack.limited).toBe(0);
  });
});
