import { expect, test } from "vitest";
import { agencyPeople } from "../builders/roster.ts";
import { chicago, onBothEngines, startedWorld } from "./flow-suite.ts";
import { textOf } from "./person.ts";

const boards = ["permits", "permits-city", "permits-acme"];

onBothEngines("the month's release and digest", (start) => {
  test("October is released on Tuesday 3 November, 10:00, and posts on the third working day after it, once (MEASUREMENT R4)", async () => {
    const world = await startedWorld(start, { at: "2026-10-26T12:00" });
    for (const key of agencyPeople) {
      const person = world.person(key);
      for (const statement of [0, 1, 2]) await person.rate(statement, "4");
    }
    await world
      .person("ana")
      .tap("answer-prompt", {}, { text: "We opened the counter", sharing: "both-sides" });
    const released = "select month, released_at = '2026-11-03T16:00Z' as punctual from releases";
    await world.passTo("2026-11-03T09:59", chicago);
    expect(await world.query(released)).toEqual([]);
    await world.passTo("2026-11-03T10:00", chicago);
    expect(await world.query(released)).toEqual([{ month: "2026-10", punctual: true }]);
    await world.passTo("2026-11-06T09:59", chicago);
    for (const board of boards) expect(await world.board.list(board, 10)).toEqual([]);
    await world.passTo("2026-11-06T10:00", chicago);
    for (const board of boards) expect(await world.board.list(board, 10)).toHaveLength(1);
    const [joint] = await world.board.list("permits", 10);
    expect(textOf(joint?.card ?? undefined)).toContain("We opened the counter");
    await world.passTo("2026-11-20T12:00", chicago);
    for (const board of boards) expect(await world.board.list(board, 10)).toHaveLength(1);
    expect(await world.query(released)).toHaveLength(1);
  });

  test("a release and a digest that fell into a downtime are made up for, once each", async () => {
    const world = await startedWorld(start, { at: "2026-10-26T12:00" });
    world.clock.set("2026-11-19T15:00", chicago);
    await Promise.all([world.context.queueDueWork(), world.context.queueDueWork()]);
    await world.settle();
    await world.settle();
    expect(await world.query("select month from releases")).toEqual([{ month: "2026-10" }]);
    for (const board of boards) expect(await world.board.list(board, 10)).toHaveLength(1);
  });

  test("half a year of downtime is made up for in order, month by month, with every digest", async () => {
    const world = await startedWorld(start, { at: "2026-10-26T12:00" });
    world.clock.set("2027-04-19T15:00", chicago);
    await world.settle();
    const months = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03"];
    const released = await world.query("select month from releases order by month");
    expect(released.map(({ month }) => month)).toEqual(months);
    const digested = await world.query("select distinct month from digests order by month");
    expect(digested.map(({ month }) => month)).toEqual(months);
    for (const board of boards) expect(await world.board.list(board, 20)).toHaveLength(months.length);
  });

  test("what came after the month's last close is not in its figures", async () => {
    const world = await startedWorld(start, { at: "2026-10-26T12:00" });
    await world.passTo("2026-11-06T10:00", chicago);
    const figures = "select figures from releases";
    const before = await world.query(figures);
    for (const key of agencyPeople) await world.person(key).rate(0, "1");
    await world.passTo("2026-11-20T10:00", chicago);
    expect(await world.query(figures)).toEqual(before);
  });
});
