import { expect, test } from "vitest";
import { aPartnership, aRoster, aRosterContact } from "../builders/roster.ts";
import { chicago, type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";

onBothEngines("calendar", (start) => {
  test("a public holiday of the person's region moves their card to the next working day", async () => {
    const irish = aRosterContact("bob", { timeZone: "Europe/Dublin", holidays: "IE" });
    const world = await startedWorld(start, { at: "2026-03-09T12:00", roster: rosterWith(irish) });
    await world.passTo("2026-03-19T12:00", chicago);
    // Tuesday 17 March is Saint Patrick's Day.
    expect(await cardMoments(world, "bob")).toEqual(["2026-03-09T17:00Z", "2026-03-18T10:00Z"]);
    expect((await cardMoments(world, "ana")).at(-1)).toBe("2026-03-17T15:00Z");
  });

  test("nothing is sent at night, on a weekend or before eight", async () => {
    const world = await start({ at: "2026-11-06T18:30" });
    await world.passTo("2026-11-09T12:00", chicago);
    const sent = await world.query(
      "select distinct to_char(sent_at at time zone 'America/Chicago', 'Dy HH24:MI') as at from messages where state = 'sent'",
    );
    expect(sent).toEqual([{ at: "Mon 08:00" }]);
    world.clock.set("2026-11-09T21:00", chicago);
    await world.consent("ana");
    expect(await world.person("ana").cardsWith("rate")).toEqual([]);
    await world.passTo("2026-11-10T08:00", chicago);
    expect(await world.person("ana").cardsWith("rate")).toHaveLength(1);
  });

  test.each([
    ["America/New_York", "2026-10-19T12:00", ["2026-10-27T14:00Z", "2026-11-03T15:00Z"]],
    ["America/New_York", "2026-02-23T12:00", ["2026-03-03T15:00Z", "2026-03-10T14:00Z"]],
    ["Australia/Lord_Howe", "2026-03-23T12:00", ["2026-03-30T23:00Z", "2026-04-06T23:30Z"]],
    ["Australia/Lord_Howe", "2026-09-21T12:00", ["2026-09-28T23:30Z", "2026-10-05T23:00Z"]],
  ])(
    "the card comes at 10:00 of the wall clock in both weeks around a clock change: %s from %s",
    async (timeZone, at, moments) => {
      const world = await start({ at, roster: rosterWith(aRosterContact("bob", { timeZone })) });
      // Introductions keep quiet hours too, so that on the far side of the earth it comes later.
      await world.settle();
      await world.passTo(world.clock.now().add({ hours: 24 }));
      await world.consent("bob");
      for (const moment of moments) await world.passTo(moment.replace("Z", ":00Z"));
      expect((await cardMoments(world, "bob")).slice(-2)).toEqual(moments);
    },
  );

  test.each([1, 3, 10])(
    "down across %i rounds and back within 12 hours: the newest opens, older ones stay visible as skipped",
    async (down) => {
      const world = await startedWorld(start);
      await world.passTo("2026-11-14T12:00", chicago);
      const back = world.clock
        .now()
        .add({ hours: 24 * (3 + 7 * (down - 1)) })
        .subtract({ hours: 2 })
        .add({ hours: 11 });
      world.clock.set(back);
      await world.settle();
      const rounds = await world.query(
        "select skipped_at is not null as skipped, opened_at is not null as opened from rounds order by opens_on offset 2",
      );
      const skipped = { skipped: true, opened: false };
      expect(rounds).toEqual([
        ...Array.from({ length: down - 1 }, () => skipped),
        { skipped: false, opened: true },
      ]);
      await world.passTo(back.add({ hours: 14 }));
      expect(await world.query(newestCards)).toEqual([{ n: 8 }]);
    },
  );

  test.each([1, 3, 10])(
    "down across %i rounds and back after 12 hours: all of them are skipped, the next one comes",
    async (down) => {
      const world = await startedWorld(start);
      await world.passTo("2026-11-14T12:00", chicago);
      world.clock.set(
        world.clock
          .now()
          .add({ hours: 24 * (3 + 7 * (down - 1)) })
          .add({ hours: 11 }),
      );
      await world.settle();
      const rounds =
        "select skipped_at is not null as skipped, opened_at is null as unopened from rounds order by opens_on offset 2";
      expect(await world.query(rounds)).toEqual(
        Array.from({ length: down }, () => ({ skipped: true, unopened: true })),
      );
      const { n } = (await world.query(newestCards))[0] ?? {};
      await world.passTo(world.clock.now().add({ hours: 24 * 7 }));
      expect(await world.query(rounds)).toHaveLength(down + 1);
      expect([n, (await world.query(newestCards))[0]?.n]).toEqual([8, 8]);
      expect((await world.query(rounds)).at(-1)).toEqual({ skipped: false, unopened: false });
    },
  );
});

const newestCards = `
  select count(*)::int as n from messages m join invitations i on i.id = m.subject_id
  where m.purpose = 'check-in' and m.state = 'sent'
    and i.round_id = (select round_id from invitations order by due_at desc, closes_at desc limit 1)`;

function rosterWith(changed: ReturnType<typeof aRosterContact>): string {
  const contacts = aPartnership().contacts.map((contact) => (contact.id === changed.id ? changed : contact));
  return aRoster(aPartnership({ contacts }));
}

async function cardMoments(world: FlowWorld, key: string): Promise<readonly string[]> {
  const rows = await world.query(
    `select to_char(sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as at from messages
     where purpose = 'check-in' and state = 'sent' and contact_id = $1 order by sent_at`,
    [world.person(key).id],
  );
  return rows.map(({ at }) => String(at));
}
