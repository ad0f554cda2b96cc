import { expect, test } from "vitest";
import type { ActiveFault, Fault } from "../slack/slack-faults.ts";
import type { Person } from "../slack/slack-model.ts";
import { useStage } from "../slack/use-stage.ts";
import { type CrowdWorld, keyOf, postTo, startCrowd } from "./slack-crowd.ts";

let world: CrowdWorld;
const stage = useStage(() => world);

/** Three people whose check-ins are due; the fault happens to the first one's. */
const begin = async (fault: Fault): Promise<{ ada: Person; planted: ActiveFault }> => {
  world = await startCrowd(stage.engine, { agency: 2, vendor: 1 });
  await world.rapport.query("update contacts set introduced_at = joined_at, consented_at = joined_at");
  const ada = world.crowd.agency[0] as Person;
  return { ada, planted: world.slack.on({ ...postTo(ada), nth: 1 }, fault) };
};
const pause = async (person: Person) => {
  expect((await world.driver.command(person, "/pulse", "pause")).status).toBe(200);
  const id = world.rapport.contactIds[keyOf(person)];
  expect(
    await world.rapport.query("select id from contacts where id = $1 and paused_at is not null", [id]),
  ).toHaveLength(1);
};
/** Nothing is left to be sent to the person, now or two weeks later, while the others get theirs. */
const expectQuiet = async (person: Person, standing: number) => {
  await world.rapport.passTo(world.clock.now().add({ hours: 14 * 24 }));
  expect(world.standing(person)).toHaveLength(standing);
  const waiting =
    "select state from messages where contact_id = $1 and state in ('pending', 'sending', 'unknown')";
  expect(await world.rapport.query(waiting, [world.rapport.contactIds[keyOf(person)]])).toEqual([]);
  for (const other of [world.crowd.agency[1], ...world.crowd.vendor] as Person[])
    expect(world.standing(other).length).toBeGreaterThan(1);
};

test("a person pauses while their card is under way: it comes once, and nothing follows it", async () => {
  const { ada, planted } = await begin({ kind: "hold", accept: "after" });
  const work = world.settle();
  while (planted.hits === 0) await new Promise((resolve) => setImmediate(resolve));
  await pause(ada);
  planted.release();
  await work;
  await expectQuiet(ada, 1);
});

test.each(["yes", "no"] as const)(
  "a person pauses while nobody knows whether their card arrived (it did: %s): it is not sent again",
  async (accept) => {
    const { ada } = await begin({ kind: "drop", accept });
    await world.settle();
    await pause(ada);
    await world.passMinutes(10);
    const posts = world.slack.calls.filter(
      ({ method, args }) => method === "chat.postMessage" && args.channel === ada.user,
    );
    expect(posts).toHaveLength(1);
    await expectQuiet(ada, accept === "yes" ? 1 : 0);
  },
);

test("a person pauses between two attempts: the second one is not made", async () => {
  const { ada } = await begin({ kind: "limited", retryAfter: "30" });
  await world.settle();
  await pause(ada);
  await expectQuiet(ada, 0);
});
