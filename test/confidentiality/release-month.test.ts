import { and, eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, rounds } from "../../db/schema/check-ins.ts";
import { contacts } from "../../db/schema/partnerships.ts";
import { releases } from "../../db/schema/releases.ts";
import { releaseAt } from "../../src/check-ins/reporting-month.ts";
import { releaseMonth } from "../../src/confidentiality/release-month.ts";
import { openSmallWorld, ratesEverything, rule } from "../db/small-world.ts";

type World = Awaited<ReturnType<typeof openSmallWorld>>;

let world: World;
let partnershipId: string;
const people: string[] = [];
const zone = "America/Chicago";
const due = (month: string) => releaseAt(month, rule, zone);

beforeAll(async () => {
  world = await openSmallWorld();
  partnershipId = await world.addPartnership();
  for (const side of ["agency", "vendor"] as const) {
    for (let number = 0; number < (side === "agency" ? 8 : 2); number++) {
      people.push(await world.addContact(partnershipId, `${side}-${number}`, { side }));
    }
  }
  const invited = people.map((contactId, index) => ({
    contactId,
    side: index < 8 ? ("agency" as const) : ("vendor" as const),
    answers: ratesEverything(index < 8 ? 4 : 1),
  }));
  for (const month of ["2026-01", "2026-02", "2026-03"]) await world.addMonth(partnershipId, month, invited);
});
afterAll(() => world.close());

const release = (month: string) => releaseMonth(world.needs, { partnershipId, month });

describe("releasing a month (MEASUREMENT R4)", () => {
  test("nothing is released before its moment", async () => {
    world.clock.at = due("2026-01").subtract({ seconds: 1 });
    expect(await release("2026-01")).toEqual({ kind: "too-early" });
    expect(await world.database.select().from(releases)).toEqual([]);
  });

  test("the first weeks are a baseline without figures (M18)", async () => {
    world.clock.at = due("2026-01");
    expect(await release("2026-01")).toMatchObject({ kind: "released" });
    const stored = await world.transact((stores) => stores.releases.latest(partnershipId));
    expect(stored?.figures.sides.agency).toMatchObject({ reason: "baseline", index: null });
    expect(stored?.releasedAt.equals(world.clock.at)).toBe(true);
  });

  test("a month is released once, and two at the same time make one", async () => {
    world.clock.at = due("2026-03").add({ hours: 5 });
    expect(await release("2026-01")).toEqual({ kind: "already-released" });
    const outcomes = await Promise.all([release("2026-03"), release("2026-03")]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["already-released", "released"]);
    expect(await release("2026-02")).toEqual({ kind: "already-released" });
  });

  test("both sides come out together, keyed, behind their tiers", async () => {
    const stored = await world.transact((stores) => stores.releases.get(partnershipId, "2026-03"));
    const { agency, vendor } = stored?.figures.sides ?? {};
    expect(agency).toMatchObject({
      tier: "standard",
      index: { band: "strong", score: { value: 75, step: 5 } },
      response: { kind: "rate", percent: 100 },
    });
    expect(agency?.dimensions.every(({ figure }) => figure?.band === "strong")).toBe(true);
    expect(vendor).toMatchObject({ reason: "too-few-people", index: null, dimensions: [], response: null });
  });

  test("a released figure stays as it was, whatever changes behind it", async () => {
    const before = await world.transact((stores) => stores.releases.get(partnershipId, "2026-03"));
    await world.database.update(answers).set({ rating: 1 });
    expect(await release("2026-03")).toEqual({ kind: "already-released" });
    expect(await world.transact((stores) => stores.releases.get(partnershipId, "2026-03"))).toEqual(before);
  });

  test("those who left count with their answers for the window, but not as people on the side (R15)", async () => {
    const at = world.clock.at;
    await world.database
      .update(contacts)
      .set({ deactivatedAt: at })
      .where(eq(contacts.id, people[0] ?? ""));
    const invited = people.slice(1, 8).map((contactId) => ({
      ...{ contactId, side: "agency" as const, answers: ratesEverything(4) },
    }));
    await world.addMonth(partnershipId, "2026-04", invited);
    world.clock.at = due("2026-04");
    expect(await release("2026-04")).toMatchObject({ kind: "released" });
    const stored = await world.transact((stores) => stores.releases.get(partnershipId, "2026-04"));
    expect(stored?.contributors.sides.agency.people).toBe(7);
    expect(stored?.contributors.sides.agency.published.index?.contactIds).toHaveLength(8);
    expect(stored?.figures.sides.agency.response).toEqual({ kind: "rate", percent: 100 });
  });

  test("a month waits for a round of an earlier rule that can still be answered, and then counts it", async () => {
    const id = await world.addPartnership({ key: "changed-rule" });
    const everything = [0, 1, 2, 3].flatMap(ratesEverything(4));
    const invited = await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (number) => ({
        contactId: await world.addContact(id, `c${number}`),
        side: "agency" as const,
        answers: (round: number) => (round === 3 ? everything : []),
      })),
    );
    await world.addMonth(id, "2026-03", invited);
    // It closes a day after the release that today's rule names.
    const closesOn = Temporal.PlainDate.from("2026-03-31");
    const closesAt = Temporal.Instant.from("2026-04-01T05:00:00Z");
    const theRound = (opensOn: string) =>
      and(eq(rounds.partnershipId, id), eq(rounds.opensOn, Temporal.PlainDate.from(opensOn)));
    const change = (opensOn: string, values: Partial<typeof rounds.$inferInsert>) =>
      world.database.update(rounds).set(values).where(theRound(opensOn));
    await change("2026-03-24", { closesOn, closesAt, closedAt: null });
    await change("2026-03-03", { openedAt: null, closedAt: null, skippedAt: closesAt });
    const releaseIt = () => releaseMonth(world.needs, { partnershipId: id, month: "2026-03" });
    world.clock.at = due("2026-03");
    expect(await releaseIt()).toEqual({ kind: "too-early" });
    world.clock.at = closesAt;
    expect(await releaseIt()).toEqual({ kind: "too-early" });
    await change("2026-03-24", { closedAt: closesAt });
    expect(await releaseIt()).toMatchObject({ kind: "released" });
    const stored = await world.transact((stores) => stores.releases.get(id, "2026-03"));
    expect(stored?.contributors.sides.agency.published.index?.contactIds).toHaveLength(6);
    expect(stored?.figures.sides.agency.response).toEqual({ kind: "rate", percent: 100 });
  });

  test("a partnership that is gone or had not begun has nothing to release", async () => {
    const begins = Temporal.PlainDate.from("2026-06-01");
    const id = await world.addPartnership({ key: "later", startedOn: begins });
    expect(await releaseMonth(world.needs, { partnershipId: id, month: "2026-04" })).toEqual({
      kind: "not-running",
    });
    const gone = await world.addPartnership({ key: "gone", deactivatedAt: world.clock.at });
    expect(await releaseMonth(world.needs, { partnershipId: gone, month: "2026-04" })).toEqual({
      kind: "not-running",
    });
  });
});
