import { expect, test } from "vitest";
import { aPartnership, aRoster } from "../builders/roster.ts";
import { chicago, everybody, onBothEngines } from "./flow-suite.ts";
import { statementsOf } from "./person.ts";

onBothEngines("consent comes first", (start) => {
  test("everybody is introduced once and nobody is asked a question before Start", async () => {
    const world = await start();
    await world.settle();
    await world.passTo("2026-11-20T17:00", chicago);
    for (const key of everybody) {
      const cards = await world.person(key).cards();
      expect(cards).toHaveLength(1);
      expect(await world.person(key).cardsWith("introduction")).toHaveLength(1);
    }
    expect(await world.query("select id from invitations")).toEqual([]);
    const rounds = await world.query("select opens_on::text as on from rounds order by 1");
    expect(rounds.map(({ on }) => on)).toEqual(["2026-11-02", "2026-11-10", "2026-11-17"]);
  });

  test("Start brings the card of the open round at once, and a second Start brings nothing more", async () => {
    const world = await start();
    await world.settle();
    const ana = world.person("ana");
    const again = await ana.interaction("introduction", { answer: "start" });
    await world.consent("ana");
    const [card, ...more] = await ana.cardsWith("rate");
    expect(more).toEqual([]);
    expect(card && statementsOf(card)).toHaveLength(3);
    await world.inbound.interact(again);
    await world.settle();
    expect(await ana.cardsWith("rate")).toHaveLength(1);
    expect(await world.person("bob").cardsWith("rate")).toEqual([]);
  });

  test("Not me ends it, also for what waits, until the person changes their mind", async () => {
    const world = await start();
    await world.settle();
    const bob = world.person("bob");
    expect((await bob.tap("introduction", { answer: "not-me" })).outcome).toBe("done");
    await world.passTo("2026-11-14T12:00", chicago);
    expect(await bob.cardsWith("rate")).toEqual([]);
    world.clock.set("2026-11-16T12:00", chicago);
    await world.settle();
    await bob.tap("introduction", { answer: "start" });
    await world.passTo("2026-11-17T12:00", chicago);
    expect(await bob.cardsWith("rate")).toHaveLength(1);
  });

  test("Another time asks once more a week later, and then never again", async () => {
    const world = await start();
    await world.settle();
    const dee = world.person("dee");
    expect((await dee.tap("introduction", { answer: "later" })).outcome).toBe("done");
    expect(await dee.cardsWith("introduction")).toEqual([]);
    await world.passTo("2026-11-09T11:59", chicago);
    expect(await dee.cardsWith("introduction")).toEqual([]);
    await world.passTo("2026-11-09T12:00", chicago);
    expect(await dee.cardsWith("introduction")).toHaveLength(1);
    await dee.tap("introduction", { answer: "later" });
    await world.passTo("2026-11-25T12:00", chicago);
    expect(await dee.cardsWith("introduction")).toEqual([]);
    expect(await dee.cardsWith("rate")).toEqual([]);
  });

  test("who declines and changes their mind within the round still gets its card", async () => {
    const world = await start();
    await world.settle();
    world.clock.set("2026-11-02T21:00", chicago);
    await world.consent("bob");
    const declining = await world.person("ana").interaction("introduction", { answer: "not-me" });
    const bob = { ...declining, account: { ...declining.account, id: world.person("bob").id } };
    const args = { contact: world.person("bob").id };
    for (const answer of ["not-me", "start"]) {
      await world.inbound.interact({
        ...bob,
        eventId: answer,
        action: { name: "introduction", args: { ...args, answer } },
      });
    }
    await world.passTo("2026-11-03T08:00", chicago);
    expect(await world.person("bob").cardsWith("rate")).toHaveLength(1);
  });

  test("who could not be reached at first is introduced once the roster brings a way", async () => {
    const unreachable = aPartnership({
      contacts: aPartnership().contacts.map((contact) =>
        contact.id === "bob" ? { ...contact, routes: [{ email: "bob@city.example" }] } : contact,
      ),
    });
    const world = await start({ roster: aRoster(unreachable) });
    await world.settle();
    expect(await world.person("bob").cardsWith("introduction")).toEqual([]);
    await world.importRoster(aRoster());
    await world.passTo("2026-11-03T12:00", chicago);
    expect(await world.person("bob").cardsWith("introduction")).toHaveLength(1);
  });
});
