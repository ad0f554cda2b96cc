import { expect, test } from "vitest";
import type { Person } from "./slack-model.ts";
import { type SlackWorld, startSlackWorld } from "./slack-world.ts";
import { useStage } from "./use-stage.ts";
import { firstLabel, shown } from "./world-steps.ts";

let world: SlackWorld;
const stage = useStage(() => world);

const rating = (person: Person) => {
  const card = world.message(person, "act:rate:");
  const [, actionId = ""] = /"(act:rate:[^"]+)"/.exec(shown(card)) ?? [];
  return { card, actionId };
};

test.each(["http", "socket"] as const)(
  "while Slack answers no call, what people do is kept and acknowledged, and shown when it answers (%s)",
  async (through) => {
    world = await startSlackWorld(stage.engine, { through });
    const { people, driver, slack, rapport } = world;
    const { member, outsider } = people;
    await world.settle();
    for (const person of [member, outsider])
      await world.tap(person, "Nobody on either side sees your taps", "Start");
    await world.tap(member, "act:rate:", "Write an answer");
    const label = firstLabel(world, member);

    const silence = slack.on({}, { kind: "hold", accept: "after" });
    const { card, actionId } = rating(member);
    const before = shown(card);
    const deliveries = [
      await driver.click(member, card, { actionId }),
      await driver.submit(member, { [label]: "Kept in silence" }),
      await driver.command(member, "/pulse", "away until 2026-11-20"),
      await driver.say(outsider, "away until 2026-11-21"),
      await driver.openHome(member),
    ];
    expect(deliveries.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await rapport.query("select rating, text from answers order by rating")).toEqual([
      { rating: 1, text: null },
      { rating: null, text: "Kept in silence" },
    ]);
    expect(
      await rapport.query(
        "select key, away_until_on::text as until from contacts where away_until_on is not null order by key",
      ),
    ).toEqual([
      { key: "ada", until: "2026-11-20" },
      { key: "vera", until: "2026-11-21" },
    ]);
    expect(shown(card)).toBe(before);

    silence.release();
    await world.settle();
    expect(shown(card)).toContain("✓");
    expect(shown(world.messages(outsider).at(-1))).toContain("21 Nov 2026");
    expect(slack.home(member)).not.toBeNull();
  },
);
