import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actionsOf, allText, by, openRosterWorld, pageOf } from "../builders/roster-world.ts";
import { sampleText } from "../partnerships/roster-samples.ts";

// Each test looks through the eyes of somebody else of the sample roster, so that one database is enough.
let world: Awaited<ReturnType<typeof openRosterWorld>>;
beforeAll(async () => {
  world = await openRosterWorld(sampleText);
  await world.openRound("acme-permits");
});
afterAll(() => world.close());

const answer = (contact: string, given: string) =>
  world.tap(contact, { name: "introduction", args: { contact, answer: given } });

/** Somebody of the first partnership who has started and so has an open check-in. */
async function started(key: string) {
  const contact = await world.idOf("acme-permits", key);
  await answer(contact, "start");
  const [detail] = await world.transact(({ invitations }) => invitations.recentDetails([contact], 1));
  if (detail === undefined) throw new Error(`${key} has no check-in`);
  return { contact, invitation: detail.invitation };
}

test("a magic link leads to the introduction until it is answered, and no question comes before", async () => {
  const contact = await world.idOf("acme-permits", "samuel-whitehorse");
  const before = await world.show("/welcome", contact);
  expect(pageOf(before)).toMatchObject({ path: "/welcome", actor: contact });
  expect(actionsOf(before, "Start")).toEqual([{ name: "introduction", args: { contact, answer: "start" } }]);
  expect(allText(before)).not.toContain('"choice"');
  await answer(contact, "start");
  const after = pageOf(await world.show("/welcome", contact));
  expect(after.sections[0]?.nodes.some(({ kind }) => kind === "choice")).toBe(true);
  expect(JSON.stringify(after.sections[1])).toContain("save-settings");
});

test("without an open check-in the welcome says when the next one comes", async () => {
  const contact = await world.idOf("harbor-outreach", "peter-vandermeer");
  await answer(contact, "start");
  expect(allText(await world.show("/welcome", contact))).toContain(
    "The next check-in of Housing outreach comes on Tue 24 Nov 2026.",
  );
});

test("who said no is asked nothing and can change their mind", async () => {
  const contact = await world.idOf("harbor-outreach", "ruth-abebe");
  await answer(contact, "not-me");
  const shown = await world.show("/welcome", contact);
  expect(pageOf(shown).sections).toHaveLength(1);
  const [again] = actionsOf(shown, "I changed my mind");
  expect(again && (await world.tap(contact, again)).outcome).toBe("done");
  expect(allText(await world.show("/welcome", contact))).toContain("You are in.");
});

test("the history shows one's own answers and nobody else's", async () => {
  const { contact, invitation } = await started("luis-cabrera");
  const statement = invitation.statements[0] ?? "";
  await world.tap(contact, { name: "rate", args: { invitation: invitation.id, statement, value: "2" } });
  expect(allText(await world.show("/history", contact))).toContain('"Disagree"');
  const { contact: other } = await started("anh-tran");
  expect(allText(await world.show("/history", other))).not.toContain("Disagree");
  const stranger = await world.idOf("river-dispatch", "joe-begay");
  expect(allText(await world.show("/history", stranger))).toContain("You have not been asked anything yet.");
});

test("settings are the contact's own; a large side is not asked about small figures", async () => {
  const contact = await world.idOf("acme-permits", "jamal-edwards");
  const page = pageOf(await world.show("/settings", contact));
  expect(page.actor).toBe(contact);
  expect(JSON.stringify(page)).toContain("save-settings");
  expect(page.sections).toHaveLength(1);
});

test("a small side's contact can agree to its figures and take that back", async () => {
  const contact = await world.idOf("harbor-outreach", "nadia-haddad");
  const settings = () => world.show("/settings", contact);
  expect(allText(await settings())).toContain("You do not agree at present.");
  const [agree] = actionsOf(await settings(), "I agree");
  expect(agree && (await world.tap(contact, agree)).outcome).toBe("done");
  expect(allText(await settings())).toContain("You agree at present.");
  const [disagree] = actionsOf(await settings(), "I do not agree");
  expect(disagree && (await world.tap(contact, disagree)).outcome).toBe("done");
  expect(allText(await settings())).toContain("You do not agree at present.");
});

test("the check-in of a signed link shows until it closes", async () => {
  const { invitation } = await started("rebecca-stone");
  const card = await world.host.checkInCard(invitation.id);
  expect(card?.nodes.some(({ kind }) => kind === "choice")).toBe(true);
  const before = world.clock.at;
  world.clock.at = invitation.closesAt;
  const closed = await world.host.checkInCard(invitation.id);
  world.clock.at = before;
  expect(closed).toBeNull();
});

test("the conversation of a contact has the contact's own id", async () => {
  const contact = await world.idOf("acme-permits", "oliver-hughes");
  const found = await world.host.conversationOf(contact);
  expect(found).toMatchObject({
    conversation: contact,
    name: "Oliver Hughes",
    partnership: "Permits modernisation",
  });
  expect(found?.navigation.map(({ path }) => path)).toEqual([
    "/status",
    "/history",
    "/digests",
    "/settings",
    "/help",
  ]);
  const noon = Temporal.Instant.from("2026-11-24T12:00:00Z");
  expect(found?.sayMoment(noon)).toBe("Tue 24 Nov 2026, 12:00 (London time)");
});

test("a status is the same as in chat, with the way to the digests", async () => {
  const contact = await world.idOf("acme-permits", "oliver-hughes");
  const shown = allText(await world.show("/status", contact));
  expect(shown).toContain("The first figures come on");
  expect(shown).toContain("/digests?partnership=acme-permits");
  const other = await world.show("/status", contact, { partnership: "river-dispatch" });
  expect(allText(other)).toContain("We found no partnership of yours with that name.");
});

test("a person in several partnerships chooses between them", async () => {
  const kaia = await world.idOf("acme-permits", "kaia-kealoha");
  const dwayne = await world.idOf("harbor-outreach", "dwayne-carter");
  const viewer = by(kaia, dwayne);
  const list = await world.host.page("/status", {}, viewer);
  expect(allText(list)).toContain("/status?partnership=harbor-outreach");
  const one = await world.host.page("/status", { partnership: "harbor-outreach" }, viewer);
  expect(allText(one)).toContain("Phase: pilot");
  const settings = pageOf(await world.host.page("/settings", { partnership: "harbor-outreach" }, viewer));
  expect(settings.actor).toBe(dwayne);
  const elsewhere = await world.host.page("/settings", { partnership: "river-dispatch" }, viewer);
  expect(elsewhere).toEqual({ kind: "not-found" });
});

test("the help says what Rapport is not, every command, the tiers and who hosts", async () => {
  const shown = await world.show("/help", await world.idOf("acme-permits", "marisol-vega"));
  const text = allText(shown);
  for (const line of [
    "not yet validated",
    "not a contract notice",
    "bids, past-performance ratings or pay",
    "Permits modernisation: Rapport runs at City of Springfield.",
    "/pulse away until 2026-12-01",
    "Three or four, and each of them agreed",
    "You do not see who has answered.",
  ]) {
    expect(text).toContain(line);
  }
  expect(pageOf(shown).sections.every(({ heading }) => heading !== undefined)).toBe(true);
});

test("the help alone is there for somebody whom no session names", async () => {
  expect(allText(await world.host.page("/help", {}, by()))).toContain("not yet validated");
});

test("the open door lists everybody by partnership and side", async () => {
  const entries = await world.host.doorEntries();
  expect(entries).toHaveLength(31);
  expect(entries[0]).toMatchObject({
    partnership: { key: "acme-permits", name: "Permits modernisation" },
    sideLabel: "City",
  });
  expect(entries.find(({ name }) => name === "Marisol Vega")?.role).toBe("manager, steward");
  const sides = entries.map(({ partnership, sideLabel }) => `${partnership.key} ${sideLabel}`);
  expect([...new Set(sides)]).toEqual([
    "acme-permits City",
    "acme-permits Acme",
    "harbor-outreach County",
    "harbor-outreach Open Door",
    "river-dispatch Members",
    "river-dispatch Host",
  ]);
});
