import { expect, test } from "vitest";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { chicago, onBothEngines, startedWorld } from "./flow-suite.ts";

const people = aPartnership().contacts;

onBothEngines("joiners and leavers", (start) => {
  test("a joiner mid-round is introduced, and Start brings the open round's card", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-11T09:00", chicago);
    await world.importRoster(aRoster(aPartnership({ contacts: [...people, aRosterContact("joe")] })));
    await world.settle();
    const joe = world.person("joe");
    expect(await joe.cardsWith("introduction")).toHaveLength(1);
    expect(await joe.cardsWith("rate")).toEqual([]);
    await world.consent("joe");
    expect(await joe.cardsWith("rate")).toHaveLength(1);
    expect((await joe.rate(0, "4")).outcome).toBe("done");
    const mine =
      "select r.opens_on::text as on from invitations i join rounds r on r.id = i.round_id where i.contact_id = $1";
    expect(await world.query(mine, [joe.id])).toEqual([{ on: "2026-11-10" }]);
  });

  test("a leaver gets nothing more, cannot answer any more, and leaves the answers behind", async () => {
    const world = await startedWorld(start);
    const bob = world.person("bob");
    await bob.rate(0, "4");
    await world.passTo("2026-11-10T09:00", chicago);
    await world.importRoster(aRoster(aPartnership({ contacts: people.filter(({ id }) => id !== "bob") })));
    await world.passTo("2026-11-20T12:00", chicago);
    expect(await bob.cardsWith("rate")).toHaveLength(1);
    expect(await world.query("select rating from answers")).toEqual([{ rating: 4 }]);
    const mine = "select state, lapse_reason from invitations where contact_id = $1 order by due_at";
    expect(await world.query(mine, [bob.id])).toEqual([
      { state: "answered", lapse_reason: null },
      { state: "lapsed", lapse_reason: "left" },
    ]);
  });

  test("a leaver's tap on a card that is still open is refused and changes nothing", async () => {
    const world = await startedWorld(start);
    const bob = world.person("bob");
    await world.importRoster(aRoster(aPartnership({ contacts: people.filter(({ id }) => id !== "bob") })));
    const before = await world.snapshot();
    expect((await bob.rate(0, "1")).outcome).toBe("refused");
    expect((await world.snapshot()).answers).toEqual(before.answers);
  });

  test("who returns to the roster is asked again without a second introduction", async () => {
    const world = await startedWorld(start);
    await world.importRoster(aRoster(aPartnership({ contacts: people.filter(({ id }) => id !== "bob") })));
    await world.passTo("2026-11-14T12:00", chicago);
    await world.importRoster(aRoster());
    await world.passTo("2026-11-17T10:00", chicago);
    const sent =
      "select purpose, count(*)::int as n from messages where contact_id = $1 and state = 'sent' group by 1 order by 1";
    expect(await world.query(sent, [world.person("bob").id])).toEqual([
      { purpose: "check-in", n: 2 },
      { purpose: "introduction", n: 1 },
    ]);
  });
});
