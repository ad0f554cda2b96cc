import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MonthAnswers } from "../../../src/confidentiality/month-answers.ts";
import { openSmallWorld, type PlannedAnswer } from "../small-world.ts";

let world: Awaited<ReturnType<typeof openSmallWorld>>;
let partnershipId: string;

beforeAll(async () => {
  world = await openSmallWorld();
  partnershipId = await world.addPartnership();
  const other = await world.addPartnership({ key: "other" });
  const once = (answers: readonly PlannedAnswer[]) => (round: number) => (round === 0 ? answers : []);
  const texts = (who: string): readonly PlannedAnswer[] => [
    { questionId: "W1", text: `${who} joint`, mode: "attributed", audience: "joint", theme: "budget" },
    { questionId: "A1", text: `${who} own side`, mode: "attributed", audience: "side" },
    { questionId: "C1", text: `${who} SECRET`, mode: "confidential", audience: "joint", theme: "cyber" },
    { questionId: "C2", text: `${who} SECRET`, mode: "confidential", audience: "side" },
  ];
  for (const [id, where] of [
    [partnershipId, ""],
    [other, " elsewhere"],
  ] as const) {
    const agency = await world.addContact(id, "a", { side: "agency", name: "Ann" });
    const vendor = await world.addContact(id, "v", { side: "vendor", name: "Vic" });
    await world.addMonth(id, "2026-03", [
      { contactId: agency, side: "agency", answers: once(texts(`agency${where}`)) },
      { contactId: vendor, side: "vendor", answers: once(texts(`vendor${where}`)) },
    ]);
    await world.addMonth(id, "2026-04", [
      { contactId: agency, side: "agency", answers: once(texts(`agency in April${where}`)) },
    ]);
  }
});
afterAll(() => world.close());

const read = <Result>(work: (monthAnswers: MonthAnswers) => Promise<Result>) =>
  world.transact((stores) => work(stores.monthAnswers));
const shared = async (audience: "joint" | "agency" | "vendor") =>
  (await read((model) => model.sharedTexts(partnershipId, "2026-03", audience)))
    .map(({ text }) => text)
    .sort();

describe("texts that leave (MEASUREMENT 3.3 and R9)", () => {
  test("the joint edition gets what its authors shared with both sides", async () => {
    expect(await shared("joint")).toEqual(["agency joint", "vendor joint"]);
  });

  test("a side's edition adds that side's own, and never the other's", async () => {
    expect(await shared("agency")).toEqual(["agency joint", "agency own side", "vendor joint"]);
    expect(await shared("vendor")).toEqual(["agency joint", "vendor joint", "vendor own side"]);
  });

  test("they come with author, side and question", async () => {
    const texts = await read((model) => model.sharedTexts(partnershipId, "2026-03", "joint"));
    expect(texts.find(({ side }) => side === "vendor")).toEqual({
      ...{ promptId: "W1", side: "vendor", author: "Vic", text: "vendor joint", audience: "joint" },
    });
  });

  test("counts for the status are of joint attributed texts of that month alone", async () => {
    const counts = await world.transact(({ status }) => status.sharedCounts(partnershipId, "2026-03"));
    expect([...counts]).toEqual([["W1", 2]]);
    const none = await world.transact(({ status }) => status.sharedCounts(partnershipId, "2026-05"));
    expect([...none]).toEqual([]);
  });
});

describe("what figures are made from", () => {
  test("themes of confidential texts count too, without their text", async () => {
    const themes = await read((model) => model.themes(partnershipId, "2026-03"));
    expect(themes.map(({ side, theme }) => `${side} ${theme}`).sort()).toEqual([
      "agency budget",
      "agency cyber",
      "vendor budget",
      "vendor cyber",
    ]);
    expect(JSON.stringify(themes)).not.toContain("SECRET");
  });

  test("respondents are those who answered anything in the month, each once", async () => {
    const march = await read((model) => model.respondents(partnershipId, "2026-03"));
    const april = await read((model) => model.respondents(partnershipId, "2026-04"));
    expect([march.map(({ side }) => side).sort(), april.map(({ side }) => side)]).toEqual([
      ["agency", "vendor"],
      ["agency"],
    ]);
  });
});
