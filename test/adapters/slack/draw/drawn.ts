import { expect } from "vitest";
import { drawMessage } from "../../../../adapters/slack/draw/draw-message.ts";
import type { Button, CardNode } from "../../../../src/ports/card.ts";
import { readPrompts } from "../../../../src/prompts.ts";
import { blockFaults } from "../../../slack/block-limits.ts";

export const words = readPrompts().wordsFor("en");
export const absolute = (path: string) => `https://rapport.example${path}`;

/** A button without a question. */
export const go: Button = { label: "Go", action: { name: "go", args: { id: "1" } } };

/** The blocks of a message with these nodes, which Slack would take. */
export function draw(...nodes: CardNode[]): object[] {
  const message = drawMessage({ summary: "Hello", nodes }, { words, absolute });
  expect(blockFaults(message)).toEqual([]);
  return message.blocks;
}

/** A button as Slack gets it. */
export interface DrawnButton {
  readonly text: { readonly text: string };
  readonly action_id: string;
  readonly value: string;
  readonly style?: string;
  readonly url?: string;
  readonly confirm?: unknown;
  readonly accessibility_label?: string;
}

/** The buttons of each row. */
export function buttonsOf(blocks: object[]): DrawnButton[][] {
  return (blocks as { type: string; elements: DrawnButton[] }[])
    .filter(({ type }) => type === "actions")
    .map(({ elements }) => elements);
}

export const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
export const rich = (...elements: object[]) => [{ type: "rich_text", elements }];
export const richSection = (...elements: object[]) => ({ type: "rich_text_section", elements });
export const text = (shown: string) => ({ type: "text", text: shown });
export const bold = (shown: string) => ({ type: "text", text: shown, style: { bold: true } });
