import type { types } from "@slack/bolt";
import type { Words } from "../../../src/ports/words.ts";

/** A block as Slack takes it. */
export type Block = types.KnownBlock;

/** What the drawing of a card needs besides the card. */
export interface Drawing {
  readonly words: Words;
  /** Makes a page's path a whole address; without it links are left out. */
  readonly absolute?: ((path: string) => string) | undefined;
  /** Messages have native tables; windows and the Home tab do not show them (Slack's reference, live reports). */
  readonly tables: "native" | "plain";
  /** A line with one button takes one block instead of two, where many stand below each other. */
  readonly compact: boolean;
}

/** Slack's limits in characters and elements (PLATFORMS 3; docs.slack.dev, Block Kit reference). */
export const limits = {
  summary: 150,
  text: 3000,
  header: 150,
  button: 75,
  option: 75,
  options: 100,
  label: 2000,
  url: 3000,
  title: 24,
  input: 3000,
  actionsInBlock: 25,
  confirm: { title: 100, text: 300, button: 30 },
} as const;
