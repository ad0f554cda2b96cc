import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { messages } from "../../db/schema/messages.ts";
import { digests } from "../../db/schema/releases.ts";
import { summaryAt } from "../../src/check-ins/reporting-month.ts";
import { releaseMonth } from "../../src/confidentiality/release-month.ts";
import { digestFor } from "../../src/summaries/digest-for.ts";
import { digestMessages } from "../../src/summaries/digest-messages.ts";
import { postDigest } from "../../src/summaries/post-digest.ts";
import { openSmallWorld, ratesEverything, rule } from "../db/small-world.ts";

let world: Awaited<ReturnType<typeof openSmallWorld>>;
let partnershipId: string;
const due = summaryAt("2026-03", rule, { timeZone: "America/Chicago", holidays: null });

beforeAll(async () => {
  world = await openSmallWorld();
  partnershipId = await world.addPartnership();
  const people: string[] = [];
  for (let number = 0; number < 6; number++) {
    people.push(await world.addContact(partnershipId, `a${number}`, { name: `Ann ${number}` }));
  }
  const invited = people.map((contactId, index) => ({
    ...{ contactId, side: "agency" as const },
    answers: (round: number) => [
      ...ratesEverything(4)(round),
      ...(round === 0
        ? [
            { questionId: "W1", text: `Joint ${index}`, mode: "attributed" as const },
            {
              questionId: "A1",
              text: `Own ${index}`,
              mode: "attributed" as const,
              audience: "side" as const,
            },
            { questionId: "C1", text: `CANARY ${index}` },
          ]
        : []),
    ],
  }));
  for (const month of ["2026-02", "2026-03"]) await world.addMonth(partnershipId, month, invited);
});
afterAll(() => world.close());

const post = () => postDigest(world.needs, { partnershipId, month: "2026-03" });
const print = (month: string, key = "acme-permits") =>
  digestFor(world.needs, { key, month, audience: "joint" });

describe("posting the digest (MEASUREMENT R4)", () => {
  test("without a release there is none, and the command line says when it comes", async () => {
    world.clock.at = due;
    expect(await post()).toEqual({ kind: "not-released" });
    expect(await print("2026-03")).toMatchObject({ kind: "not-released", month: "2026-03" });
    expect(await print("last")).toMatchObject({ kind: "not-released", month: "2026-03" });
  });

  test("between release and third working day it can be previewed, and is not posted", async () => {
    world.clock.at = Temporal.Instant.from("2026-03-31T15:00:00Z");
    expect(await releaseMonth(world.needs, { partnershipId, month: "2026-03" })).toMatchObject({
      kind: "released",
    });
    expect(await post()).toEqual({ kind: "too-early" });
    expect(await print("last")).toMatchObject({ kind: "preview", month: "2026-03" });
    expect(await world.database.select().from(digests)).toEqual([]);
  });

  test("from then on each configured conversation gets it once, and all editions are kept", async () => {
    world.clock.at = due;
    expect(await post()).toEqual({ kind: "posted", count: 2 });
    expect(await post()).toEqual({ kind: "posted", count: 0 });
    const rows = await world.database.select().from(messages);
    expect(rows.map(({ key, post: address }) => [key, address]).sort()).toEqual([
      [`digest:${partnershipId}:2026-03:agency`, "web:city"],
      [`digest:${partnershipId}:2026-03:joint`, "web:joint"],
    ]);
    expect(await world.database.select().from(digests)).toHaveLength(3);
    expect(await print("2026-03")).toMatchObject({ kind: "written", month: "2026-03" });
  });

  test("confidential text is in no edition, own-side text in its own side's alone", async () => {
    const rows = await world.database.select().from(digests);
    const editions = new Map(rows.map((row) => [row.audience, JSON.stringify(row.text)]));
    for (const text of editions.values()) expect(text).not.toContain("CANARY");
    const withOwn = [...editions].filter(([, text]) => text.includes("Own 0")).map(([audience]) => audience);
    expect(withOwn).toEqual(["agency"]);
    expect(editions.get("joint")).toContain("Joint 0");
  });

  test("a post is drawn as it was written; one without a digest is cancelled", async () => {
    const rows = await world.database.select().from(messages);
    const departing = rows.map((row) => ({ ...row, surface: "private" as const }));
    const lost = { ...departing[0]!, id: "lost", subjectId: null };
    const drawn = await world.transact((stores) =>
      digestMessages<typeof stores>().draw([...departing, lost], due, stores),
    );
    const cards = [...drawn.values()].map((one) => (one.kind === "card" ? one.card.summary : one.kind));
    const title = "Permits modernisation: digest for March 2026";
    expect(cards).toEqual([title, title, "cancel"]);
  });

  test("the command line refuses what is no month and no partnership", async () => {
    for (const month of ["2026-13", "march", ""]) expect(await print(month)).toEqual({ kind: "not-a-month" });
    expect(await print("last", "nobody")).toEqual({ kind: "unknown-partnership" });
    expect(await print("2026-04")).toMatchObject({ kind: "not-released", month: "2026-04" });
  });
});
