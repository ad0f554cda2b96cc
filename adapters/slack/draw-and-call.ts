import type { Card } from "../../src/ports/card.ts";
import { type Called, type CallNeeds, callSlack } from "./call-slack.ts";
import { type drawMessage, hasNativeTable } from "./draw/draw-message.ts";
import type { PacedMethod, Patience } from "./pace.ts";
import type { Workspace } from "./workspaces.ts";

/** A card as Slack takes it; `plainTables` leaves out the tables that some workspaces do not know yet. */
export type Draw = (card: Card, plainTables: boolean) => ReturnType<typeof drawMessage>;

/**
 * Draws a card and calls the method with it; where Slack refuses a native table, once more without (CONVENTIONS,
 * Slack). A card that cannot be drawn is `rejected`: it is our own fault.
 */
export async function drawAndCall(
  needs: CallNeeds & { readonly draw: Draw },
  workspace: Workspace,
  method: PacedMethod,
  { card, ...options }: { readonly card: Card } & Readonly<Record<string, unknown>>,
  patience: Patience,
): Promise<Called> {
  const attempt = async (plainTables: boolean) => {
    const drawn = tryToDraw(needs.draw, card, plainTables);
    if (drawn === null) return { called: { kind: "rejected", code: "drawing" } as const, isNative: false };
    const called = await callSlack(needs, workspace, { method, options: { ...options, ...drawn } }, patience);
    return { called, isNative: hasNativeTable(drawn.blocks) };
  };
  const { called, isNative } = await attempt(false);
  const isTooNew = isNative && called.kind === "rejected" && called.code === "invalid_blocks";
  return isTooNew ? (await attempt(true)).called : called;
}

function tryToDraw(draw: Draw, card: Card, plainTables: boolean): ReturnType<Draw> | null {
  try {
    return draw(card, plainTables);
  } catch {
    return null;
  }
}
