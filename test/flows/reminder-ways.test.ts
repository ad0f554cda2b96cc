import { expect, test } from "vitest";
import type { Conversation, Outgoing } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { createChatPlatform } from "./chat-platform.ts";
import { chicago, type FlowWorld, onBothEngines } from "./flow-suite.ts";
import { nextEvent } from "./person.ts";

const slack = (user: string, way: object = {}) => ({ slack: { team: "T0001", user, ...way } });
/** Ana, who is reached in these ways, and Vic. */
const roster = (...ways: readonly object[]) =>
  aRoster(
    aPartnership({
      contacts: [
        aRosterContact("ana", { routes: ways.map((way) => slack("U0001", way)) }),
        aRosterContact("vic", { organisation: "Acme", routes: [slack("U0003")] }),
      ],
      posts: { joint: "slack:T0001/C0JOINT" },
    }),
  );
const prompt = { prompt: "C0001" };
const promptAddress = "T0001/U0001/prompt/C0001";

/** Ana says Start and then nothing, until after her reminder. */
async function leaveUnanswered(world: FlowWorld): Promise<void> {
  await world.settle();
  const reply = await world.inbound.interact({
    eventId: nextEvent(),
    account: { platform: "slack", id: "T0001/U0001" },
    conversation: "T0001/view" as Conversation,
    action: { name: "introduction", args: { contact: world.contactIds.ana ?? "", answer: "start" } },
    fields: {},
  });
  expect(reply.outcome).toBe("done");
  await world.settle();
  await world.passTo("2026-11-06T16:00", chicago);
}
/** Where each attempt at her check-in and its reminder went, and what came of it. */
const attempts = (world: FlowWorld) =>
  world.query(
    `select m.purpose, r.address as to, d.outcome from messages m join deliveries d on d.message_id = m.id
     join routes r on r.id = d.route_id where m.contact_id = $1 and m.purpose in ('check-in', 'reminder')
     order by m.purpose, d.outcome`,
    [world.contactIds.ana],
  );

onBothEngines("the way of a reminder", (start) => {
  test.each([
    ["by a way of one's own, where there is one", "T0001/U0001", [prompt, {}]],
    ["by another such line, where there is no other way", promptAddress, [prompt]],
    ["not by what all of a channel read", promptAddress, [prompt, { card: "C0002" }]],
  ])("after a line that vanishes it goes %s", async (_, to, ways) => {
    const platform = createChatPlatform();
    const world = await start({ adapters: [platform.adapter], roster: roster(...ways) });
    await leaveUnanswered(world);
    expect(await attempts(world)).toEqual([
      { purpose: "check-in", to: promptAddress, outcome: "sent" },
      { purpose: "reminder", to, outcome: "sent" },
    ]);
  });

  test("where one's own way turns out to be dead, it goes by the line that vanishes after all", async () => {
    const isDead = ({ to }: Outgoing) => to === "T0001/U0001";
    const platform = createChatPlatform((outgoing) =>
      isDead(outgoing) ? { kind: "blocked", code: "cannot_dm_bot" } : null,
    );
    const world = await start({ adapters: [platform.adapter], roster: roster(prompt, {}) });
    await leaveUnanswered(world);
    expect(await attempts(world)).toEqual([
      { purpose: "check-in", to: promptAddress, outcome: "sent" },
      { purpose: "reminder", to: "T0001/U0001", outcome: "blocked" },
      { purpose: "reminder", to: promptAddress, outcome: "sent" },
    ]);
  });
});
