import type { Action } from "../../src/ports/card.ts";
import type { Reply } from "../../src/ports/chat-adapter.ts";
import type { Viewer } from "../../src/ports/page.ts";
import type { WebContext } from "./web-context.ts";

/**
 * What a session may be shown of a reply. The core knows the contact alone, so that its replies hold all of their
 * answers: in a session by a handed-over link the check-in is drawn by itself, and a refusal gives no reason,
 * which could tell what was answered before.
 */
export async function maskReply(
  reply: Reply,
  action: Action,
  { scope, contactIds }: Viewer,
  { host }: Pick<WebContext, "host">,
): Promise<Reply> {
  if (scope.kind === "door" || scope.since === undefined) return reply;
  if (reply.outcome !== "done") return { outcome: reply.outcome };
  const invitationId = scope.kind === "check-in" ? scope.invitationId : action.args.invitation;
  const isRedrawn = reply.replace !== undefined || reply.redraw !== undefined || reply.onlyPressed === true;
  if (invitationId === undefined || !isRedrawn) return reply;
  const card = await host.checkInCard(invitationId, scope.since, { action, contactIds });
  return { outcome: "done", ...(reply.say && { say: reply.say }), ...(card && { replace: card }) };
}
