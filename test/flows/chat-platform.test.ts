import { expect, test } from "vitest";
import type { Conversation } from "../../src/ports/chat-adapter.ts";
import { accountOf, begin, interaction, openChat, tap } from "./chat-people.ts";
import { onBothEngines } from "./flow-suite.ts";
import { nextEvent, statementsOf, textOf } from "./person.ts";

onBothEngines("a chat platform with channels, windows and repeated events", (start) => {
  test("a channel gets one kind of line that names nobody, and a private prompt the same for one person", async () => {
    const { world, posted } = await openChat(start, { ana: { card: "C0001" }, bob: { prompt: "C0001" } });
    const introductions = posted.map(({ to, shareKey, card }) => ({ to, shareKey, text: textOf(card) }));
    const [ana, bob, vic] = introductions.toSorted((a, b) => a.to.localeCompare(b.to));
    expect([ana?.to, bob?.to, vic?.to]).toEqual([
      "T0001/U0001/card/C0001",
      "T0001/U0002/prompt/C0001",
      "T0001/U0003",
    ]);
    expect(ana?.shareKey).toMatch(/^introduction:/);
    for (const one of [ana, bob]) {
      expect(one?.text).toContain("Nobody here sees what you choose.");
      expect(one?.text).not.toMatch(/Name of|ana|bob/);
    }
    expect(vic?.text).toContain("Name of vic");

    const window = await tap(world, "U0001", "open-mine");
    expect(textOf({ summary: "", nodes: window.dialog?.nodes ?? [] })).toContain("Name of ana");
    await begin(world, "U0001");
    await begin(world, "U0003");
    const cards = posted.slice(3);
    const notice = cards.find(({ to }) => to.includes("/card/"));
    const own = cards.find(({ to }) => to === "T0001/U0003");
    expect(notice?.shareKey).toMatch(/^round:/);
    expect(statementsOf(notice?.card ?? { summary: "", nodes: [] })).toEqual([]);
    expect(statementsOf(own?.card ?? { summary: "", nodes: [] }).length).toBeGreaterThan(1);
  });

  test("what stands in a channel is never replaced by somebody's own card, and no reminder goes there", async () => {
    const { world, posted } = await openChat(start, { ana: { card: "C0001" } });
    await begin(world, "U0001");
    const window = await tap(world, "U0001", "open-mine");
    const [statement] = statementsOf({ summary: "", nodes: window.dialog?.nodes ?? [] });
    const rated = await tap(world, "U0001", "rate", statement?.action.args, { value: "4" });
    expect([rated.outcome, (await rated.redraw?.()) === undefined]).toEqual(["done", false]);
    await world.settle();
    expect(posted.filter(({ to }) => to.includes("/card/")).map(({ cards }) => cards.length)).toEqual([1, 1]);

    const other = await openChat(start, { ana: { card: "C0001" } });
    await begin(other.world, "U0001");
    await other.world.passTo("2026-11-06T16:00", "America/Chicago");
    const reminders = await other.world.query(
      "select state, end_code from messages where purpose = 'reminder'",
    );
    expect(reminders).toEqual([{ state: "cancelled", end_code: "public" }]);
  });

  test("an answer in a window brings the card in the direct message up to date", async () => {
    const { world, posted } = await openChat(start);
    await begin(world, "U0001");
    const card = posted.at(-1);
    const [statement] = statementsOf(card?.card ?? { summary: "", nodes: [] });
    await tap(world, "U0001", "rate", statement?.action.args, { value: "4" });
    await world.settle();
    expect(posted.at(-1)?.cards.length).toBe(2);
    expect(statementsOf(posted.at(-1)?.cards[1] ?? { summary: "", nodes: [] })[0]?.chosen).toBe("4");
  });

  test("the open question has a window of its own, and a text in it counts once however often it comes", async () => {
    const { world } = await openChat(start);
    await begin(world, "U0001");
    const [row] = await world.query("select id from invitations where prompt_id is not null limit 1");
    const args = { invitation: String(row?.id) };
    const window = await tap(world, "U0001", "prompt-form", args);
    expect(window.dialog?.form?.fields.map(({ name }) => name)).toEqual(["text", "sharing", "theme"]);
    const submit = window.dialog?.form?.submit.action;
    const text = await interaction("U0001", submit?.name ?? "", submit?.args, {
      text: "Kept",
      sharing: "confidential",
    });
    const skip = await interaction("U0001", "skip-prompt", args);
    expect((await world.inbound.interact(skip)).outcome).toBe("done");
    for (let time = 0; time < 3; time += 1) expect((await world.inbound.interact(text)).outcome).toBe("done");
    // The platform repeats the old *Skip*: what was written since stays.
    expect((await world.inbound.interact(skip)).outcome).toBe("done");
    expect(await world.query("select text, version from answers where text is not null")).toEqual([
      { text: "Kept", version: 1 },
    ]);
  });

  test("a command that comes three times at once is answered once, and again after a failure", async () => {
    const { world } = await openChat(start);
    const command = {
      eventId: nextEvent(),
      account: accountOf("U0001"),
      conversation: "T0001/D1" as Conversation,
      text: "help",
    };
    const replies = await Promise.all([1, 2, 3].map(() => world.inbound.command(command)));
    const outcomes = replies.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "done").length).toBe(1);
    expect((await world.inbound.command(command)).outcome).toBe("repeated");
    // While somebody is at it, nobody else says that it is kept; a claim whose process died ends after a minute.
    const claimed = { ...command, eventId: nextEvent() };
    await world.transact(({ submissions }) => submissions.begin(claimed.eventId, world.clock.now()));
    expect((await world.inbound.command(claimed)).outcome).toBe("not-saved");
    world.clock.set(world.clock.now().add({ seconds: 61 }));
    expect((await world.inbound.command(claimed)).outcome).toBe("done");
    await world.query("alter table contacts rename to elsewhere");
    const lost = { ...command, eventId: nextEvent() };
    expect((await world.inbound.command(lost)).outcome).toBe("not-saved");
    await world.query("alter table elsewhere rename to contacts");
    expect((await world.inbound.command(lost)).outcome).toBe("done");
  });

  test("the home page holds open check-ins, partnerships, answers and settings; a stranger's tells the way in", async () => {
    const { world } = await openChat(start);
    const before = await world.inbound.home(accountOf("U0001"));
    expect(textOf(before)).toContain("Name of ana");
    await begin(world, "U0001");
    const home = textOf(await world.inbound.home(accountOf("U0001")));
    for (const words of ["Answer now", "Permits", "Your last answers", "Your settings"])
      expect(home).toContain(words);
    expect(textOf(await world.inbound.home(accountOf("U9999")))).toContain("does not know this account");
    expect((await tap(world, "U0001", "show-status", { partnership: "permits" })).dialog?.title).toBe(
      "Status",
    );
    expect((await tap(world, "U0001", "settings-form")).dialog?.form?.fields.length).toBe(4);
  });
});
