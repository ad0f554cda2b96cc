import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rowsOf } from "../../db/migrate.ts";
import { forgetAnswers } from "../../src/check-ins/forget-answers.ts";
import { aRoster } from "../builders/roster.ts";
import { openRosterWorld } from "../builders/roster-world.ts";

describe("what is older than 13 months (MEASUREMENT R13)", () => {
  let world: Awaited<ReturnType<typeof openRosterWorld>>;
  beforeEach(async () => {
    world = await openRosterWorld(aRoster());
    const ana = await world.idOf("permits", "ana");
    await world.tap(ana, { name: "introduction", args: { contact: ana, answer: "start" } });
    await world.openRound("permits");
    const invitation = await world.transact(
      async ({ invitations }) => (await invitations.openOf([ana], world.clock.at))[0],
    );
    const args = { invitation: invitation?.id ?? "", statement: invitation?.statements[0] ?? "" };
    for (const value of ["4", "2"]) await world.tap(ana, { name: "rate", args: { ...args, value } });
    const shared = { invitation: args.invitation, text: "We shipped together.", sharing: "both-sides" };
    await world.tap(ana, { name: "answer-prompt", args: shared });
    await world.database.execute(sql`
      insert into unlinked_answers (id, partnership_id, side, cycle, text)
      select gen_random_uuid(), r.partnership_id, 'agency', r.cycle, 'unsaid' from rounds r`);
  });
  afterEach(() => world.close());

  const counts = async () => {
    const query = sql`select (select count(*)::int from answers where mode = 'confidential') as ratings,
      (select count(*)::int from answer_versions) as versions, (select count(*)::int from unlinked_answers) as unlinked,
      (select count(*)::int from answers where mode = 'attributed') as shared`;
    return rowsOf(await world.database.execute(query))[0];
  };

  test("is still there after twelve months", async () => {
    world.clock.at = world.clock.at.add({ hours: 24 * 365 });
    expect(await forgetAnswers(world)).toEqual({ forgotten: 0 });
    expect(await counts()).toEqual({ ratings: 1, versions: 1, unlinked: 1, shared: 1 });
  });

  test("is gone after fourteen months, with its versions; what was shared by name stays", async () => {
    world.clock.at = world.clock.at.add({ hours: 24 * 430 });
    expect(await forgetAnswers(world)).toEqual({ forgotten: 1 });
    expect(await counts()).toEqual({ ratings: 0, versions: 0, unlinked: 0, shared: 1 });
  });
});
