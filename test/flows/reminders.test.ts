import { expect, test } from "vitest";
import { chicago, onBothEngines, startedWorld } from "./flow-suite.ts";
import { type Person, statementsOf, textOf } from "./person.ts";

const sentTo = `
  select purpose, to_char(sent_at at time zone 'America/Chicago', 'Dy HH24:MI') as at from messages
  where contact_id = $1 and state = 'sent' and sent_at >= '2026-11-09' order by sent_at, purpose`;

onBothEngines("card, reminder and close", (start) => {
  test("the card comes on Tuesday 10:00, the one reminder on Thursday 10:00, in the person's own zone", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-16T12:00", chicago);
    expect(await world.query(sentTo, [world.person("eli").id])).toEqual([
      { purpose: "check-in", at: "Tue 10:00" },
      { purpose: "reminder", at: "Thu 10:00" },
      { purpose: "cadence", at: "Mon 08:00" },
    ]);
  });

  test("the first tap stops the reminder", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-10T10:00", chicago);
    await world.person("eli").rate(1, "3");
    await world.passTo("2026-11-14T12:00", chicago);
    expect(await world.query(sentTo, [world.person("eli").id])).toEqual([
      { purpose: "check-in", at: "Tue 10:00" },
    ]);
    const ended =
      "select end_code from messages where contact_id = $1 and purpose = 'reminder' order by due_at desc";
    expect((await world.query(ended, [world.person("eli").id]))[0]).toEqual({ end_code: "answered" });
  });

  test("what nobody answered lapses at the close, and what was answered stays", async () => {
    const world = await startedWorld(start);
    await world.person("ana").rate(0, "3");
    await world.passTo("2026-11-08T12:00", chicago);
    const states = await world.query(
      "select state, lapse_reason, count(*)::int as n from invitations group by 1, 2 order by 1",
    );
    expect(states).toEqual([
      { state: "answered", lapse_reason: null, n: 1 },
      { state: "lapsed", lapse_reason: "closed", n: 7 },
    ]);
    expect(await world.query("select id from rounds where closed_at is null")).toEqual([]);
  });

  test("a late answer is refused with words and belongs to nothing", async () => {
    const world = await startedWorld(start);
    const ana = world.person("ana");
    const bob = world.person("bob");
    await ana.rate(0, "3");
    for (const late of ["2026-11-06T17:00", "2026-11-08T12:00", "2026-11-10T10:00"]) {
      const taps = [
        await ana.interaction("rate", (await firstStatement(ana)).args, { value: "1" }),
        await bob.interaction("rate", (await firstStatement(bob)).args, { value: "1" }),
        await bob.interaction("answer-prompt", {}, { text: "Too late", sharing: "both-sides" }),
        await bob.interaction("skip-prompt"),
      ];
      await world.passTo(late, chicago);
      const { submissions: _, ...before } = await world.snapshot();
      for (const tap of taps) {
        const reply = await world.inbound.interact(tap);
        expect(reply.outcome).toBe("refused");
        expect(textOf(reply.say)).not.toBe("");
      }
      const { submissions: __, ...after } = await world.snapshot();
      expect(after).toEqual(before);
    }
  });

  test("Later today brings the card back three hours on, in place of the reminder", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-10T10:00", chicago);
    const cyd = world.person("cyd");
    expect((await cyd.tap("snooze", { until: "later-today" })).outcome).toBe("done");
    await world.passTo("2026-11-13T12:00", chicago);
    expect(await world.query(sentTo, [cyd.id])).toEqual([
      { purpose: "check-in", at: "Tue 10:00" },
      { purpose: "reminder", at: "Tue 13:00" },
    ]);
    expect((await cyd.tap("show-check-in")).outcome).toBe("done");
  });

  test("Tomorrow brings it back the next morning, and not after an answer", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-10T10:00", chicago);
    await world.person("cyd").tap("snooze", { until: "tomorrow" });
    await world.person("dee").tap("snooze", { until: "tomorrow" });
    await world.person("dee").rate(0, "5");
    await world.passTo("2026-11-13T12:00", chicago);
    const card = { purpose: "check-in", at: "Tue 10:00" };
    expect(await world.query(sentTo, [world.person("cyd").id])).toEqual([
      card,
      { purpose: "reminder", at: "Wed 10:00" },
    ]);
    expect(await world.query(sentTo, [world.person("dee").id])).toEqual([card]);
  });

  test("putting it off twice to the same moment brings it back once", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-10T10:00", chicago);
    await world.person("cyd").tap("snooze", { until: "tomorrow" });
    await world.person("cyd").tap("snooze", { until: "tomorrow" });
    await world.passTo("2026-11-13T12:00", chicago);
    expect(await world.query(sentTo, [world.person("cyd").id])).toEqual([
      { purpose: "check-in", at: "Tue 10:00" },
      { purpose: "reminder", at: "Wed 10:00" },
    ]);
  });

  test("it cannot be put off beyond the close", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-13T16:00", chicago);
    const before = await world.snapshot();
    for (const until of ["later-today", "tomorrow"]) {
      const reply = await world.person("cyd").interaction("snooze", { until });
      expect((await world.inbound.interact(reply)).outcome).toBe("refused");
    }
    expect(await world.snapshot()).toEqual(before);
  });
});

async function firstStatement(person: Person) {
  const [card] = (await person.cardsWith("rate")).toReversed();
  const [statement] = card === undefined ? [] : statementsOf(card);
  if (statement === undefined) throw new Error("No check-in stands here.");
  return statement.action;
}
