import { Temporal } from "temporal-polyfill";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { actionsOf, allText, by, openRosterWorld, pageOf } from "../builders/roster-world.ts";
import { edited, sampleText, smallText } from "../partnerships/roster-samples.ts";

let world: Awaited<ReturnType<typeof openRosterWorld>>;
let noor = "";
beforeEach(async () => {
  world = await openRosterWorld(smallText);
  noor = await world.idOf("bridge-works", "noor");
});
afterEach(() => world.close());

const start = () => world.tap(noor, { name: "introduction", args: { contact: noor, answer: "start" } });

test("a magic link leads to the introduction until it is answered, and no question comes before", async () => {
  await world.openRound("bridge-works");
  const before = await world.show("/welcome", noor);
  expect(pageOf(before)).toMatchObject({ path: "/welcome", actor: noor });
  expect(actionsOf(before, "Start")).toEqual([
    { name: "introduction", args: { contact: noor, answer: "start" } },
  ]);
  expect(allText(before)).not.toContain('"choice"');
  await start();
  const after = pageOf(await world.show("/welcome", noor));
  expect(after.sections[0]?.nodes.some(({ kind }) => kind === "choice")).toBe(true);
  expect(JSON.stringify(after.sections[1])).toContain("save-settings");
});

test("without an open check-in the welcome says when the next one comes", async () => {
  await start();
  expect(allText(await world.show("/welcome", noor))).toContain(
    "The next check-in of Bridge works comes on Tue 24 Nov 2026.",
  );
});

test("who said no is asked nothing and can change their mind", async () => {
  await world.tap(noor, { name: "introduction", args: { contact: noor, answer: "not-me" } });
  const shown = await world.show("/welcome", noor);
  expect(pageOf(shown).sections).toHaveLength(1);
  const [again] = actionsOf(shown, "I changed my mind");
  expect(again && (await world.tap(noor, again)).outcome).toBe("done");
  expect(allText(await world.show("/welcome", noor))).toContain("You are in.");
});

test("the history shows one's own answers and nobody else's", async () => {
  await start();
  await world.openRound("bridge-works");
  const [detail] = await world.transact(({ invitations }) => invitations.recentDetails([noor], 1));
  const statement = detail?.invitation.statements[0] ?? "";
  const args = { invitation: detail?.invitation.id ?? "", statement, value: "2" };
  await world.tap(noor, { name: "rate", args });
  const mine = allText(await world.show("/history", noor));
  expect(mine).toContain('"value":"Disagree"');
  const aoife = await world.idOf("bridge-works", "aoife");
  const others = allText(await world.show("/history", aoife));
  expect(others).not.toContain("Disagree");
  expect(others).toContain("You have not been asked anything yet.");
});

test("settings are the contact's own; a side of two is not asked about small figures", async () => {
  const page = pageOf(await world.show("/settings", noor));
  expect(page.actor).toBe(noor);
  expect(JSON.stringify(page)).toContain("save-settings");
  expect(page.sections).toHaveLength(1);
});

test("the check-in of a signed link shows until it closes", async () => {
  await start();
  await world.openRound("bridge-works");
  const [detail] = await world.transact(({ invitations }) => invitations.recentDetails([noor], 1));
  const invitationId = detail?.invitation.id ?? "";
  expect((await world.host.checkInCard(invitationId))?.nodes.some(({ kind }) => kind === "choice")).toBe(
    true,
  );
  world.clock.at = detail?.invitation.closesAt ?? Temporal.Instant.fromEpochMilliseconds(0);
  expect(await world.host.checkInCard(invitationId)).toBeNull();
});

test("the conversation of a contact has the contact's own id", async () => {
  expect(await world.host.conversationOf(noor)).toEqual({
    conversation: noor,
    name: "Noor Jansen",
    partnership: "Bridge works",
    timeZone: "Europe/Dublin",
  });
});

test("a status is the same as in chat, with the way to the digests", async () => {
  const shown = allText(await world.show("/status", noor));
  expect(shown).toContain("The first figures come on");
  expect(shown).toContain("/digests?partnership=bridge-works");
  const other = await world.show("/status", noor, { partnership: "acme" });
  expect(allText(other)).toContain("We found no partnership of yours with that name.");
});

test("the help holds every line of its catalogue, all commands, and who hosts", async () => {
  const aoife = await world.idOf("bridge-works", "aoife");
  const shown = await world.show("/help", aoife);
  const text = allText(shown);
  for (const line of [
    "not yet validated",
    "not a contract notice",
    "bids, past-performance ratings or pay",
    "Bridge works: Rapport runs at Harbour Council.",
    "/pulse away until 2026-12-01",
    "Three or four, and each of them agreed",
    "You do not see who has answered.",
  ]) {
    expect(text).toContain(line);
  }
  expect(pageOf(shown).sections.every(({ heading }) => heading !== undefined)).toBe(true);
  expect(allText(await world.show("/help", noor))).toContain("not yet validated");
});

test("the help alone is there for somebody without a session's contact", async () => {
  const shown = await world.host.page("/help", {}, by());
  expect(allText(shown)).toContain("not yet validated");
});

const worldOfSample = openRosterWorld(sampleText);
afterAll(async () => (await worldOfSample).close());

test("the open door lists everybody by partnership and side", async () => {
  const entries = await (await worldOfSample).host.doorEntries();
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

test("a person in several partnerships chooses between them", async () => {
  const sample = await worldOfSample;
  const grace = await sample.idOf("acme-permits", "grace-nowak");
  const nadia = await sample.idOf("harbor-outreach", "nadia-haddad");
  const viewer = by(grace, nadia);
  const list = await sample.host.page("/status", {}, viewer);
  expect(allText(list)).toContain("/status?partnership=harbor-outreach");
  const one = await sample.host.page("/status", { partnership: "harbor-outreach" }, viewer);
  expect(allText(one)).toContain("Phase: pilot");
  const settings = pageOf(await sample.host.page("/settings", { partnership: "harbor-outreach" }, viewer));
  expect(settings.actor).toBe(nadia);
  expect(await sample.host.page("/settings", { partnership: "river-dispatch" }, viewer)).toEqual({
    kind: "not-found",
  });
});

test("a small side's contact can agree to its figures and take that back", async () => {
  const sample = await worldOfSample;
  const nadia = await sample.idOf("harbor-outreach", "nadia-haddad");
  const settings = () => sample.show("/settings", nadia);
  expect(allText(await settings())).toContain("You do not agree at present.");
  const [agree] = actionsOf(await settings(), "I agree");
  expect(agree && (await sample.tap(nadia, agree)).outcome).toBe("done");
  expect(allText(await settings())).toContain("You agree at present.");
  const [disagree] = actionsOf(await settings(), "I do not agree");
  expect(disagree && (await sample.tap(nadia, disagree)).outcome).toBe("done");
  expect(allText(await settings())).toContain("You do not agree at present.");
});
