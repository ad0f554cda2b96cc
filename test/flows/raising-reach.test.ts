import { expect, test } from "vitest";
import { escalationMessages } from "../../src/escalations/escalation-messages.ts";
import type { Departing } from "../../src/messages/message-kind.ts";
import type { Account, Conversation } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster } from "../builders/roster.ts";
import { chicago, onBothEngines, startedWorld } from "./flow-suite.ts";
import { textOf } from "./person.ts";
import { partnershipIds, tapBy, twoPartnerships } from "./raised-cards.ts";

onBothEngines("whom a raised problem reaches", (start) => {
  test("who paused or never started may raise; who left the roster may not", async () => {
    const world = await start();
    await world.settle();
    await world.person("bob").type("pause");
    for (const key of ["bob", "cyd"]) {
      await world.person(key).type("raise");
      expect((await world.person(key).tap("raise", {}, { severity: "stuck", text: key })).outcome).toBe(
        "done",
      );
    }
    await world.person("dee").type("raise");
    const late = await world.person("dee").interaction("raise", {}, { severity: "stuck", text: "dee" });
    const { contacts, ...rest } = aPartnership();
    await world.importRoster(aRoster({ ...rest, contacts: contacts.filter(({ id }) => id !== "dee") }));
    expect((await world.inbound.interact(late)).outcome).toBe("refused");
    expect(await world.query("select text from escalations order by text")).toEqual([
      { text: "bob" },
      { text: "cyd" },
    ]);
  });

  test("a steward who takes no messages is named before and after, and sent nothing", async () => {
    const world = await startedWorld(start);
    await world.person("vic").type("pause");
    const said =
      "Name of vic, steward of Acme, takes no messages from Rapport right now. Please tell them yourself.";
    expect(textOf((await world.person("cyd").type("raise")).say)).toContain(said);
    const reply = await world.person("cyd").tap("raise", {}, { severity: "stuck", text: "Help" });
    expect(textOf(reply.replace)).toContain(said);
    expect(textOf(reply.replace)).toContain("We are telling Name of ana, steward of City, with your name.");
    await world.settle();
    expect(await world.person("vic").cardsWith("escalation-seen")).toEqual([]);
    expect(await world.person("ana").cardsWith("escalation-seen")).toHaveLength(1);
  });

  test("a steward whom no way reaches, or who pauses just then: the author is told, once a side", async () => {
    const { contacts, ...rest } = aPartnership();
    const routes = [{ slack: { team: "T0001", user: "U0001" } }];
    const changed = contacts.map((contact) => (contact.id === "vic" ? { ...contact, routes } : contact));
    const world = await start({ roster: aRoster({ ...rest, contacts: changed }) });
    await world.settle();
    // Vic was reached once, and is no more: nothing here speaks Slack.
    await world.query("update contacts set introduced_at = now() where key = 'vic'");
    const cyd = world.person("cyd");
    await cyd.type("raise");
    await cyd.tap("raise", {}, { severity: "urgent", text: "Help" });
    await world.query("update contacts set paused_at = now() where key = 'ana'");
    const notes = async () =>
      (await cyd.cards()).map(({ summary }) => summary).filter((line) => line.includes("could not tell"));
    const both = ["Acme", "City"].map(
      (side) =>
        `Permits: we could not tell the steward of ${side} what you raised. Please tell them yourself.`,
    );
    await world.settle();
    expect((await notes()).toSorted()).toEqual(both);
    await world.settle();
    expect(await notes()).toHaveLength(2);
  });

  test("it goes out at night, but waits for a steward who is away, which is said", async () => {
    const world = await startedWorld(start);
    await world.person("vic").type("away until 2026-11-04");
    await world.passTo("2026-11-02T23:30", chicago);
    await world.person("cyd").type("raise");
    const reply = await world.person("cyd").tap("raise", {}, { severity: "urgent", text: "Help" });
    expect(textOf(reply.replace)).toContain("Name of vic, steward of Acme, is told later, with your name.");
    await world.settle();
    expect(await world.person("ana").cardsWith("escalation-seen")).toHaveLength(1);
    expect(await world.person("vic").cardsWith("escalation-seen")).toEqual([]);
    await world.passTo("2026-11-05T10:00", chicago);
    expect(await world.person("vic").cardsWith("escalation-seen")).toHaveLength(1);
  });

  test("a window offers every partnership of the person, names who sees what, and answers with a lasting receipt", async () => {
    const world = await start({ roster: twoPartnerships() });
    await world.settle();
    const ids = await partnershipIds(world);
    const account: Account = { platform: "slack", id: "T0001/U0001" };
    const slack = { account, conversation: "T0001/D0001" as Conversation };
    const opening = {
      ...slack,
      eventId: "open-1",
      action: { name: "raise-form", args: {} },
      fields: { text: "From a message" },
    };
    const { dialog, outcome } = await world.inbound.interact(opening);
    expect([outcome, dialog?.title]).toEqual(["done", "Raise a problem"]);
    expect(dialog?.form?.fields.map(({ name }) => name)).toEqual(["partnership", "severity", "text"]);
    expect(dialog?.form?.fields[0]).toMatchObject({
      options: [
        { value: ids.parks, label: "Parks" },
        { value: ids.permits, label: "Permits" },
      ],
    });
    expect(dialog?.form?.fields[2]).toMatchObject({ value: "From a message" });
    expect(textOf({ summary: "", nodes: dialog?.nodes ?? [] })).toContain(
      "Permits: Both stewards, Name of ana and Name of vic, see it at once, with your name.",
    );
    const named = await world.inbound.interact({
      ...opening,
      eventId: "open-2",
      action: { name: "raise-form", args: { partnership: ids.parks ?? "" } },
    });
    expect(named.dialog?.form?.fields.map(({ name }) => name)).toEqual(["severity", "text"]);
    expect(named.dialog?.form?.submit.action.args).toMatchObject({ partnership: ids.parks });

    const submit = {
      ...slack,
      eventId: "submit-1",
      action: dialog?.form?.submit.action ?? { name: "", args: {} },
      fields: { partnership: ids.parks ?? "", severity: "at-risk", text: "Trees" },
    };
    const replies = [];
    for (let time = 0; time < 3; time += 1) replies.push(await world.inbound.interact(submit));
    expect(replies.map((reply) => reply.outcome)).toEqual(["done", "repeated", "repeated"]);
    expect(replies[0]).toMatchObject({ lasting: true, say: { summary: "Parks: your problem is raised" } });
    expect(replies[0]?.replace).toBeUndefined();
    await world.settle();
    expect(await world.query("select count(*)::int as n from messages where purpose = 'escalation'")).toEqual(
      [{ n: 2 }],
    );
  });

  test("in front of others only a line stands; e-mail has the text and no tap", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("raise");
    await world.person("cyd").tap("raise", {}, { severity: "stuck", text: "Between us" });
    const kind = escalationMessages(world.wordsFor);
    const drawOn = (surface: Departing["surface"]) =>
      world.transact(async (stores) => {
        const [row] = await stores.messages.claimDue(world.clock.now(), {
          attemptId: "00000000-0000-4000-8000-000000000009",
          leaseUntil: world.clock.now(),
          limit: 1,
        });
        if (row === undefined) throw new Error("Nothing is due.");
        const drawn = await kind.draw([{ ...row, surface }], world.clock.now(), stores);
        await stores.messages.expireLeases(world.clock.now());
        return drawn.get(row.id);
      });
    for (const surface of ["notice", "prompt"] as const) {
      const drawn = await drawOn(surface);
      const said = JSON.stringify(drawn);
      expect(said).toContain("show-escalation");
      for (const secret of ["Between us", "cyd", "Stuck", "stuck"]) expect(said).not.toContain(secret);
    }
    const mail = await drawOn("link");
    expect(JSON.stringify(mail)).toContain("Between us");
    expect(JSON.stringify(mail)).not.toContain("buttons");
    expect(JSON.stringify(mail)).toContain("You cannot answer by e-mail. Please talk to Name of cyd.");

    const [row] = await world.query("select id from escalations");
    const show = (key: string) =>
      world.inbound.interact(tapBy(world.person(key).id, "show-escalation", { escalation: String(row?.id) }));
    expect((await show("cyd")).outcome).toBe("refused");
    const { dialog } = await show("vic");
    expect(textOf({ summary: "", nodes: dialog?.nodes ?? [] })).toContain("Between us");
  });
});
