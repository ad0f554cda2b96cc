import { expect, test } from "vitest";
import { chicago, type FlowWorld, onBothEngines, startedWorld } from "./flow-suite.ts";
import { statementsOf } from "./person.ts";

onBothEngines("rhythm", (start) => {
  test("a pause stops everything that waits; after resuming the next round's card comes", async () => {
    const world = await startedWorld(start);
    const bob = world.person("bob");
    await world.passTo("2026-11-10T10:00", chicago);
    await bob.type("pause");
    await world.passTo("2026-11-21T12:00", chicago);
    expect(await cardDates(world, "bob")).toEqual(["11-02", "11-10"]);
    expect(
      await world.query(
        "select id from messages where state = 'sent' and purpose = 'reminder' and contact_id = $1 and sent_at > '2026-11-07'",
        [bob.id],
      ),
    ).toEqual([]);
    await bob.type("resume");
    await world.passTo("2026-11-24T10:00", chicago);
    expect(await cardDates(world, "bob")).toEqual(["11-02", "11-10", "11-24"]);
  });

  test("away until Wednesday postpones Tuesday's card to Thursday morning", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("away until 2026-11-11");
    await world.passTo("2026-11-12T09:59", chicago);
    expect(await cardDates(world, "cyd")).toEqual(["11-02"]);
    await world.passTo("2026-11-12T10:00", chicago);
    expect(await cardDates(world, "cyd")).toEqual(["11-02", "11-12"]);
  });

  test("a card that was postponed to the reminder's own morning comes alone", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").type("away until 2026-11-11");
    await world.passTo("2026-11-13T12:00", chicago);
    const sent = await world.query(
      "select purpose from messages where contact_id = $1 and state = 'sent' and sent_at > '2026-11-09'",
      [world.person("cyd").id],
    );
    expect(sent).toEqual([{ purpose: "check-in" }]);
  });

  test("who pauses and resumes before the card was due still gets it", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-10T08:00", chicago);
    await world.person("dee").type("pause");
    await world.person("dee").type("resume");
    await world.passTo("2026-11-10T10:00", chicago);
    expect(await cardDates(world, "dee")).toEqual(["11-02", "11-10"]);
  });

  test("away beyond the close lapses the round as away, which counts for no back-off", async () => {
    const world = await startedWorld(start);
    await world.person("cyd").rate(0, "4");
    await world.person("cyd").type("away until 2026-11-20");
    await world.passTo("2026-11-22T12:00", chicago);
    expect(await cardDates(world, "cyd")).toEqual(["11-02"]);
    const mine = "select state, lapse_reason from invitations where contact_id = $1 order by due_at";
    expect(await world.query(mine, [world.person("cyd").id])).toEqual([
      { state: "answered", lapse_reason: null },
      { state: "lapsed", lapse_reason: "away" },
      { state: "lapsed", lapse_reason: "away" },
    ]);
    expect(await world.person("cyd").cardsWith("cadence")).toEqual([]);
    await world.passTo("2026-11-24T10:00", chicago);
    expect(await cardDates(world, "cyd")).toEqual(["11-02", "11-24"]);
  });

  test("every two weeks and monthly are asked in every second and every fourth round", async () => {
    const world = await startedWorld(start);
    await world.person("dee").type("cadence every two weeks");
    await world.person("eli").type("cadence monthly");
    for (const tuesday of ["11-10", "11-17", "11-24", "12-01", "12-08"]) {
      await world.passTo(`2026-${tuesday}T10:00`, chicago);
    }
    expect(await cardDates(world, "ana")).toEqual(["11-02", "11-10", "11-17", "11-24", "12-01", "12-08"]);
    expect(await cardDates(world, "dee")).toEqual(["11-02", "11-17", "12-01"]);
    expect(await cardDates(world, "eli")).toEqual(["11-02", "12-01"]);
  });

  test("two skipped in a row ask once which rhythm suits, and the tap sets it (MEASUREMENT 3.1)", async () => {
    const world = await startedWorld(start);
    await world.passTo("2026-11-28T12:00", chicago);
    const wes = world.person("wes");
    expect(await wes.cardsWith("cadence")).toHaveLength(1);
    expect((await wes.tap("cadence", { cadence: "monthly" })).outcome).toBe("done");
    const row = "select cadence, cadence_set_by from contacts where id = $1";
    expect(await world.query(row, [wes.id])).toEqual([{ cadence: "monthly", cadence_set_by: "contact" }]);
  });

  test("under half answered over eight weeks slows down to every two weeks (MEASUREMENT 3.1)", async () => {
    const world = await startedWorld(start);
    await world.person("xia").rate(0, "4");
    await world.person("ana").rate(0, "4");
    for (const tuesday of ["11-10", "11-17", "11-24", "12-01", "12-08", "12-15", "12-22"]) {
      await world.passTo(`2026-${tuesday}T10:00`, chicago);
      await world.person("ana").rate(0, "4");
    }
    const row = "select cadence, cadence_set_by from contacts where id = $1";
    expect(await world.query(row, [world.person("xia").id])).toEqual([
      { cadence: "weekly", cadence_set_by: "default" },
    ]);
    await world.passTo("2026-12-27T12:00", chicago);
    expect(await world.query(row, [world.person("xia").id])).toEqual([
      { cadence: "every two weeks", cadence_set_by: "back-off" },
    ]);
    expect(await world.query(row, [world.person("ana").id])).toEqual([
      { cadence: "weekly", cadence_set_by: "default" },
    ]);
  });

  test("the quarter's last round is the self pack: eight statements and no prompt (MEASUREMENT 2.3)", async () => {
    const world = await startedWorld(start, { at: "2026-12-14T12:00" });
    await world.passTo("2026-12-22T10:00", chicago);
    const [card] = (await world.person("ana").cardsWith("rate")).toReversed();
    expect(card && statementsOf(card)).toHaveLength(8);
    await expect(
      world.person("ana").action("answer-prompt", await invitationArgs(world, "ana")),
    ).rejects.toThrow();
    for (let statement = 0; statement < 8; statement += 1) await world.person("ana").rate(statement, "4");
    expect(await world.person("ana").cardsWith("edit")).toHaveLength(1);
    const kinds = await world.query("select kind from rounds order by opens_on");
    expect(kinds).toEqual([{ kind: "check-in" }, { kind: "self-pack" }]);
  });
});

/** Month and day, in Chicago, on which the person's check-in cards were sent. */
async function cardDates(world: FlowWorld, key: string): Promise<readonly string[]> {
  const rows = await world.query(
    `select to_char(sent_at at time zone 'America/Chicago', 'MM-DD') as on from messages
     where purpose = 'check-in' and state = 'sent' and contact_id = $1 order by sent_at`,
    [world.person(key).id],
  );
  return rows.map(({ on }) => String(on));
}

async function invitationArgs(world: FlowWorld, key: string): Promise<Readonly<Record<string, string>>> {
  const [newest] = await world.query(
    "select id from invitations where contact_id = $1 order by due_at desc limit 1",
    [world.person(key).id],
  );
  return { invitation: String(newest?.id) };
}
