import { describe, expect, test } from "vitest";
import type { Person } from "./slack-model.ts";
import { type SlackWorld, type SlackWorldOptions, startSlackWorld } from "./slack-world.ts";
import { useStage } from "./use-stage.ts";

let world: SlackWorld;
const stage = useStage(() => world);

const begin = async (options: SlackWorldOptions = {}) => {
  world = await startSlackWorld(stage.engine, options);
  await world.settle();
  return world;
};
const allOf = (what: unknown) => JSON.stringify(what);
const start = (person: Person) => world.tap(person, "Nobody on either side sees your taps", "Start");
/** Taps the n-th statement's option of the newest check-in card. */
const rate = async (person: Person, statement: number, words: string) => {
  const card = world.message(person, "act:rate:");
  const row = card.blocks.filter((block) => allOf(block).includes("act:rate:"))[statement];
  const buttons = (row?.elements ?? []) as { action_id: string; text: { text: string } }[];
  const button = buttons.find(({ text }) => text.text.endsWith(words));
  const { status } = await world.driver.click(person, card, { actionId: button?.action_id ?? "" });
  expect(status).toBe(200);
  await world.settle();
};
/** The label of the first field of the modal in front of the person. */
const firstLabel = (person: Person): string => {
  const input = world.slack.view(person)?.blocks.find(({ type }) => type === "input");
  return (input?.label as { text: string } | undefined)?.text ?? "";
};

describe.each(["http", "socket"] as const)("a week in Slack, through %s", (through) => {
  test.each(["member", "guest", "outsider"] as const)(
    "a %s does everything by tapping in a direct message",
    async (who) => {
      const { people, rapport, driver, slack } = await begin({ through });
      const person = people[who];
      const [hello] = world.messages(person);
      expect(hello?.text).toMatch(/^Permits: a short weekly check-in/);
      expect(world.messages(person).length).toBe(1);
      await start(person);

      const card = world.message(person, "act:rate:");
      expect(card.text).toBe("Check-in for Permits: about a minute");
      await rate(person, 0, "Agree");
      await rate(person, 1, "Strongly disagree");
      await rate(person, 2, "Can't say");
      expect(
        await rapport.query("select rating, cannot_say from answers order by answered_at, question_id"),
      ).toEqual(
        expect.arrayContaining([
          { rating: 4, cannot_say: false },
          { rating: 1, cannot_say: false },
          { rating: null, cannot_say: true },
        ]),
      );
      expect(allOf(world.message(person, "act:rate:").blocks)).toContain("✓ Agree");

      await world.tap(person, "act:rate:", "Write an answer");
      const modal = slack.view(person);
      expect(allOf(modal?.blocks)).toContain("What went well lately");
      const sent = await driver.submit(person, {
        [firstLabel(person)]: "We shipped <!channel> & <https://evil.example|it>",
      });
      expect([sent.status, sent.outcome]).toEqual([200, "cleared"]);
      await world.settle();
      expect(await rapport.query("select text, mode from answers where text is not null")).toEqual([
        { text: "We shipped <!channel> & <https://evil.example|it>", mode: "attributed" },
      ]);

      const receipt = world.message(person, "We shipped");
      expect(receipt.ts).toBe(card.ts);
      expect(allOf(receipt.blocks)).not.toContain("act:rate:");
      expect(receipt.text).not.toMatch(/<[!@#h]/);
      await world.tap(person, "We shipped", "Change my answers");
      await rate(person, 0, "Neither");
      await world.tap(person, "act:rate:", "Done");
      expect(await rapport.query("select version from answers where rating = 3")).toEqual([{ version: 2 }]);
      // The introduction and the check-in, whatever was tapped since.
      expect(world.messages(person).length).toBe(2);
    },
  );
});
