import { expect, test } from "vitest";
import type { Account, Conversation } from "../../src/ports/chat-adapter.ts";
import { aPartnership, aRoster } from "../builders/roster.ts";
import { chicago, type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";
import { nextEvent, textOf } from "./person.ts";
import { auditOf, fieldOf, from, partnershipIds, quotesOf, tapBy, twoPartnerships } from "./raised-cards.ts";

onBothEngines("wins and thanks", (start) => {
  test("a win counts once the other side confirmed it; its author hears of it and both sides read it", async () => {
    const world = await startedWorld(start);
    const cyd = world.person("cyd");
    const typed = await cyd.type("win Permits in two days\ninstead of ten");
    expect(typed.lasting).toBe(true);
    expect(textOf(typed.say)).toContain(
      "Name of vic, steward of Acme, sees it with your name and is asked to confirm it.",
    );
    expect(fieldOf(typed.say, "mayPost")).toMatchObject({ value: "no" });
    const text = "Permits in two days\ninstead of ten";
    expect(fieldOf(typed.say, "text")).toMatchObject({ value: text });
    const reply = await cyd.tap("share-win", {}, { text, mayPost: "yes" });
    expect(textOf(reply.replace)).toContain("Permits: your win is shared");
    expect(quotesOf(reply.replace)).toEqual([text]);
    await world.settle();
    expect(await world.query("select kind, may_post, confirmed_at from wins")).toEqual([
      { kind: "win", may_post: true, confirmed_at: null },
    ]);
    for (const key of ["ana", "cyd", "wes"])
      expect(await world.person(key).cardsWith("confirm-win")).toEqual([]);
    const [card] = await world.person("vic").cardsWith("confirm-win");
    expect(card?.nodes).toContainEqual({ kind: "quote", text, by: "Name of cyd, City" });
    expect(textOf(card)).toContain("The author agreed that your joint conversation then shows it.");
    expect(await jointPosts(world)).toEqual([]);

    const confirmed = await world.person("vic").tap("confirm-win", { answer: "yes" });
    expect(textOf(confirmed.replace)).toContain(
      "Confirmed by Name of vic, Acme: Mon 2 Nov 2026, 12:00 (Chicago time)",
    );
    await world.settle();
    expect(await world.person("vic").cardsWith("confirm-win")).toEqual([]);
    expect(textOf((await cyd.cards()).at(-1))).toContain(
      "Permits: Name of vic, Acme, confirmed what you shared. It counts for both sides.",
    );
    const [post, ...more] = await jointPosts(world);
    expect(more).toEqual([]);
    expect(post?.nodes).toEqual([
      { kind: "heading", text: "A win for Permits" },
      { kind: "quote", text, by: "Name of cyd, City" },
      { kind: "text", text: "City and Acme did this together. Both sides confirmed it.", tone: "good" },
    ]);
    expect(await world.query("select confirmed_by from wins")).toEqual([
      { confirmed_by: world.person("vic").id },
    ]);
    expect(await auditOf(world, "win.")).toEqual([
      { action: "win.shared", actor: cyd.id, details: { kind: "win", mayPost: true } },
      { action: "win.confirmed", actor: world.person("vic").id, details: {} },
    ]);
  });

  test.each(["no", "", "perhaps"])(
    "with '%s' for posting, nothing is posted after it counts",
    async (mayPost) => {
      const world = await startedWorld(start);
      await share(world, "wes", "thanks", { text: "Ana stayed late", mayPost });
      const [card] = await world.person("ana").cardsWith("confirm-win");
      expect(card?.nodes[0]).toEqual({ kind: "heading", text: "Permits: thanks from Acme" });
      expect(textOf(card)).not.toContain("joint conversation");
      await world.person("ana").tap("confirm-win", { answer: "yes" });
      await world.settle();
      expect(await jointPosts(world)).toEqual([]);
      expect(await world.query("select id from messages where purpose = 'win-post'")).toEqual([]);
      expect(await world.query("select kind, confirmed_at is not null as counts from wins")).toEqual([
        { kind: "thanks", counts: true },
      ]);
    },
  );

  test("thanks are posted as thanks, from one organisation to the other", async () => {
    const world = await startedWorld(start);
    await share(world, "wes", "thanks", { text: "Ana stayed late", mayPost: "yes" });
    await world.person("ana").tap("confirm-win", { answer: "yes" });
    await world.settle();
    expect((await jointPosts(world)).map(textOf)[0]).toContain("Thank you, City!");
  });

  test("without a joint conversation nobody is asked about one", async () => {
    const roster = aRoster(aPartnership({ posts: {} }));
    const world = await startedWorld(start, { roster });
    expect(fieldOf((await world.person("cyd").type("kudos")).say, "mayPost")).toBeUndefined();
    await share(world, "cyd", "win", { text: "Done", mayPost: "yes" });
    await world.person("vic").tap("confirm-win", { answer: "yes" });
    await world.settle();
    expect(await world.query("select id from messages where purpose = 'win-post'")).toEqual([]);
  });

  test("Not quite tells the author alone, once, and leaves the way to a yes", async () => {
    const world = await startedWorld(start);
    await share(world, "cyd", "win", { text: "All solved", mayPost: "yes" });
    const vic = world.person("vic");
    const reply = await vic.tap("confirm-win", { answer: "not-quite" });
    expect(textOf(reply.replace)).toContain("Noted. We tell only Name of cyd.");
    const again = tapBy(vic.id, "confirm-win", { win: await winId(world), answer: "not-quite" });
    expect((await world.inbound.interact(again)).outcome).toBe("done");
    await world.settle();
    const heard = (await world.person("cyd").cards()).filter(({ summary }) => summary.includes("not see it"));
    expect(heard.map(({ summary }) => summary)).toEqual([
      "Permits: the steward of Acme does not see it quite like this yet. Nobody else was told. A short talk may help.",
    ]);
    expect(await world.query("select confirmed_at from wins")).toEqual([{ confirmed_at: null }]);
    expect(await jointPosts(world)).toEqual([]);
    expect((await auditOf(world, "win.not")).length).toBe(1);

    await vic.tap("confirm-win", { answer: "yes" });
    await world.settle();
    expect(await jointPosts(world)).toHaveLength(1);
    const late = await world.inbound.interact({ ...again, eventId: nextEvent() });
    expect(textOf(late.replace)).toContain("Confirmed by Name of vic");
    expect((await auditOf(world, "win.")).map(({ action }) => action)).toEqual([
      "win.shared",
      "win.not-confirmed",
      "win.confirmed",
    ]);
  });

  test("neither the own side nor anybody but the other steward confirms; forged taps change nothing", async () => {
    const world = await startedWorld(start);
    await share(world, "cyd", "win", { text: "Ours", mayPost: "yes" });
    const tap = await world.person("vic").interaction("confirm-win", { answer: "yes" });
    const win = await winId(world);
    const before = await world.snapshot();
    for (const key of ["ana", "cyd", "bob", "wes"]) {
      const reply = await world.inbound.interact({
        ...tap,
        ...from(world.person(key).id),
        eventId: nextEvent(),
      });
      expect([key, reply.outcome]).toEqual([key, "refused"]);
      const shown = await world.inbound.interact(tapBy(world.person(key).id, "show-win", { win }));
      expect([key, shown.outcome]).toEqual([key, "refused"]);
    }
    const vic = world.person("vic").id;
    for (const args of [
      { win: "", answer: "yes" },
      { win: vic, answer: "yes" },
      { win: "\u0000", answer: "yes" },
      { win: "00000000-0000-4000-8000-000000000000", answer: "yes" },
      { win, answer: "maybe" },
      { win, answer: "" },
    ]) {
      const reply = await world.inbound.interact(tapBy(vic, "confirm-win", args));
      expect([args, reply.outcome]).toEqual([args, "refused"]);
    }
    expect(await world.snapshot()).toEqual(before);
  });

  test("a steward does not confirm their own win, even where they stand on both sides", async () => {
    const world = await start();
    await world.settle();
    const account: Account = { platform: "slack", id: "T0001/U0001" };
    for (const key of ["ana", "vic"]) {
      await world.query(
        `insert into identities (id, contact_id, platform, account, claimed_at, confirmed_at)
         values (gen_random_uuid(), $1, 'slack', $2, now(), now())`,
        [world.person(key).id, account.id],
      );
    }
    const bySlack = { account, conversation: "T0001/D0001" as Conversation };
    const ids = await partnershipIds(world);
    const fields = { text: "All mine", partnership: ids.permits ?? "", kind: "win", mayPost: "yes" };
    const action = { name: "share-win", args: { window: "yes" } };
    const shared = await world.inbound.interact({ ...bySlack, eventId: nextEvent(), action, fields });
    expect([shared.outcome, shared.lasting]).toEqual(["done", true]);
    const confirm = { name: "confirm-win", args: { win: await winId(world), answer: "yes" } };
    const reply = await world.inbound.interact({
      ...bySlack,
      eventId: nextEvent(),
      action: confirm,
      fields: {},
    });
    expect(reply.outcome).toBe("refused");
    expect(await world.query("select confirmed_at from wins")).toEqual([{ confirmed_at: null }]);
  });

  test("the same share three times is one win, the same yes five times at once one post", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("win");
    const tap = await world.person("cyd").interaction("share-win", {}, { text: "Once", mayPost: "yes" });
    for (let time = 0; time < 3; time += 1) expect((await world.inbound.interact(tap)).outcome).toBe("done");
    await world.settle();
    const yes = await world.person("vic").interaction("confirm-win", { answer: "yes" });
    const replies = await Promise.all(
      [0, 1, 2, 3, 4].map(() => world.inbound.interact({ ...yes, eventId: nextEvent() })),
    );
    expect(replies.map(({ outcome }) => outcome)).toEqual(replies.map(() => "done"));
    await world.settle();
    expect(await world.query("select text from wins")).toEqual([{ text: "Once" }]);
    expect(
      await world.query(
        "select purpose, count(*)::int as n from messages where purpose like 'win%' group by 1 order by 1",
      ),
    ).toEqual([
      { purpose: "win", n: 2 },
      { purpose: "win-post", n: 1 },
    ]);
    expect(await auditOf(world, "win.confirmed")).toHaveLength(1);
  });

  test("what is not right shares nothing and says so; hostile and long text stays data", async () => {
    const world = await start({ roster: twoPartnerships() });
    await world.settle();
    const ids = await partnershipIds(world);
    const ana = world.contactIds["permits/ana"] ?? "";
    const good = { text: "Fine", partnership: ids.permits ?? "", kind: "win", mayPost: "no" };
    const before = await world.snapshot();
    for (const [id, fields] of [
      [ana, { ...good, text: " \n" }],
      [ana, { ...good, kind: "boast" }],
      [ana, { ...good, partnership: ids.parks ?? "" }],
      [ana, { ...good, partnership: "x" }],
      [world.contactIds["parks/pam"] ?? "", good],
      ["00000000-0000-4000-8000-000000000001", good],
    ] as const) {
      const reply = await world.inbound.interact(tapBy(id, "share-win", {}, fields));
      expect([fields, reply.outcome, textOf(reply.say) === ""]).toEqual([fields, "refused", false]);
    }
    expect(await world.snapshot()).toEqual(before);
    for (const text of ["<!channel> {name} <@U1>", "y".repeat(4000)]) {
      const reply = await world.inbound.interact(tapBy(ana, "share-win", {}, { ...good, text }));
      expect(quotesOf(reply.replace)).toEqual([text.slice(0, 3000)]);
    }
    const { dialog } = await world.inbound.interact({
      ...{ account: { platform: "slack", id: "T0001/U0001" }, conversation: "T0001/D0001" as Conversation },
      ...{ eventId: "open", action: { name: "thanks-form", args: {} }, fields: { text: "To Pete" } },
    });
    expect(dialog?.title).toBe("Say thank you");
    expect(dialog?.form?.fields.map(({ name }) => name)).toEqual(["partnership", "text", "mayPost"]);
    expect(dialog?.form?.submit.action).toEqual({
      name: "share-win",
      args: { window: "yes", kind: "thanks" },
    });
  });

  test("a steward who paused is not asked, which is said; nights wait until the morning", async () => {
    const world = await startedWorld(start);
    await world.person("vic").type("pause");
    expect(textOf((await world.person("cyd").type("win")).say)).toContain(
      "Name of vic, steward of Acme, takes no messages from Rapport right now.",
    );
    await share(world, "cyd", "win", { text: "Quiet", mayPost: "no" });
    expect(await world.query("select id from messages where purpose = 'win'")).toEqual([]);
    await world.passTo("2026-11-02T23:30", chicago);
    await share(world, "wes", "thanks", { text: "Late", mayPost: "no" });
    expect(await world.person("ana").cardsWith("confirm-win")).toEqual([]);
    await world.passTo("2026-11-03T10:00", chicago);
    expect(await world.person("ana").cardsWith("confirm-win")).toHaveLength(1);
  });
});

async function share(
  world: FlowWorld,
  key: string,
  kind: "win" | "thanks",
  fields: { readonly text: string; readonly mayPost: string },
): Promise<void> {
  await world.person(key).type(kind);
  expect((await world.person(key).tap("share-win", { kind }, fields)).outcome).toBe("done");
  await world.settle();
}

async function winId(world: FlowWorld): Promise<string> {
  const [row] = await world.query("select id from wins");
  return String(row?.id);
}

async function jointPosts(world: FlowWorld) {
  return (await world.board.list("permits", 100)).flatMap(({ card }) => (card === null ? [] : [card]));
}
