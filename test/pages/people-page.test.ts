import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routes } from "../../db/schema/partnerships.ts";
import { actionsOf, allText, openRosterWorld, pageOf } from "../builders/roster-world.ts";
import { edited, smallText } from "../partnerships/roster-samples.ts";

const text = edited(
  smallText,
  [
    "- { id: noor,",
    "- { id: brid, name: Bríd Walsh, organisation: Harbour Council, role: front line, routes: [{ email: brid@harbour.example }] }\n      - { id: noor,",
  ],
  ["name: Aoife Byrne,", "name: Aoife Byrne, role: manager,"],
);

let world: Awaited<ReturnType<typeof openRosterWorld>>;
let steward = "";
let brid = "";
beforeAll(async () => {
  world = await openRosterWorld(text);
  steward = await world.idOf("bridge-works", "aoife");
  brid = await world.idOf("bridge-works", "brid");
});
afterAll(() => world.close());

const show = () => world.show("/people", steward);

test("each contact of the own side stands with role, part and ways to be reached", async () => {
  const page = pageOf(await show());
  expect(page.actor).toBe(steward);
  const section = page.sections.find(({ heading }) => heading === "Bríd Walsh");
  expect(section?.nodes[0]).toEqual({
    kind: "facts",
    facts: [
      { label: "Organisation", value: "Harbour Council" },
      { label: "Role", value: "front line" },
      { label: "Taking part", value: "has not started yet" },
    ],
  });
  expect(section?.nodes[1]).toEqual({
    kind: "list",
    items: ["E-mail (brid@harbour.example): not tried yet"],
  });
  expect(allText(await show())).toContain("manager, steward, sponsor");
});

test("a way that failed says why in plain words and that no way is left", async () => {
  const failed = { state: "gone", lastError: "550 5.1.1" } as const;
  await world.database.update(routes).set(failed).where(eq(routes.contactId, brid));
  const shown = allText(await show());
  expect(shown).toContain("does not work any more. There is no such account or mailbox there (550 5.1.1)");
  expect(shown).toContain("No way to reach this person works.");
  await world.database
    .update(routes)
    .set({ state: "untested", lastError: null })
    .where(eq(routes.contactId, brid));
  expect(allText(await show())).not.toContain("No way to reach this person works.");
});

test("an account that claims to be somebody waits until the steward confirms it, and can answer then", async () => {
  const [issue] = actionsOf(await show(), "Make a code").filter(({ args }) => args.contact === brid);
  const said = await world.tap(steward, issue ?? { name: "", args: {} });
  const code = /The code is (\w{8})\./.exec(JSON.stringify(said.say))?.[1] ?? "";
  await world.transact(async ({ identities }) => {
    const { createHash } = await import("node:crypto");
    const hash = createHash("sha256").update(code).digest("hex");
    expect(await identities.useCode(hash, world.clock.now())).toBe(brid);
    await identities.claim(brid, { platform: "slack", id: "T1/U1" }, world.clock.now());
  });
  const waiting = await show();
  expect(allText(waiting)).toContain("Slack account T1/U1 says that it is Bríd Walsh.");
  const [confirm] = actionsOf(waiting, "Confirm");
  expect((await world.tap(steward, confirm ?? { name: "", args: {} })).outcome).toBe("done");
  const after = allText(await show());
  expect(after).not.toContain("Waiting for you");
  expect(after).toContain("Slack: not tried yet");
});

test("a claim that is wrong ends, and nobody can confirm their own", async () => {
  await world.transact(async ({ identities }) => {
    await identities.claim(brid, { platform: "teams", id: "A/1" }, world.clock.now());
    await identities.claim(steward, { platform: "teams", id: "A/2" }, world.clock.now());
  });
  const [wrong, ...more] = actionsOf(await show(), "Not right");
  expect(more).toEqual([]);
  expect((await world.tap(steward, wrong ?? { name: "", args: {} })).outcome).toBe("done");
  const after = await show();
  expect(allText(after)).toContain("You cannot confirm your own account.");
  expect(allText(after)).not.toContain("A/1");
  expect(actionsOf(after, "Confirm")).toEqual([]);
});

test("whether somebody takes part is said, whether they answered is not", async () => {
  const part = async () =>
    /"Taking part","value":"([^"]+)"/.exec(
      JSON.stringify(pageOf(await show()).sections.find(({ heading }) => heading === "Bríd Walsh")),
    )?.[1];
  const answer = (given: string) =>
    world.tap(brid, { name: "introduction", args: { contact: brid, answer: given } });
  await answer("not-me");
  expect(await part()).toBe("said no");
  const links = actionsOf(await show(), "Make a link").map(({ args }) => args.contact);
  expect(links).not.toContain(brid);
  await world.openRound("bridge-works");
  await answer("start");
  expect(await part()).toBe("takes part");
  const silent = allText(await show());
  const [detail] = await world.transact(({ invitations }) => invitations.recentDetails([brid], 1));
  const statement = detail?.invitation.statements[0] ?? "";
  const args = { invitation: detail?.invitation.id ?? "", statement, value: "4" };
  expect((await world.tap(brid, { name: "rate", args })).outcome).toBe("done");
  expect(allText(await show())).toBe(silent);
  await world.tap(brid, { name: "pause", args: {} });
  expect(await part()).toBe("paused");
});

test("a link to hand over is whole and for that person", async () => {
  const [link] = actionsOf(await show(), "Make a link").filter(({ args }) => args.contact === steward);
  const said = JSON.stringify((await world.tap(steward, link ?? { name: "", args: {} })).say);
  expect(said).toContain("Hand this link to Aoife Byrne alone: https://rapport.example/go/");
});
