import { expect, test } from "vitest";
import type { Reply } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster } from "../builders/roster.ts";
import { onBothEngines, startedWorld } from "./flow-suite.ts";
import { textOf } from "./person.ts";
import {
  auditOf,
  fieldOf,
  partnershipIds,
  quotesOf,
  tapBy,
  twoPartnerships,
  windowOf,
} from "./raised-cards.ts";

onBothEngines("raising a problem", (start) => {
  test("a typed problem reaches both stewards at once, with text, severity and name; the author has a receipt", async () => {
    const world = await startedWorld(start);
    const cyd = world.person("cyd");
    const typed = await cyd.type("raise: Nobody signs the permits.\n\nSince Monday.");
    expect([typed.outcome, typed.lasting]).toEqual(["done", true]);
    expect(textOf(typed.say)).toContain(
      "Both stewards, Name of ana and Name of vic, see it at once, with your name.",
    );
    expect(fieldOf(typed.say, "text")).toMatchObject({
      value: "Nobody signs the permits.\n\nSince Monday.",
      maxLength: 3000,
    });
    expect(fieldOf(typed.say, "partnership")).toBeUndefined();
    expect(await world.query("select id from escalations")).toEqual([]);

    const text = "Nobody signs the permits.\n\nSince Monday.";
    const reply = await cyd.tap("raise", {}, { severity: "stuck", text });
    expect(reply.outcome).toBe("done");
    const receipt = textOf(reply.replace);
    expect(receipt).toContain("We are telling both stewards, Name of ana and Name of vic, with your name.");
    expect(receipt).toContain("Stuck: we cannot go on without help");
    expect(quotesOf(reply.replace)).toEqual([text]);
    await world.settle();

    for (const key of ["ana", "vic"]) {
      const [card, ...more] = await world.person(key).cardsWith("escalation-seen");
      expect(more).toEqual([]);
      expect(card?.nodes[0]).toEqual({ kind: "heading", text: "Stuck: a problem in Permits" });
      expect(card?.nodes).toContainEqual({ kind: "quote", text, by: "Name of cyd, City" });
      expect(textOf(card)).toContain("Mon 2 Nov 2026, 12:00 (Chicago time)");
      expect(card?.summary).not.toContain("Since Monday");
    }
    for (const key of ["bob", "cyd", "wes"])
      expect(await world.person(key).cardsWith("escalation-seen")).toEqual([]);
    expect(await world.query("select severity, text, side from escalations")).toEqual([
      { severity: "stuck", text, side: "agency" },
    ]);
    expect(await auditOf(world, "escalation")).toEqual([
      { action: "escalation.raised", actor: cyd.id, details: { severity: "stuck" } },
    ]);
  });

  test("a steward who raises is not sent their own, and is told who was told", async () => {
    const world = await startedWorld(start);
    const vic = world.person("vic");
    expect(textOf((await vic.type("problem")).say)).toContain("You are the steward of Acme yourself.");
    const reply = await vic.tap("raise", {}, { severity: "at-risk", text: "The date slips" });
    const told = reply.replace?.nodes.flatMap((node) => (node.kind === "text" ? [node.text] : []));
    expect(told).toEqual([
      "We are telling Name of ana, steward of City, with your name.",
      "You are the steward of Acme yourself.",
    ]);
    await world.settle();
    expect(await vic.cardsWith("escalation-seen")).toEqual([]);
    expect(await world.person("ana").cardsWith("escalation-seen")).toHaveLength(1);
  });

  test("the same event, three times one after the other and three times at once, raises once", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("raise");
    const tap = await world.person("cyd").interaction("raise", {}, { severity: "urgent", text: "Water!" });
    const replies: Reply[] = [];
    for (let time = 0; time < 3; time += 1) replies.push(await world.inbound.interact(tap));
    replies.push(...(await Promise.all([0, 1, 2].map(() => world.inbound.interact(tap)))));
    expect(replies.map(({ outcome }) => outcome)).toEqual(replies.map(() => "done"));
    expect(new Set(replies.map(({ replace }) => JSON.stringify(replace))).size).toBe(1);
    await world.settle();
    expect(await world.query("select count(*)::int as n from escalations")).toEqual([{ n: 1 }]);
    expect(
      await world.query("select contact_id, state from messages where purpose = 'escalation' order by 1"),
    ).toEqual(
      ["ana", "vic"].map((key) => ({ contact_id: world.person(key).id, state: "sent" })).toSorted(byContact),
    );
    expect(await auditOf(world, "escalation")).toHaveLength(1);
  });

  test("what is not right raises nothing and says so", async () => {
    const world = await start({ roster: twoPartnerships() });
    await world.settle();
    const ana = world.contactIds["permits/ana"] ?? "";
    const ids = await partnershipIds(world);
    const good = { partnership: ids.permits ?? "", severity: "stuck", text: "Something" };
    const stranger = "00000000-0000-4000-8000-000000000001";
    const cases: readonly (readonly [account: string, fields: Record<string, string>, said: string])[] = [
      [ana, { ...good, severity: "S1" }, "choose how serious it is"],
      [ana, { ...good, severity: "" }, "choose how serious it is"],
      [ana, { ...good, severity: "toString" }, "choose how serious it is"],
      [ana, { ...good, text: "" }, "the text is empty"],
      [ana, { ...good, text: " \n\u0000 " }, "the text is empty"],
      [ana, { ...good, partnership: ids.parks ?? "" }, "one of your own partnerships"],
      [ana, { ...good, partnership: "" }, "one of your own partnerships"],
      [ana, { ...good, partnership: "' or true" }, "one of your own partnerships"],
      [ana, { ...good, partnership: stranger }, "one of your own partnerships"],
      [world.contactIds["parks/pam"] ?? "", good, "one of your own partnerships"],
      [stranger, good, "I do not know this account yet"],
    ];
    const before = await world.snapshot();
    for (const [id, fields, said] of cases) {
      const reply = await world.inbound.interact(tapBy(id, "raise", {}, fields));
      expect([fields, reply.outcome]).toEqual([fields, "refused"]);
      expect(textOf(reply.say)).toContain(said);
    }
    expect(await world.snapshot()).toEqual(before);
  });

  test("another person's event id gets no look at what it raised", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("raise");
    const tap = await world.person("cyd").interaction("raise", {}, { severity: "stuck", text: "Cyd's own" });
    await world.inbound.interact(tap);
    await world.person("wes").type("raise");
    const other = await world.person("wes").interaction("raise", {}, { severity: "stuck", text: "Wes's" });
    const reply = await world.inbound.interact({ ...other, eventId: tap.eventId });
    expect([reply.outcome, reply.replace]).toEqual(["refused", undefined]);
    expect(await world.query("select text from escalations")).toEqual([{ text: "Cyd's own" }]);
  });

  test("hostile, broken and very long text stays harmless data, cut at 3,000 characters", async () => {
    const world = await startedWorld(start);
    const texts: readonly (readonly [raw: string, kept: string])[] = [
      [
        "<!channel> <@U1> [x](http://evil) {name} '{side}' {{DATE()}}",
        "<!channel> <@U1> [x](http://evil) {name} '{side}' {{DATE()}}",
      ],
      ["'); drop table escalations; --", "'); drop table escalations; --"],
      ["a\u0000b\ud800c", "ab\ufffdc"],
      ["x".repeat(4000), "x".repeat(3000)],
    ];
    for (const [raw, kept] of texts) {
      await world.person("cyd").type(`raise ${raw}`);
      const offered = fieldOf((await world.person("cyd").cardsWith("raise")).at(-1), "text");
      expect(offered).toMatchObject({ value: kept });
      await world.person("cyd").tap("raise", {}, { severity: "stuck", text: raw });
      await world.settle();
      const card = (await world.person("vic").cardsWith("escalation-seen")).at(-1);
      expect(quotesOf(card)).toEqual([kept]);
      expect(
        textOf({ summary: "", nodes: (card?.nodes ?? []).filter(({ kind }) => kind !== "quote") }),
      ).not.toContain(kept);
    }
    expect(await world.query("select text from escalations order by length(text)")).toHaveLength(4);
  });

  test("a button never carries more than fits into it: long drafts stand to be copied", async () => {
    const world = await startedWorld(start);
    const short = (await world.person("cyd").type(`raise ${"a".repeat(1400)}`)).say;
    expect(windowOf(short)).toEqual({ name: "raise-form", args: { text: "a".repeat(1400) } });
    expect(quotesOf(short)).toEqual([]);
    for (const draft of ["b".repeat(1600), '"\\'.repeat(700), "\n".concat("c\n".repeat(700))]) {
      const card = (await world.person("cyd").type(`raise ${draft}`)).say;
      expect(windowOf(card)).toEqual({ name: "raise-form", args: {} });
      expect(quotesOf(card)).toEqual([draft.trim()]);
      expect(fieldOf(card, "text")).toMatchObject({ value: draft.trim() });
    }
  });

  test("the partnership's safety policy stands above the form (MEASUREMENT 4.9)", async () => {
    const roster = aRoster(aPartnership({ safetyPolicy: "Call 911 first." }));
    const world = await startedWorld(start, { roster });
    const { say } = await world.person("cyd").type("escalate");
    expect(say?.nodes[1]).toEqual({ kind: "text", text: "Call 911 first.", tone: "warning" });
  });
});

function byContact(one: { contact_id: string }, other: { contact_id: string }): number {
  return one.contact_id < other.contact_id ? -1 : 1;
}
