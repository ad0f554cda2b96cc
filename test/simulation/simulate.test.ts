import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Engine, withEngine } from "../engines/engine.ts";
import { dump, runSimulate } from "./simulated-store.ts";

let engine: Engine;
let store: Awaited<ReturnType<typeof dump>>;
let first: Awaited<ReturnType<typeof runSimulate>>;

beforeAll(async () => {
  engine = await withEngine("pglite");
  first = await runSimulate(engine, "--weeks 2 --seed 7 --until 2026-11-13 --json");
  store = await dump(engine);
}, 120_000);
afterAll(() => engine.close());

const rowsOf = (table: string) =>
  (store[table] ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);

describe("a simulated store", () => {
  test("is summed up with what it holds", () => {
    expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: "" });
    const summary = JSON.parse(first.out) as Record<string, unknown>;
    const texts = rowsOf("answers").filter(({ text }) => text !== null).length;
    expect(summary).toMatchObject({
      ...{ seed: 7, weeks: 2, until: "2026-11-13T00:00:00Z", unreached: 0 },
      partnerships: rowsOf("partnerships").length,
      contacts: rowsOf("contacts").length,
      rounds: rowsOf("rounds").length,
      messages: rowsOf("messages").filter(({ state }) => state === "sent").length,
      monthsReleased: rowsOf("releases").length,
      digests: rowsOf("digests").length,
      texts: texts + rowsOf("unlinked_answers").length,
    });
  });

  test("has a closed and an open round in each partnership, none skipped", () => {
    for (const { id } of rowsOf("partnerships")) {
      const rounds = rowsOf("rounds").filter((round) => round.partnership_id === id);
      expect(rounds.filter((round) => round.closed_at === null)).toHaveLength(1);
      expect(rounds.length).toBeGreaterThanOrEqual(3);
      expect(rounds.filter((round) => round.skipped_at !== null)).toEqual([]);
    }
  });

  test("has the months released and their digests in the web conversations", () => {
    expect(rowsOf("releases").map(({ month }) => month)).toEqual(["2026-10", "2026-10", "2026-10"]);
    const conversations = new Set(rowsOf("board_messages").map(({ conversation }) => conversation));
    for (const post of ["acme-permits", "acme-permits-city", "harbor-outreach-open-door", "river-dispatch"])
      expect(conversations).toContain(post);
  });

  test("keeps people's answers as if tapped on their own cards, which became receipts", () => {
    const invitations = rowsOf("invitations");
    const answered = invitations.filter(({ state }) => state === "answered");
    expect(answered.length).toBeGreaterThan(40);
    expect(answered.length).toBeLessThan(invitations.length);
    const receipts = rowsOf("board_messages").filter(({ card }) => JSON.stringify(card).includes('"edit"'));
    expect(receipts.length).toBeGreaterThan(30);
    expect(rowsOf("messages").filter(({ state }) => state === "failed" || state === "unknown")).toEqual([]);
  });

  test("has no moment before its start, and none after its end but what is still to come", () => {
    const end = "2026-11-13T00:00:00+00:00";
    const past = [
      "answered_at",
      "sent_at",
      "closed_at",
      "opened_at",
      "written_at",
      "consented_at",
      "joined_at",
    ];
    for (const row of Object.values(store).flat()) {
      const found = Object.entries(JSON.parse(row) as Record<string, unknown>);
      for (const [column, value] of found.filter(([name, at]) => past.includes(name) && at !== null)) {
        expect(String(value) <= end, `${column} ${value}`).toBe(true);
        expect(String(value) >= "2026-10-26T13:00:00", `${column} ${value}`).toBe(true);
      }
    }
  });

  test("says itself that it was made up", () => {
    expect(rowsOf("audit_log").filter(({ action }) => action === "simulation.filled")).toMatchObject([
      { actor: "operator", details: { seed: 7, weeks: 2 } },
    ]);
  });
});

describe("simulating again", () => {
  test("is refused on a store that holds anything, and leaves it alone", async () => {
    const again = await runSimulate(engine, "--weeks 1");
    expect(again).toMatchObject({ code: 3, out: "", progress: [] });
    expect(again.err).toContain("RAPPORT_DATA_DIR");
    expect(await dump(engine)).toEqual(store);
  });

  test("with the same seed and end makes the same store, row for row", async () => {
    await engine.empty();
    await runSimulate(engine, "--weeks 2 --seed 7 --until 2026-11-13");
    expect(await dump(engine)).toEqual(store);
  });

  test("with another seed makes people choose otherwise", async () => {
    const choices = () =>
      engine.query(`
        select p.key || '/' || c.key || '/' || r.opens_on || '/' || a.question_id as question, a.rating
        from answers a join invitations i on i.id = a.invitation_id join rounds r on r.id = i.round_id
        join contacts c on c.id = i.contact_id join partnerships p on p.id = c.partnership_id
        where a.text is null`);
    const before = new Map((await choices()).map(({ question, rating }) => [question, rating]));
    await engine.empty();
    await runSimulate(engine, "--weeks 2 --seed 8 --until 2026-11-13");
    const both = (await choices()).filter(({ question }) => before.has(question));
    const different = both.filter(({ question, rating }) => before.get(question) !== rating);
    expect(both.length).toBeGreaterThan(50);
    expect(different.length).toBeGreaterThan(both.length / 4);
  });
});
