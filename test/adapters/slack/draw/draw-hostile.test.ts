import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawHome } from "../../../../adapters/slack/draw/draw-home.ts";
import { drawMessage } from "../../../../adapters/slack/draw/draw-message.ts";
import { drawModal } from "../../../../adapters/slack/draw/draw-modal.ts";
import { readPrompts } from "../../../../src/prompts.ts";
import { blockFaults, liveMarkup } from "../../../slack/block-limits.ts";
import { anyCard, anyDialog } from "./any-card.ts";

const words = readPrompts().wordsFor("en");
const absolute = (path: string) => `https://rapport.example${path}`;
const addresses = fc.constantFrom(absolute, (path: string) => path, undefined);

describe("whatever stands in a card, Slack takes it and reads no markup in it", () => {
  it("as a message, with native tables and without", () => {
    const check = fc.property(anyCard, addresses, fc.boolean(), (card, address, plainTables) => {
      const message = drawMessage(card, { words, absolute: address, plainTables });
      expect(blockFaults(message)).toEqual([]);
      expect(liveMarkup(message)).toEqual([]);
      expect(message.blocks.length).toBeGreaterThan(0);
    });
    fc.assert(check, { numRuns: 80 });
  });

  it("as a window", () => {
    const check = fc.property(anyDialog, addresses, (dialog, address) => {
      const view = drawModal(dialog, { words, absolute: address, origin: "D1/1700000000.000100" });
      expect(blockFaults(view)).toEqual([]);
      expect(liveMarkup(view)).toEqual([]);
    });
    fc.assert(check, { numRuns: 80 });
  });

  it("as a Home tab", () => {
    const check = fc.property(anyCard, addresses, (card, address) => {
      const view = drawHome(card, { words, absolute: address });
      expect(blockFaults(view)).toEqual([]);
      expect(liveMarkup(view)).toEqual([]);
    });
    fc.assert(check, { numRuns: 80 });
  });
});
