import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestClock, type TestClock } from "../builders/test-clock.ts";
import { type AgencyAndVendor, addAgencyAndVendor, agencyTeam, vendorTeam } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { type Program, startProgram } from "./program.ts";
import { quietClient } from "./quiet-client.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";
import type { Json, Person, SlackMessage } from "./slack-model.ts";

let slack: LoopbackSlack;
let clock: TestClock;
let world: AgencyAndVendor;
let program: Program;
let driver: SlackDriver;

beforeEach(async () => {
  clock = createTestClock("2026-11-23T10:00:00Z");
  slack = await startLoopbackSlack({ clock });
  world = addAgencyAndVendor(slack);
  program = await startProgram();
  driver = createSlackDriver({ slack, endpoint: program.url });
});

afterEach(async () => {
  await program.close();
  await slack.close();
});

const plain = (text: string) => ({ type: "plain_text", text });
const button = (text: string, id: string) => ({
  type: "button",
  text: plain(text),
  action_id: id,
  value: id,
});
const row = { type: "actions", block_id: "row", elements: [button("Send", "send")] };

describe("every request", () => {
  test("is signed so that Bolt takes it, with the secret of the installing workspace's app only", async () => {
    await driver.say(world.member, "hello");
    await driver.command(world.member, "/pulse", "status");
    await driver.openHome(world.member);
    const { signingSecret } = world.agency.app;
    const now = clock.now().epochMilliseconds;
    const paths = program.received.map(({ path }) => path);
    expect(paths).toEqual(["/slack/events", "/slack/commands", "/slack/events"]);
    expect(program.received.map((request) => request.isSignedWith(signingSecret, now))).toEqual([
      true,
      true,
      true,
    ]);
    expect(program.received[0]!.isSignedWith("another", now)).toBe(false);
  });

  test.each<[string, Parameters<SlackDriver["with"]>[0], boolean]>([
    ["300 s old", { timestamp: -300 }, true],
    ["301 s old", { timestamp: -301 }, false],
    ["301 s ahead, which Bolt alone lets pass", { timestamp: 301 }, true],
    ["ten years ahead, which Bolt alone lets pass", { timestamp: 315_576_000 }, true],
    ["no number for a time", { timestamp: "abc" }, false],
    ["without a time", { timestamp: null }, false],
    ["signed with a wrong secret", { secret: "wrong" }, false],
    ["with a changed byte", { changedByte: true }, false],
  ])("%s is as Bolt judges it", async (_case, how, valid) => {
    await driver.with(how).say(world.member, "hello");
    const [received] = program.received;
    const judged = received!.isSignedWith(world.agency.app.signingSecret, clock.now().epochMilliseconds);
    expect(judged).toBe(valid);
    if (how.timestamp === "abc") expect(received!.headers["x-slack-request-timestamp"]).toBe("abc");
    if (how.timestamp === null) expect(received!.headers).not.toHaveProperty("x-slack-request-timestamp");
  });

  test("can be signed with another workspace's secret", async () => {
    const other = slack.addWorkspace({ team: "T0OTHER" });
    await driver.with({ signedBy: "T0OTHER" }).say(world.member, "hello");
    const [received] = program.received;
    expect(received!.isSignedWith(other.app.signingSecret, clock.now().epochMilliseconds)).toBe(true);
    expect(received!.payload).toMatchObject({ team_id: agencyTeam });
  });

  test("is replayed byte by byte, and retried as the same event signed anew", async () => {
    const first = await driver.say(world.member, "hello");
    clock.advance({ minutes: 1 });
    await driver.replay(first);
    await driver.retry(first, { number: 2, reason: "http_timeout" });
    const [sent, replayed, retried] = program.received;
    expect(replayed).toMatchObject({ body: sent!.body });
    expect(replayed!.headers["x-slack-signature"]).toBe(sent!.headers["x-slack-signature"]);
    expect(retried!.payload.event_id).toBe(sent!.payload.event_id);
    expect(retried!.headers).toMatchObject({
      "x-slack-retry-num": "2",
      "x-slack-retry-reason": "http_timeout",
    });
    expect(retried!.isSignedWith(world.agency.app.signingSecret, clock.now().epochMilliseconds)).toBe(true);
  });

  test("answers with what the program said", async () => {
    program.answer = () => ({ status: 503, body: { error: "database" } });
    expect(await driver.say(world.member, "hello")).toMatchObject({
      status: 503,
      body: '{"error":"database"}',
    });
  });
});

describe("an app that a whole enterprise has installed", () => {
  const enterprise = { id: "E0BIG", name: "Big" };
  const person = { team: "T0BIG", user: "U1" };

  test("is named by the enterprise; taps and submissions have no team", async () => {
    slack.addWorkspace({ team: "T0BIG", enterprise, orgWide: true });
    slack.addUser(person);
    const bot = quietClient(slack.apiUrl, slack.workspace("T0BIG").token ?? "");
    await bot.chat.postMessage({ channel: "U1", text: "Hi", blocks: [row as never] });
    await driver.click(person, slack.dm("T0BIG", "U1")[0]!, { text: "Send" });
    await driver.command(person, "/pulse");
    await driver.say(person, "hello");
    const [tap, typed, said] = program.received.map(({ payload }) => payload);
    expect(tap).toMatchObject({ team: null, enterprise, is_enterprise_install: true });
    expect(typed).toMatchObject({ enterprise_id: "E0BIG", is_enterprise_install: "true", team_id: "T0BIG" });
    expect(said).toMatchObject({
      authorizations: [{ enterprise_id: "E0BIG", is_enterprise_install: true }],
    });
  });
});

describe("commands, messages and the home", () => {
  test("a command is a form, escaped, and its answer is shown to the asker", async () => {
    program.answer = () => ({ body: { text: "42" } });
    await driver.command(world.member, "/pulse", "status <now>", "C0OWN");
    expect(program.received[0]!.payload).toMatchObject({
      command: "/pulse",
      text: "status &lt;now&gt;",
      team_id: agencyTeam,
      channel_id: "C0OWN",
      user_id: "U0ADA",
    });
    expect(slack.ephemerals("C0OWN", world.member)).toMatchObject([{ text: "42" }]);
  });

  test("outsiders have no commands, guests do", async () => {
    await expect(driver.command(world.outsider, "/pulse")).rejects.toThrow("outsiders have no commands");
    await driver.command(world.guest, "/pulse");
    expect(program.received).toHaveLength(1);
  });

  test("a message of an outsider names their own team outside and the installation inside", async () => {
    await driver.say(world.outsider, "a < b");
    expect(program.received[0]!.payload).toMatchObject({
      type: "event_callback",
      team_id: vendorTeam,
      authorizations: [{ team_id: agencyTeam, user_id: "UBOTT0AGENCY" }],
      is_ext_shared_channel: true,
      event: { type: "message", channel_type: "im", text: "a &lt; b", user: "U0VERA", user_team: vendorTeam },
    });
    expect(slack.dm(vendorTeam, "U0VERA", agencyTeam)).toMatchObject([{ text: "a < b" }]);
  });

  test("opening the home names person and tab, and what stands there", async () => {
    await driver.openHome(world.member);
    await client().views.publish({ user_id: "U0ADA", view: { type: "home", blocks: [row as never] } });
    await driver.openHome(world.member);
    const [first, second] = program.received.map(({ payload }) => payload.event as Json);
    expect(first).toMatchObject({ type: "app_home_opened", user: "U0ADA", tab: "home" });
    expect(first).not.toHaveProperty("view");
    expect(second).toMatchObject({ view: { type: "home", app_installed_team_id: agencyTeam } });
    await driver.click(world.member, slack.home(world.member)!, { actionId: "send" });
    expect(program.received[2]!.payload).toMatchObject({
      container: { type: "view" },
      view: { type: "home" },
    });
    expect(program.received[2]!.payload).not.toHaveProperty("channel");
  });

  test("a shortcut on a message sends the message along", async () => {
    const message = await card(world.member);
    await driver.shortcut(world.member, "escalate", message);
    expect(program.received[0]!.payload).toMatchObject({
      type: "message_action",
      callback_id: "escalate",
      message_ts: message.ts,
      message: { ts: message.ts },
    });
  });
});

describe("what changes around the app", () => {
  test("a channel is shared, gets another id and is unshared again", async () => {
    await driver.channelShared("C0OWN", vendorTeam);
    await driver.channelIdChanged("C0OWN", "C0NEW");
    const info = await client().conversations.info({ channel: "C0NEW" });
    expect(info.channel).toMatchObject({ is_ext_shared: true });
    await driver.channelUnshared("C0NEW", vendorTeam);
    expect(program.received.map(({ payload }) => payload.event)).toMatchObject([
      { type: "channel_shared", connected_team_id: vendorTeam, channel: "C0OWN" },
      { type: "channel_id_changed", old_channel_id: "C0OWN", new_channel_id: "C0NEW" },
      { type: "channel_unshared", previously_connected_team_id: vendorTeam, is_ext_shared: false },
    ]);
  });

  test("after the app is taken out, or its tokens are, nothing goes", async () => {
    const before = client();
    await driver.tokensRevoked(agencyTeam);
    await driver.appUninstalled(agencyTeam);
    await expect(before.auth.test()).rejects.toThrow("token_revoked");
    expect(program.received.map(({ payload }) => payload.event)).toMatchObject([
      { type: "tokens_revoked", tokens: { bot: ["UBOTT0AGENCY"] } },
      { type: "app_uninstalled" },
    ]);
  });

  test("an address is verified with a challenge", async () => {
    program.answer = ({ payload }) => ({ body: { challenge: payload.challenge } });
    const { body } = await driver.verifyUrl(agencyTeam, "c4");
    expect(body).toBe('{"challenge":"c4"}');
  });
});

function client() {
  return quietClient(slack.apiUrl, world.agency.token ?? "");
}

async function card({ team, user }: Person): Promise<SlackMessage> {
  const metadata = { event_type: "card", event_payload: { key: "k" } };
  const blocks = [row] as never;
  await client().chat.postMessage({ channel: user, text: "Your card", blocks, metadata });
  return slack.dm(team, user, agencyTeam).at(-1)!;
}
