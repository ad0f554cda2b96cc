import { expect, test } from "vitest";
import { agencyPeople } from "../builders/roster.ts";
import { chicago, type FlowWorld, onBothEngines, type StartWorld, startedWorld } from "./flow-suite.ts";
import { statementsOf, textOf } from "./person.ts";

const answersInOrder = `
  select rating, cannot_say as "cannotSay", text, theme, mode, audience, version from answers
  order by question_id = any(select prompt_id from invitations), rating`;

onBothEngines("answering", (start) => {
  test("three taps and a prompt are kept and become a receipt", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    await ana.rate(0, "4");
    await ana.rate(1, "2");
    await ana.rate(2, "cannot-say");
    const fields = { text: "The move went well.", sharing: "both-sides", theme: "timeline" };
    const receipt = await ana.tap("answer-prompt", {}, fields);
    expect(receipt.outcome).toBe("done");
    expect(textOf(receipt.replace)).toContain("The move went well.");
    expect(await ana.cardsWith("edit")).toHaveLength(1);
    const rating = {
      cannotSay: false,
      text: null,
      theme: null,
      mode: "confidential",
      audience: "joint",
      version: 1,
    };
    expect(await world.query(answersInOrder)).toEqual([
      { ...rating, rating: 2 },
      { ...rating, rating: 4 },
      { ...rating, rating: null, cannotSay: true },
      { ...rating, rating: null, text: "The move went well.", theme: "timeline", mode: "attributed" },
    ]);
  });

  test("each tap is kept at once, and the rest can be finished later", async () => {
    const world = await startedWorld(start);
    const bob = world.person("bob");
    await bob.rate(0, "5");
    await world.passTo("2026-11-05T09:00", chicago);
    const [card] = await bob.cardsWith("rate");
    expect(card && statementsOf(card).map(({ chosen }) => chosen)).toEqual(["5", undefined, undefined]);
    await bob.rate(1, "3");
    await bob.rate(2, "3");
    expect((await bob.tap("skip-prompt")).outcome).toBe("done");
    expect(await bob.cardsWith("edit")).toHaveLength(1);
    expect(
      await world.query("select state, prompt_done from invitations where answered_at is not null"),
    ).toEqual([{ state: "answered", prompt_done: "skipped" }]);
  });

  test("a changed answer keeps its earlier versions, and the same answer again makes none", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    for (const value of ["4", "2", "2", "cannot-say"]) await ana.rate(0, value);
    const versions = "select version, rating, cannot_say from answer_versions order by version";
    expect(await world.query(versions)).toEqual([
      { version: 1, rating: 4, cannot_say: false },
      { version: 2, rating: 2, cannot_say: false },
    ]);
    expect(await world.query("select version, rating, cannot_say from answers")).toEqual([
      { version: 3, rating: null, cannot_say: true },
    ]);
  });

  test("the author changes text and mode from the receipt until the close, or takes the text back", async () => {
    const world = await startedWorld(start);
    const vic = world.person("vic");
    for (const statement of [0, 1, 2]) await vic.rate(statement, "4");
    await vic.tap("answer-prompt", {}, { text: "First words", sharing: "both-sides" });
    await vic.tap("edit");
    await vic.tap("answer-prompt", {}, { text: "Second words", sharing: "confidential" });
    const kept = "select text, mode, audience from answers where text is not null";
    expect(await world.query(kept)).toEqual([
      { text: "Second words", mode: "confidential", audience: "joint" },
    ]);
    await vic.tap("edit");
    await vic.tap("answer-prompt", {}, { text: "Second words", sharing: "own-side" });
    expect(await world.query(kept)).toEqual([{ text: "Second words", mode: "attributed", audience: "side" }]);
    await vic.tap("edit");
    await vic.tap("answer-prompt", {}, { text: "   " });
    expect(await world.query(kept)).toEqual([]);
    const texts = await world.query(
      "select text from answer_versions where text is not null order by version",
    );
    expect(texts.map(({ text }) => text)).toEqual(["First words", "Second words", "Second words"]);
  });

  test("an unlinked answer is final and nothing ties it to its author (MEASUREMENT R13)", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    for (const tuesday of ["2026-11-10", "2026-11-17", "2026-11-24"]) {
      await ana.rate(0, "4");
      await world.passTo(`${tuesday}T10:00`, chicago);
    }
    for (const statement of [0, 1, 2]) await ana.rate(statement, "3");
    const again = await ana.interaction(
      "answer-prompt",
      {},
      { text: "Another thought", sharing: "unlinked" },
    );
    expect(
      (await ana.tap("answer-prompt", {}, { text: "The hard thing", sharing: "unlinked" })).outcome,
    ).toBe("done");
    const before = await world.snapshot();
    const refused = await world.inbound.interact(again);
    expect(refused.outcome).toBe("refused");
    expect(refused.say).toBeDefined();
    expect(await world.snapshot()).toEqual(before);
    const rows = Object.entries(before).filter(([, table]) =>
      JSON.stringify(table).includes("The hard thing"),
    );
    expect(rows.map(([name]) => name)).toEqual(["unlinked_answers"]);
    expect(Object.keys(before.unlinked_answers?.[0] ?? {}).sort()).toEqual([
      "cycle",
      "id",
      "partnership_id",
      "side",
      "text",
    ]);
  });

  test("what was written before with a name is erased when an unlinked answer takes its place (MEASUREMENT R13)", async () => {
    const world = await atUnspokenPrompts(start);
    const ana = world.person("ana");
    for (const statement of [0, 1, 2]) await ana.rate(statement, "3");
    for (const text of ["Half a secret", "A whole secret"]) {
      await ana.tap("answer-prompt", {}, { text, sharing: "confidential" });
      await ana.tap("edit");
    }
    const form = JSON.stringify((await ana.cards()).at(-1));
    expect(form).toContain("nobody is shown it now");
    expect(form).toContain("Not kept with an answer without your name.");
    await ana.tap("answer-prompt", {}, { text: "The hard thing", sharing: "unlinked" });
    for (const table of ["answers", "answer_versions"]) {
      expect(await world.query(`select 1 from ${table} where text is not null`), table).toEqual([]);
    }
  });

  test("after the close neither ids, order, xmin nor marks tell who wrote without a name (MEASUREMENT R13)", async () => {
    const world = await atUnspokenPrompts(start);
    const writers = ["ana", "bob", "cyd", "dee"];
    for (const key of writers) {
      for (const statement of [0, 1, 2]) await world.person(key).rate(statement, "3");
      await world.person(key).tap("answer-prompt", {}, { text: `By ${key}`, sharing: "unlinked" });
    }
    for (const statement of [0, 1, 2]) await world.person("eli").rate(statement, "3");
    await world.person("eli").tap("skip-prompt");
    const table = "select id, text, xmin::text from unlinked_answers order by ctid";
    const before = await world.query(table);
    await world.passTo("2026-11-28T12:00", chicago);
    const after = await world.query(table);
    expect(after.map(({ text }) => text).toSorted()).toEqual(writers.map((key) => `By ${key}`));
    expect(after.filter(({ id }) => before.some((row) => row.id === id))).toEqual([]);
    expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
    expect(after.map(({ id }) => id)).toEqual(after.map(({ id }) => id).toSorted());
    const marks = await world.query(`
      select distinct i.xmin::text, i.prompt_done, i.prompt_done_at from invitations i join rounds r on r.id = i.round_id
      where i.side = 'agency' and r.opens_on = '2026-11-24'`);
    expect(marks).toEqual([{ xmin: after[0]?.xmin, prompt_done: null, prompt_done_at: null }]);
    for (const key of ["ana", "eli"]) {
      const history = textOf((await world.person(key).type("history")).say);
      expect(history).toContain("No answer with your name is kept here.");
      expect(history).not.toContain("You skipped");
    }
  });

  test("what was answered can be read again as one's own history alone", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    for (const statement of [0, 1, 2]) await ana.rate(statement, "4");
    await ana.tap("answer-prompt", {}, { text: "For my own eyes", sharing: "confidential" });
    expect(textOf((await ana.type("history")).say)).toContain("For my own eyes");
    expect(textOf((await world.person("bob").type("history")).say)).not.toContain("For my own eyes");
  });
});

/** Ana to Eli stand before an unspoken prompt, in the fourth week. */
async function atUnspokenPrompts(start: StartWorld): Promise<FlowWorld> {
  const world = await startedWorld(start);
  for (const tuesday of ["2026-11-10", "2026-11-17", "2026-11-24"]) {
    for (const key of agencyPeople) await world.person(key).rate(0, "4");
    await world.passTo(`${tuesday}T10:00`, chicago);
  }
  return world;
}
