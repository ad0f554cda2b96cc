import { App, SocketModeReceiver } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AgencyAndVendor, addAgencyAndVendor } from "./agency-and-vendor.ts";
import { type LoopbackSlack, startLoopbackSlack } from "./loopback-slack.ts";
import { silent } from "./quiet-client.ts";
import { createSlackDriver, type SlackDriver } from "./slack-driver.ts";

let slack: LoopbackSlack;
let world: AgencyAndVendor;
let driver: SlackDriver;
let bolt: App;

beforeEach(async () => {
  slack = await startLoopbackSlack();
  world = addAgencyAndVendor(slack);
  driver = createSlackDriver({ slack, through: "socket" });
  bolt = boltApp();
});

afterEach(async () => {
  await bolt.stop();
  await slack.close();
});

describe("Socket Mode, with Bolt at the other end", () => {
  test("carries events, clicks and commands, and brings back what was acknowledged", async () => {
    const texts: (string | undefined)[] = [];
    bolt.message(async ({ message }) => void texts.push("text" in message ? message.text : undefined));
    bolt.command("/pulse", ({ ack, command }) => ack({ text: `you said ${command.text}` }));
    bolt.view("change", ({ ack }) => ack({ response_action: "errors", errors: { note: "Too short" } }));
    await bolt.start();
    await slack.sockets.connected(world.agency.app);

    expect(await driver.say(world.member, "hello")).toMatchObject({ status: 200, body: "" });
    await expect.poll(() => texts, patiently).toEqual(["hello"]);
    await driver.command(world.member, "/pulse", "status", "C0OWN");
    expect(slack.ephemerals("C0OWN", world.member)).toMatchObject([{ text: "you said status" }]);
    await bolt.client.views.open({
      token: world.agency.token ?? "",
      trigger_id: await slack.issueTrigger(world.agency, world.member, null),
      view: modal,
    });
    expect(await driver.submit(world.member, { note: "x" })).toMatchObject({
      outcome: "errors",
      errors: { note: "Too short" },
    });
  });

  test("carries a message that takes several kinds of frames", async () => {
    const lengths: number[] = [];
    bolt.message(
      async ({ message }) => void lengths.push("text" in message ? (message.text ?? "").length : 0),
    );
    await bolt.start();
    for (const length of [10, 1_000, 100_000]) await driver.say(world.member, "x".repeat(length));
    await expect.poll(() => lengths, patiently).toEqual([10, 1_000, 100_000]);
  });

  test("a connection that is told to go comes again; one that breaks too", async () => {
    bolt = boltApp(300);
    await bolt.start();
    const { app } = world.agency;
    slack.sockets.disconnect(app, "refresh_requested");
    await expect.poll(() => opened(), patiently).toBeGreaterThan(1);
    await slack.sockets.connected(app);
    const before = opened();
    slack.sockets.cut(app);
    await expect.poll(() => opened(), patiently).toBeGreaterThan(before);
    const said = async () => (await driver.say(world.member, "still there?")).status;
    await expect.poll(said, patiently).toBe(200);
  });

  test("nothing is delivered while nobody is connected, and a ticket is good for one connection", async () => {
    expect(await driver.say(world.member, "anybody?")).toMatchObject({ status: 0 });
    const url = slack.sockets.ticketUrl(world.agency.app, slack.url);
    const first = await opening(url);
    expect(first).toBe("open");
    expect(await opening(url)).toBe("refused");
    expect(slack.sockets.connections(world.agency.app)).toBe(1);
  });
});

/** Bolt with Socket Mode; after a break it waits for as long as it waits for an answer to its pings. */
function boltApp(clientPingTimeout = 5_000): App {
  const receiver = new SocketModeReceiver({
    appToken: world.agency.app.appToken,
    logger: silent,
    clientPingTimeout,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  return new App({
    receiver,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
    authorize: async () => ({ botToken: world.agency.token ?? "", botId: world.agency.botId }),
  });
}

const patiently = { timeout: 20_000 };

const modal = {
  type: "modal" as const,
  callback_id: "change",
  title: { type: "plain_text" as const, text: "Change" },
  submit: { type: "plain_text" as const, text: "Save" },
  blocks: [
    {
      type: "input" as const,
      block_id: "note",
      label: { type: "plain_text" as const, text: "Note" },
      element: { type: "plain_text_input" as const, action_id: "note" },
    },
  ],
};

function opened(): number {
  return slack.calls.filter(({ method }) => method === "apps.connections.open").length;
}

function opening(url: string): Promise<"open" | "refused"> {
  const socket = new WebSocket(url);
  return new Promise((resolve) => {
    socket.addEventListener("open", () => resolve("open"));
    socket.addEventListener("error", () => resolve("refused"));
  });
}
