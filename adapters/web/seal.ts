import { createHmac, timingSafeEqual } from "node:crypto";
import type { Action } from "../../src/ports/card.ts";

/**
 * Signs an action that was drawn for one invitation. A check-in session may do nothing but what its own cards
 * offered (ports/page, Viewer), while the core knows only the contact, who may do more elsewhere.
 */
export function sealAction(action: Action, invitationId: string, secret: string): string {
  const args = Object.entries(action.args).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify(["check-in", invitationId, action.name, args]);
  return createHmac("sha256", secret).update(content).digest("base64url");
}

/** Whether `seal` is the one that was drawn with this action for this invitation. */
export function isSealed(action: Action, seal: string, invitationId: string, secret: string): boolean {
  const expected = Buffer.from(sealAction(action, invitationId, secret));
  const given = Buffer.from(seal);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
