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
const option = (text: string, value: string) => ({ text: plain(text), value });
const button = (text: string, id: string) => ({
  type: "button",
  text: plain(text),
  action_id: id,
  value: id,
});
const ratings = {
  type: "actions",
  block_id: "rating",
  elements: [
    { type: "static_select", action_id: "rate", options: [option("Good", "3"), option("Bad", "1")] },
    button("Send & go", "send"),
  ],
};
const note = {
  type: "input",
  block_id: "note",
  label: plain("Your note"),
  optional: true,
  element: { type: "plain_text_input", action_id: "note" },
};
const modal = {
  type: "modal",
  title: plain("Change"),
  submit: plain("Save"),
  close: plain("Cancel"),
  private_metadata: "opaque",
  notify_on_close: true,
  blocks: [
    { ...note, optional: false, element: { ...note.element, max_length: 10 } },
    {
      type: "input",
      block_id: "day",
      label: plain("Day"),
      optional: true,
      element: {
        type: "static_select",
        action_id: "day",
        options: [option("Monday", "1"), option("Friday", "5")],
        initial_option: option("Monday", "1"),
      },
    },
  ],
};

describe("taps in messages", () => {
  test("carry the tap, the place and what stands in all fields", async () => {
    const message = await card(world.member);
    driver.fill(world.member, message, { "Your note": "fine" });
    await driver.click(world.member, message, { text: "Good" });
    await driver.click(world.member, message, { text: "Send & go" });
    const [tap, sent] = program.received.map(({ payload }) => payload);
    expect(tap).toMatchObject({
      type: "block_actions",
      team: { id: agencyTeam },
      user: { id: "U0ADA", team_id: agencyTeam },
      container: { type: "message", message_ts: message.ts, is_ephemeral: false },
      message: { ts: message.ts, metadata: { event_type: "card" } },
      actions: [{ type: "static_select", action_id: "rate", selected_option: { value: "3" } }],
    });
    expect(sent).toMatchObject({
      actions: [{ type: "button", block_id: "rating", action_id: "send", value: "send" }],
      state: {
        values: {
          rating: { rate: { type: "static_select", selected_option: option("Good", "3") } },
          note: { note: { type: "plain_text_input", value: "fine" } },
        },
      },
    });
    expect(sent!.trigger_id).not.toBe(tap!.trigger_id);
  });

  test("echo a message's words escaped, as Slack does", async () => {
    await driver.click(world.member, await card(world.member), { actionId: "send" });
    const { message } = program.received[0]!.payload as { message: { blocks: Json[] } };
    expect(message.blocks[0]).toMatchObject({ elements: [{}, { text: { text: "Send &amp; go" } }] });
  });

  test("by an outsider name the installing team beside the person's own", async () => {
    const message = await card(world.outsider);
    await driver.click(world.outsider, message, { actionId: "send" });
    expect(program.received[0]!.payload).toMatchObject({
      team: { id: agencyTeam },
      user: { id: "U0VERA", team_id: vendorTeam },
      api_app_id: "AT0AGENCY",
    });
  });

  test("in an ephemeral say so and leave its content out", async () => {
    const blocks = [ratings];
    await client().chat.postEphemeral({
      channel: "C0OWN",
      user: "U0ADA",
      text: "psst",
      blocks: blocks as never,
    });
    const [shown] = slack.ephemerals("C0OWN", world.member);
    await driver.click(world.member, shown!, { actionId: "send" });
    expect(program.received[0]!.payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(program.received[0]!.payload).not.toHaveProperty("message");
    await expect(driver.click(world.secondMember, shown!, { actionId: "send" })).rejects.toThrow(
      "does not see",
    );
  });

  test("are not made where nothing can be tapped", async () => {
    const message = await card(world.member);
    await expect(driver.click(world.member, message, { text: "Perfect" })).rejects.toThrow("0 elements");
    await expect(driver.click(world.secondMember, message, { actionId: "send" })).rejects.toThrow(
      "does not see",
    );
    expect(program.received).toEqual([]);
  });

  test("have a response_url that replaces what was tapped, five times within half an hour", async () => {
    const message = await card(world.member);
    await driver.click(world.member, message, { actionId: "send" });
    const url = String(program.received[0]!.payload.response_url);
    const answer = (body: Json) => fetch(url, { method: "POST", body: JSON.stringify(body), headers: json });
    await answer({ replace_original: true, text: "Thanks" });
    expect(slack.dm(agencyTeam, "U0ADA")).toMatchObject([{ text: "Thanks", blocks: [] }]);
    await answer({ text: "only you" });
    expect(slack.ephemerals(message.channel, world.member)).toMatchObject([{ text: "only you" }]);
    await answer({ response_type: "in_channel", text: "all" });
    expect(slack.dm(agencyTeam, "U0ADA")).toHaveLength(2);
    await answer({ delete_original: true });
    expect(slack.dm(agencyTeam, "U0ADA")).toMatchObject([{ text: "all" }]);
    expect((await answer({ text: "fifth" })).status).toBe(200);
    expect(await (await answer({ text: "sixth" })).json()).toEqual({ ok: false, error: "used_url" });
    await driver.click(world.member, await card(world.member), { actionId: "send" });
    clock.advance({ minutes: 31 });
    const late = String(program.received[1]!.payload.response_url);
    const refused = await fetch(late, { method: "POST", body: "{}", headers: json });
    expect(await refused.json()).toEqual({ ok: false, error: "expired_url" });
  });
});

describe("modals", () => {
  test("are submitted with what was put in and what stood there", async () => {
    await open(world.member);
    const submitted = await driver.submit(world.member, { "Your note": "a & b" });
    expect(submitted).toMatchObject({ outcome: "closed", status: 200 });
    expect(slack.view(world.member)).toBeNull();
    expect(program.received[0]!.payload).toMatchObject({
      type: "view_submission",
      team: { id: agencyTeam },
      view: {
        private_metadata: "opaque",
        app_installed_team_id: agencyTeam,
        state: {
          values: {
            note: { note: { value: "a & b" } },
            day: { day: { selected_option: option("Monday", "1") } },
          },
        },
      },
      response_urls: [],
    });
  });

  test("by an outsider name the outsider's team; the installing one stands in the view", async () => {
    await open(world.outsider);
    await driver.submit(world.outsider, { note: "fine", Day: "Friday" });
    expect(program.received[0]!.payload).toMatchObject({
      team: { id: vendorTeam },
      user: { team_id: vendorTeam },
      view: {
        app_installed_team_id: agencyTeam,
        state: { values: { day: { day: { selected_option: { value: "5" } } } } },
      },
    });
  });

  test("are not sent when Slack's window holds them back, unless it is forged", async () => {
    await open(world.member);
    await expect(driver.submit(world.member)).rejects.toThrow('asks for "Your note"');
    await expect(driver.submit(world.member, { note: "x".repeat(11) })).rejects.toThrow("takes 10");
    await expect(driver.submit(world.member, { Day: "Sunday" })).rejects.toThrow("is not offered");
    expect(program.received).toEqual([]);
    await driver.with({ unchecked: true }).submit(world.member, { note: "x".repeat(11), Day: "Friday" });
    expect(program.received).toHaveLength(1);
  });

  test.each<[string, unknown, number, string, number]>([
    ["nothing", undefined, 200, "closed", 0],
    ["errors", { response_action: "errors", errors: { note: "Too short" } }, 200, "errors", 1],
    ["errors at no field", { response_action: "errors", errors: { nowhere: "?" } }, 200, "trouble", 1],
    [
      "another view",
      { response_action: "update", view: { ...modal, title: plain("Next") } },
      200,
      "updated",
      1,
    ],
    ["a view on top", { response_action: "push", view: modal }, 200, "pushed", 2],
    ["clear", { response_action: "clear" }, 200, "cleared", 0],
    ["a view that Slack refuses", { response_action: "update", view: { type: "modal" } }, 200, "trouble", 1],
    ["a failure", undefined, 500, "trouble", 1],
  ])("do what the answer says: %s", async (_case, body, status, outcome, left) => {
    await open(world.member);
    program.answer = () => ({ status, body });
    expect(await driver.submit(world.member, { note: "fine" })).toMatchObject({ outcome });
    expect(slack.state.stacks.get("T0AGENCY/U0ADA")?.length ?? 0).toBe(left);
  });

  test("tell the app that they were closed when it asked to hear of it", async () => {
    await open(world.member);
    await driver.closeModal(world.member);
    expect(program.received[0]!.payload).toMatchObject({ type: "view_closed", is_cleared: false });
    expect(slack.view(world.member)).toBeNull();
  });
});

const json = { "content-type": "application/json" };

function client() {
  return quietClient(slack.apiUrl, world.agency.token ?? "");
}

async function card({ team, user }: Person): Promise<SlackMessage> {
  const metadata = { event_type: "card", event_payload: { key: "k" } };
  const blocks = [ratings, note] as never;
  await client().chat.postMessage({ channel: user, text: "Your card", blocks, metadata });
  return slack.dm(team, user, agencyTeam).at(-1)!;
}

async function open(person: Person): Promise<void> {
  const trigger_id = await slack.issueTrigger(world.agency, person, null);
  await client().apiCall("views.open", { trigger_id, view: modal });
}
