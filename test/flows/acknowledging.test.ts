import { expect, test } from "vitest";
import { onBothEngines, startedWorld } from "./flow-suite.ts";
import { nextEvent, textOf } from "./person.ts";
import { auditOf, from, partnershipIds, quotesOf, tapBy, twoPartnerships } from "./raised-cards.ts";

onBothEngines("a raised problem is acknowledged", (start) => {
  test("only that side's steward acknowledges, the first time counts, and the card says who and when", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("raise");
    await world.person("cyd").tap("raise", {}, { severity: "stuck", text: "Help" });
    await world.settle();
    const ana = world.person("ana");
    const seen = await ana.interaction("escalation-seen");
    const before = await world.snapshot();
    for (const key of ["bob", "cyd", "wes"]) {
      const id = world.person(key).id;
      const reply = await world.inbound.interact({ ...seen, ...from(id), eventId: nextEvent() });
      expect([key, reply.outcome, textOf(reply.say)]).toEqual([
        key,
        "refused",
        expect.stringContaining("for the stewards"),
      ]);
    }
    for (const escalation of ["", "x", "\u0000", ana.id, "00000000-0000-4000-8000-000000000000"]) {
      const forged = { ...seen, eventId: nextEvent(), action: { ...seen.action, args: { escalation } } };
      expect((await world.inbound.interact(forged)).outcome).toBe("refused");
      const show = { ...forged, action: { name: "show-escalation", args: { escalation } } };
      expect((await world.inbound.interact(show)).outcome).toBe("refused");
    }
    expect(await world.snapshot()).toEqual(before);

    world.clock.advance({ minutes: 5 });
    const reply = await ana.tap("escalation-seen");
    expect(textOf(reply.replace)).toContain(
      "Seen by Name of ana, City: Mon 2 Nov 2026, 12:05 (Chicago time)",
    );
    expect(quotesOf(reply.replace)).toEqual(["Help"]);
    expect(await ana.cardsWith("escalation-seen")).toEqual([]);
    world.clock.advance({ minutes: 5 });
    const again = await world.inbound.interact({ ...seen, eventId: nextEvent() });
    expect(again.replace).toEqual(reply.replace);
    const vic = await world.person("vic").tap("escalation-seen");
    expect(textOf(vic.replace)).toContain("Seen by Name of ana, City: Mon 2 Nov 2026, 12:05 (Chicago time)");
    expect(textOf(vic.replace)).toContain("Seen by Name of vic, Acme: Mon 2 Nov 2026, 12:10 (Chicago time)");
    expect(await world.query("select side, seen_by from escalation_seen order by side")).toEqual([
      { side: "agency", seen_by: ana.id },
      { side: "vendor", seen_by: world.person("vic").id },
    ]);
    expect((await auditOf(world, "escalation.seen")).map(({ actor }) => actor)).toEqual([
      ana.id,
      world.person("vic").id,
    ]);
  });

  test("another partnership's steward neither sees nor acknowledges it", async () => {
    const world = await start({ roster: twoPartnerships() });
    await world.settle();
    const ids = await partnershipIds(world);
    const fields = { partnership: ids.permits ?? "", severity: "stuck", text: "Ours" };
    await world.inbound.interact(tapBy(world.contactIds["permits/bob"] ?? "", "raise", {}, fields));
    const [row] = await world.query("select id from escalations");
    for (const name of ["escalation-seen", "show-escalation"]) {
      const tap = tapBy(world.contactIds["parks/pam"] ?? "", name, { escalation: String(row?.id) });
      const reply = await world.inbound.interact(tap);
      expect([reply.outcome, JSON.stringify(reply).includes("Ours")]).toEqual(["refused", false]);
    }
    expect(await world.query("select * from escalation_seen")).toEqual([]);
  });
});
