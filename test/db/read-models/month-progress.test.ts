import { afterAll, beforeAll, expect, test } from "vitest";
import { digests, releases } from "../../../db/schema/releases.ts";
import { openSmallWorld } from "../small-world.ts";

let world: Awaited<ReturnType<typeof openSmallWorld>>;

beforeAll(async () => {
  world = await openSmallWorld();
});
afterAll(() => world.close());

async function addRelease(partnershipId: string, month: string): Promise<void> {
  const [id, releasedAt] = [world.needs.ids.next(), world.clock.at];
  const unread = { figures: {}, contributors: {} } as Pick<
    typeof releases.$inferInsert,
    "figures" | "contributors"
  >;
  await world.database.insert(releases).values({ id, partnershipId, month, releasedAt, ...unread });
}

async function addDigest(partnershipId: string, month: string): Promise<void> {
  const [id, writtenAt] = [world.needs.ids.next(), world.clock.at];
  const text = {} as typeof digests.$inferInsert.text;
  await world.database
    .insert(digests)
    .values({ id, partnershipId, month, audience: "joint", text, writtenAt });
}

test("the newest release and the oldest released month after the newest digest, for each that runs", async () => {
  const untouched = await world.addPartnership({ key: "untouched" });
  const behind = await world.addPartnership({ key: "behind" });
  const complete = await world.addPartnership({ key: "complete" });
  await world.addPartnership({ key: "gone", deactivatedAt: world.clock.at });
  for (const month of ["2026-01", "2026-02", "2026-03"]) {
    await addRelease(behind, month);
    await addRelease(complete, month);
    await addDigest(complete, month);
  }
  const all = (since: string) => world.transact(({ months }) => months.all(since));
  expect(Object.fromEntries(await all("2024-03"))).toEqual({
    [untouched]: { released: null, undigested: null },
    [behind]: { released: "2026-03", undigested: "2026-01" },
    [complete]: { released: "2026-03", undigested: null },
  });
  expect((await all("2026-02")).get(behind)).toMatchObject({ undigested: "2026-02" });
  await addDigest(behind, "2026-01");
  expect((await all("2024-03")).get(behind)).toMatchObject({ undigested: "2026-02" });
});
