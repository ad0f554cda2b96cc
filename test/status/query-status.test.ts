import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rounds } from "../../db/schema/check-ins.ts";
import { releaseMonth } from "../../src/confidentiality/release-month.ts";
import { queryStatus, type Status, type StatusAsker } from "../../src/status/query-status.ts";
import { statusCard } from "../../src/status/status-card.ts";
import { noStatusCard, statusListCard } from "../../src/status/status-list-card.ts";
import { openSmallWorld, ratesEverything, words } from "../db/small-world.ts";

let world: Awaited<ReturnType<typeof openSmallWorld>>;
let member: string;
let elsewhere: string;
const march = Temporal.Instant.from("2026-03-18T15:00:00Z");

beforeAll(async () => {
  world = await openSmallWorld();
  const id = await world.addPartnership();
  const other = await world.addPartnership({ key: "acme-parks", name: "Parks" });
  await world.addPartnership({ key: "gone", deactivatedAt: march });
  elsewhere = await world.addContact(other, "e");
  const people: string[] = [];
  for (let number = 0; number < 8; number++) people.push(await world.addContact(id, `a${number}`));
  member = people[0] ?? "";
  const invited = people.map((contactId, index) => ({
    ...{ contactId, side: "agency" as const },
    answers: (round: number) => [
      ...ratesEverything(4)(round),
      ...(round === 1 && index < 2
        ? [{ questionId: "W1", text: "It went well", mode: "attributed" as const }]
        : []),
      ...(round === 1 && index === 2 ? [{ questionId: "A1", text: "Secret need" }] : []),
    ],
  }));
  for (const month of ["2026-01", "2026-02", "2026-03"]) await world.addMonth(id, month, invited);
});
afterAll(() => world.close());

const ask = (text: string, asker: StatusAsker = { contactIds: [member] }) =>
  queryStatus(world.needs, { asker, text });
async function found(text = ""): Promise<Status> {
  const outcome = await ask(text);
  if (outcome.kind !== "found") throw new Error(outcome.kind);
  return outcome.status;
}
const drawn = (status: Status) => JSON.stringify(statusCard(status, words, "Europe/Berlin", "en"));

describe("who finds which partnership (DESIGN, who may see what)", () => {
  test("an empty text finds the only one, or lists all of a person with several", async () => {
    world.clock.at = march;
    expect(await ask("")).toMatchObject({ kind: "found", status: { partnership: { key: "acme-permits" } } });
    const both = await ask("", { contactIds: [member, elsewhere] });
    expect(both).toMatchObject({
      kind: "several",
      partnerships: [{ key: "acme-parks" }, { key: "acme-permits" }],
    });
  });

  test("key, name, their beginning or a part of them find it, whatever the case", async () => {
    for (const text of ["acme-permits", "ACME-Permits ", "permits  modernisation", "acme", "modern"]) {
      expect((await ask(text)).kind, text).toBe("found");
    }
    expect((await ask("acme", { contactIds: [member, elsewhere] })).kind).toBe("several");
  });

  test("nobody learns of a partnership in which they have no part", async () => {
    expect(await ask("acme-parks")).toEqual({ kind: "none", nearest: null });
    expect(await ask("acme-park")).toEqual({ kind: "none", nearest: null });
    expect(await ask("", { contactIds: [] })).toEqual({ kind: "none", nearest: null });
  });

  test("a typo finds the nearest, and 4,000 characters or an emoji find nothing quietly", async () => {
    expect(await ask("acme-prmits")).toEqual({ kind: "none", nearest: "acme-permits" });
    for (const text of ["x".repeat(4000), "👍", "\u202e"]) {
      expect(await ask(text)).toEqual({ kind: "none", nearest: null });
    }
  });

  test("people who left or said Not me find nothing; the operator finds all that run", async () => {
    const partnership = await world.addPartnership({ key: "third", name: "Third" });
    const left = await world.addContact(partnership, "left", { deactivatedAt: march });
    const declined = await world.addContact(partnership, "declined", { declinedAt: march });
    for (const id of [left, declined]) {
      expect(await ask("third", { contactIds: [id] })).toEqual({ kind: "none", nearest: null });
    }
    expect(await ask("third", "operator")).toMatchObject({ kind: "found" });
    const all = await ask("", "operator");
    expect(all).toMatchObject({
      kind: "several",
      partnerships: [{ key: "acme-parks" }, { key: "acme-permits" }, { key: "third" }],
    });
    expect((await ask("gone", "operator")).kind).toBe("none");
  });
});

describe("what a status holds", () => {
  test("before the first figures it says when they come and why not now (M18)", async () => {
    world.clock.at = march;
    const status = await found();
    expect(status.released).toBeNull();
    expect(status.firstFigures?.month).toBe("2026-03");
    const card = drawn(status);
    expect(card).toContain("The first figures come on Tue 31 Mar 2026, 17:00 (Berlin time).");
    expect(card).toContain("eight weeks");
    expect(card).not.toContain("–");
  });

  test("no answer of the running month shows before its release (R4)", async () => {
    world.clock.at = march;
    const before = await found();
    await world.database.execute("update answers set rating = 6 - rating where rating is not null");
    expect(await found()).toEqual(before);
    await world.database.execute("update answers set rating = 6 - rating where rating is not null");
  });

  test("after the release it shows that month's figures to every contact", async () => {
    world.clock.at = Temporal.Instant.from("2026-03-31T16:00:00Z");
    const { partnership } = await found();
    const { id = "" } = (await world.transact((stores) => stores.partnerships.byKey(partnership.key))) ?? {};
    expect(await releaseMonth(world.needs, { partnershipId: id, month: "2026-03" })).toMatchObject({
      kind: "released",
    });
    const status = await found();
    expect(status.firstFigures).toBeNull();
    const card = drawn(status);
    expect(card).toContain("Released figures for March 2026");
    expect(card).toContain("Strong, about 75");
    expect(card).toContain("Acme shows no figures. Too few people are on that side.");
    expect(card).toContain("A pulse is not a contract notice.");
  });

  test("it says what comes next, in the reader's zone", async () => {
    world.clock.at = march;
    const status = await found();
    expect(status.nextRoundOn.toString()).toBe("2026-03-24");
    expect(status.nextRelease.month).toBe("2026-03");
    expect(status.nextSummary.month).toBe("2026-03");
    expect(drawn(status)).toContain("Fri 3 Apr 2026, 17:00 (Berlin time)");
  });

  test("it counts only texts that both sides can read anyway", async () => {
    world.clock.at = march;
    expect((await found()).shared).toEqual({ month: "2026-03", asks: 0, wins: 2 });
    expect(drawn(await found())).toContain("no asks, 2 wins");
  });

  test("it counts nothing of a round that can still be answered: there is no live count (R4)", async () => {
    world.clock.at = march;
    const open = eq(rounds.opensOn, Temporal.PlainDate.from("2026-03-10"));
    const [was] = await world.database.select().from(rounds).where(open);
    await world.database.update(rounds).set({ closedAt: null }).where(open);
    expect((await found()).shared).toEqual({ month: "2026-03", asks: 0, wins: 0 });
    await world.database.update(rounds).set({ closedAt: was?.closedAt }).where(open);
    expect((await found()).shared.wins).toBe(2);
    expect(drawn(await found())).toContain("closed check-ins of March 2026");
  });
});

describe("other cards", () => {
  test("a list names each partnership with its state, and what to type", async () => {
    world.clock.at = march;
    const outcome = await ask("", "operator");
    if (outcome.kind !== "several") throw new Error(outcome.kind);
    const card = JSON.stringify(statusListCard(outcome.partnerships, words));
    expect(card).toContain("Permits modernisation (acme-permits)");
    expect(card).toContain("City Strong, about 75");
    expect(card).toContain("No figures yet.");
  });

  test("nothing found says so, with the nearest key", () => {
    expect(JSON.stringify(noStatusCard("acme-permits", words))).toContain("Did you mean acme-permits?");
    expect(noStatusCard(null, words).nodes).toHaveLength(1);
  });

  test("a notification line shows no figure and fits", async () => {
    const status = await found();
    const long = { ...status, partnership: { ...status.partnership, name: "n".repeat(300) } };
    const { summary } = statusCard(long, words, "UTC", "en");
    expect(summary.length).toBeLessThanOrEqual(150);
    expect(summary).not.toMatch(/Strong|Steady|Strained|75/);
  });
});

test("rounds that were missed while Rapport was down are named (PLATFORMS 6)", async () => {
  world.clock.at = march;
  expect(drawn(await found("acme-permits"))).not.toContain("Missed");
  const [round] = await world.database.select().from(rounds).where(eq(rounds.month, "2026-03")).limit(1);
  await world.database
    .update(rounds)
    .set({ skippedAt: march })
    .where(eq(rounds.id, round?.id ?? ""));
  const status = await found("acme-permits");
  expect(status.missedOn.map(String)).toEqual([String(round?.opensOn)]);
  expect(drawn(status)).toContain("Missed, because Rapport was not running");
  await world.database
    .update(rounds)
    .set({ skippedAt: null })
    .where(eq(rounds.id, round?.id ?? ""));
});
