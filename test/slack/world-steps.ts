import { textOf } from "./block-elements.ts";
import type { Json, Person } from "./slack-model.ts";
import type { SlackWorld, WorldSlack } from "./slack-world.ts";

/** What stands somewhere, in one text to look for words in. */
export function shown(what: { readonly blocks: readonly object[] } | null | undefined): string {
  return JSON.stringify(what?.blocks ?? []);
}

/** Taps the n-th statement's option of the newest check-in card. */
export async function rate<Slack extends WorldSlack>(
  { message, driver, settle }: SlackWorld<Slack>,
  person: Person,
  statement: number,
  words: string,
): Promise<void> {
  const card = message(person, "act:rate:");
  const rows = card.blocks.filter((block) => JSON.stringify(block).includes("act:rate:"));
  const buttons = (rows[statement]?.elements ?? []) as readonly Json[];
  const button = buttons.find(({ text }) => textOf(text).endsWith(words));
  const { status } = await driver.click(person, card, { actionId: String(button?.action_id) });
  if (status !== 200) throw new Error(`The tap was answered with ${status}.`);
  await settle();
}

/** The label of the first field of the modal in front of the person. */
export function firstLabel<Slack extends WorldSlack>({ slack }: SlackWorld<Slack>, person: Person): string {
  const input = slack.view(person)?.blocks.find(({ type }) => type === "input");
  return textOf(input?.label);
}
