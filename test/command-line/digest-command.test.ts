import { afterAll, beforeAll, expect, test } from "vitest";
import { digestCommand } from "../../src/command-line/digest-command.ts";
import { type Engine, withEngine } from "../engines/engine.ts";
import { startRapport, type TestRapport } from "../engines/start-rapport.ts";

let engine: Engine;
let world: TestRapport;
beforeAll(async () => {
  engine = await withEngine("pglite");
  world = await startRapport(engine);
  const partnership = await world.transact(({ partnerships }) => partnerships.byKey("permits"));
  await world.query(
    "insert into releases (id, partnership_id, month, released_at, figures, contributors) values (gen_random_uuid(), $1, '2026-10', now(), '{}', '{}')",
    [partnership?.id],
  );
  for (const audience of ["joint", "agency", "vendor"] as const) {
    const text = { title: `Canary of ${audience}`, sections: [] };
    const digest = { id: world.ids.next(), partnershipId: partnership?.id ?? "", month: "2026-10", audience };
    await world.transact(({ digests }) => digests.keep({ ...digest, text, writtenAt: world.clock.now() }));
  }
});
afterAll(async () => {
  await world.close(1000);
  await engine.close();
});

test("printing the edition of a side is logged with the audience, printing the joint one is not", async () => {
  for (const audience of ["joint", "agency", "vendor"]) {
    const said: string[] = [];
    const io = { out: (text: string) => void said.push(text), err: () => {}, isTty: false };
    const options = { month: "2026-10", audience };
    const code = await digestCommand.run(
      world.context,
      { positional: ["permits"], options, directory: "." },
      io,
    );
    expect(code).toBe(0);
    expect(said.join()).toContain(`Canary of ${audience}`);
  }
  const logged =
    "select actor, subject, details from audit_log where action = 'digest.printed' order by at, id";
  const rows = await world.query(logged);
  expect(rows.map(({ actor, subject }) => [actor, subject])).toEqual([
    ["operator", "permits"],
    ["operator", "permits"],
  ]);
  const audiences = rows.map(({ details }) => (details as { readonly audience: string }).audience);
  expect(audiences.toSorted()).toEqual(["agency", "vendor"]);
});
