import { expect, test } from "vitest";
import type { Conversation, Interaction } from "../../src/ports/chat-adapter.ts";
import { type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";
import { nextEvent, statementsOf, textOf } from "./person.ts";

onBothEngines("what is not right changes nothing", (start) => {
  test("forged, foreign and impossible taps are refused with words", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    const bob = world.person("bob");
    const own = await ana.interaction("rate", {}, { value: "4" });
    const theirs = await bob.interaction("rate", {}, { value: "4" });
    const bend = (args: Record<string, string>, fields = own.fields): Interaction => ({
      ...own,
      eventId: nextEvent(),
      action: { ...own.action, args: { ...own.action.args, ...args } },
      fields,
    });
    const named = (name: string, args: Record<string, string> = {}): Interaction => ({
      ...own,
      eventId: nextEvent(),
      action: { name, args },
    });
    const foreign = { invitation: theirs.action.args.invitation ?? "" };
    const forged: Interaction[] = [
      { ...theirs, account: own.account, conversation: own.conversation },
      ...["6", "0", "-1", "4.5", "five", "", "44", " 4", "null"].map((value) => bend({}, { value })),
      bend({}, {}),
      ...["SELF1", "ana", "", "DIR1'--", "\u0000"].map((statement) => bend({ statement })),
      ...["", "1", "not-an-id", "\u0000", "00000000-0000-4000-8000-000000000000"].map((invitation) =>
        bend({ invitation }),
      ),
      ...["answer-prompt", "skip-prompt", "edit", "show-check-in", "snooze"].map((name) =>
        named(name, foreign),
      ),
      ...["answer-prompt", "skip-prompt", "edit", "show-check-in", "snooze"].map((name) => named(name)),
      ...["", "toString", "__proto__", "constructor", "open-round", "rate "].map((name) => named(name)),
      named("introduction", { contact: bob.id, answer: "start" }),
      named("introduction", { contact: ana.id, answer: "perhaps" }),
      named("introduction", { contact: "\u0000", answer: "start" }),
      named("cadence", { cadence: "hourly" }),
      named("issue-code", { contact: world.person("vic").id }),
      named("hand-over-link", { contact: "' or true" }),
      named("confirm-identity", { identity: bob.id }),
    ];
    const before = await world.snapshot();
    for (const tap of forged) {
      const reply = await world.inbound.interact(tap);
      expect([JSON.stringify(tap.action), reply.outcome]).toEqual([JSON.stringify(tap.action), "refused"]);
      expect(textOf(reply.say)).not.toBe("");
    }
    expect(await world.snapshot()).toEqual(before);
  });

  test("names of the language's own objects in arguments and fields are data", async () => {
    const world = await startedWorld(start);
    const tap = await world.person("ana").interaction("rate", {}, { value: "4" });
    const fields = JSON.parse('{"__proto__": "x", "constructor": "y", "value": "4"}');
    expect((await world.inbound.interact({ ...tap, fields })).outcome).toBe("done");
    expect(await world.query("select rating from answers")).toEqual([{ rating: 4 }]);
  });

  test("an account that nobody knows gets a way in and no data", async () => {
    const world = await startedWorld(start);
    const tap = await world.person("ana").interaction("rate", {}, { value: "4" });
    const before = await world.snapshot();
    for (const account of [
      { platform: "slack" as const, id: "T1/U1" },
      { platform: "web" as const, id: "00000000-0000-4000-8000-000000000001" },
    ]) {
      expect((await world.inbound.interact({ ...tap, eventId: nextEvent(), account })).outcome).toBe(
        "refused",
      );
      const reply = await world.inbound.command({
        eventId: nextEvent(),
        account,
        conversation: tap.conversation,
        text: "history",
      });
      expect([reply.outcome, textOf(reply.say) === ""]).toEqual(["refused", false]);
    }
    expect(await world.snapshot()).toEqual(before);
  });

  test("the same event five times at once is one answer", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    const rate = await ana.interaction("rate", {}, { value: "4" });
    const prompt = await ana.interaction("answer-prompt", {}, { text: "Once", sharing: "confidential" });
    for (const event of [rate, prompt]) {
      const replies = await Promise.all(Array.from({ length: 5 }, () => world.inbound.interact(event)));
      expect(replies.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => "done"));
    }
    expect(await world.query("select count(*)::int as n from answers")).toEqual([{ n: 2 }]);
    expect(await world.query("select count(*)::int as n from answer_versions")).toEqual([{ n: 0 }]);
    expect(await world.query("select event_id from submissions order by 1")).toHaveLength(2);
  });

  test("different taps at once on one question leave one answer and every earlier version", async () => {
    const world = await startedWorld(start);
    for (const key of ["ana", "bob", "cyd", "dee", "eli", "vic", "wes", "xia"]) {
      const person = world.person(key);
      const taps = await Promise.all(
        ["1", "2", "3", "4", "5"].map((value) => person.interaction("rate", {}, { value })),
      );
      const replies = await Promise.all(taps.map((tap) => world.inbound.interact(tap)));
      expect(replies.map(({ outcome }) => outcome)).toEqual(taps.map(() => "done"));
    }
    const rated = await world.query(
      `select i.contact_id, max(a.version) as version, array_agg(v.rating order by v.rating) || max(a.rating) as ratings
       from invitations i join answers a on a.invitation_id = i.id
       left join answer_versions v on v.invitation_id = a.invitation_id and v.question_id = a.question_id group by 1`,
    );
    expect(rated).toHaveLength(8);
    for (const { version, ratings } of rated) {
      expect([version, (ratings as number[]).toSorted()]).toEqual([5, [1, 2, 3, 4, 5]]);
    }
  });

  test("an event that was seen before has no effect a second time, whatever it says now", async () => {
    const world = await startedWorld(start);
    const tap = await world.person("ana").interaction("rate", {}, { value: "4" });
    await world.inbound.interact(tap);
    await world.inbound.interact({ ...tap, fields: { value: "1" } });
    expect(await world.query("select rating, version from answers")).toEqual([{ rating: 4, version: 1 }]);
  });

  test("NUL, lone surrogates, markup and a megabyte of text are kept as harmless data", async () => {
    const world = await startedWorld(start);
    const texts: readonly (readonly [key: string, raw: string, kept: string])[] = [
      ["ana", "a\u0000b\ud800c\udc00", "ab\ufffdc\ufffd"],
      [
        "bob",
        "<!channel> <@U1> [x](http://evil) {{DATE()}} <at>all</at> =1+1",
        "<!channel> <@U1> [x](http://evil) {{DATE()}} <at>all</at> =1+1",
      ],
      ["cyd", "😀".repeat(250_000), "😀".repeat(1500)],
      ["dee", "'); drop table answers; --", "'); drop table answers; --"],
      [
        "vic",
        "{them} {0, plural, other {x}} \u202e right to left",
        "{them} {0, plural, other {x}} \u202e right to left",
      ],
    ];
    for (const [key, raw, kept] of texts) {
      const person = world.person(key);
      const done = await person.tap("answer-prompt", {}, { text: raw, sharing: "confidential" });
      expect(done.outcome).toBe("done");
      for (const statement of [0, 1, 2]) await person.rate(statement, "3");
      const [receipt] = await person.cardsWith("edit");
      const quotes = receipt?.nodes.filter((node) => node.kind === "quote");
      expect(quotes).toEqual([{ kind: "quote", text: kept }]);
      expect(await textsOf(world, person.id)).toEqual([kept]);
    }
  });

  test("whatever is typed gets a useful reply and changes nothing", async () => {
    const world = await startedWorld(start);
    const before = await world.snapshot();
    const conversation = world.person("ana").id as Conversation;
    for (const text of [
      "",
      "   ",
      "😀",
      "statsu",
      "x".repeat(4000),
      "a\u0000b",
      "\ud800",
      "status ' or true",
      "link nothing",
      "away until yesterday",
      "timezone Mars/Base",
      "cadence hourly",
    ]) {
      const account = { platform: "web" as const, id: world.person("ana").id };
      const reply = await world.inbound.command({ eventId: nextEvent(), account, conversation, text });
      expect([text.slice(0, 20), reply.outcome === "not-saved", textOf(reply.say) === ""]).toEqual([
        text.slice(0, 20),
        false,
        false,
      ]);
    }
    expect(await world.snapshot()).toEqual(before);
  });

  test("a check-in card shows the statements of that person's invitation and no other", async () => {
    const world = await startedWorld(start);
    const [card] = await world.person("ana").cardsWith("rate");
    const shown = card && statementsOf(card).map((node) => node.action.args.statement);
    const [row] = await world.query("select statements from invitations where contact_id = $1", [
      world.person("ana").id,
    ]);
    expect(shown).toEqual(row?.statements);
  });
});

async function textsOf(world: FlowWorld, contactId: string): Promise<readonly unknown[]> {
  const rows = await world.query(
    "select a.text from answers a join invitations i on i.id = a.invitation_id where i.contact_id = $1 and a.text is not null",
    [contactId],
  );
  return rows.map(({ text }) => text);
}
