import { expect, test } from "vitest";
import type { Conversation, Reply } from "../../src/ports/chat-adapter.ts";
import { agencyPeople, aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { type FlowWorld, onBothEngines } from "./flow-suite.ts";
import { nextEvent, textOf } from "./person.ts";

const slack = { platform: "slack" as const, id: "T0001/U0001" };

// Vic is on a small side in two partnerships, with one account in chat.
const vendor = (...keys: readonly string[]) =>
  keys.map((key) => aRosterContact(key, { organisation: "Acme" }));
const roster = aRoster(
  aPartnership(),
  aPartnership({
    key: "roads",
    name: "Roads",
    contacts: [...agencyPeople.map((key) => aRosterContact(key)), ...vendor("vic", "yan", "zoe")],
  }),
);

onBothEngines("a small side's consent (MEASUREMENT 3.4)", (start) => {
  test("is of the one contact that was asked, whoever else the same person is", async () => {
    const world = await start({ roster });
    await world.settle();
    const ids = ["permits/vic", "roads/vic"].map((key) => world.contactIds[key] ?? "");
    for (const id of ids) {
      await world.query(
        "insert into identities (id, contact_id, platform, account, claimed_at, confirmed_at) values (gen_random_uuid(), $1, 'slack', $2, now(), now())",
        [id, slack.id],
      );
    }
    const [permits = "", roads = ""] = ids;
    const started = await tap(world, "introduction", { contact: permits, answer: "start" });
    expect(JSON.stringify(started.replace)).toContain(`{"contact":"${permits}","answer":"yes"}`);
    expect((await tap(world, "small-side", { contact: permits, answer: "yes" })).outcome).toBe("done");
    expect(await agreed(world)).toEqual([permits]);
    await tap(world, "small-side", { contact: roads, answer: "yes" });
    await tap(world, "small-side", { contact: permits, answer: "no" });
    expect(await agreed(world)).toEqual([roads]);
    for (const contact of [world.contactIds["permits/wes"] ?? "", "", "x"]) {
      expect((await tap(world, "small-side", { contact, answer: "yes" })).outcome).toBe("refused");
    }
    expect(await agreed(world)).toEqual([roads]);
  });

  test("is given and taken back in the settings, also in chat; larger sides are not asked", async () => {
    const world = await start();
    await world.settle();
    const vic = world.person("vic");
    const settings = async () => textOf((await vic.type("settings")).say);
    expect(await settings()).toContain("You do not agree at present.");
    expect((await vic.tap("small-side", { answer: "yes" })).outcome).toBe("done");
    expect(await agreed(world)).toEqual([vic.id]);
    expect(await settings()).toContain("You agree at present.");
    await vic.tap("small-side", { answer: "no" });
    expect(await agreed(world)).toEqual([]);
    expect(textOf((await world.person("ana").type("settings")).say)).not.toContain("at present");
  });
});

function tap(world: FlowWorld, name: string, args: Readonly<Record<string, string>>): Promise<Reply> {
  return world.inbound.interact({
    eventId: nextEvent(),
    account: slack,
    conversation: "D1" as Conversation,
    action: { name, args },
    fields: {},
  });
}

async function agreed(world: FlowWorld): Promise<readonly unknown[]> {
  const rows = await world.query("select id from contacts where small_side_consent_at is not null");
  return rows.map(({ id }) => id);
}
