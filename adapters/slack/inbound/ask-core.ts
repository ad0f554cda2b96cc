import type { Conversation, Reply } from "../../../src/ports/chat-adapter.ts";
import { accountIdOf, conversationOf } from "../slack-address.ts";
import { noteCard } from "./draw-answer.ts";
import type { InboundContext } from "./inbound-context.ts";
import { maySpeak } from "./may-speak.ts";
import type { Scene } from "./scene.ts";

/** What the core is told of who asks and where. */
export interface Asking {
  readonly account: { readonly platform: "slack"; readonly id: string };
  readonly conversation: Conversation;
}

/**
 * Asks the core in a person's name, once it is sure that this workspace may speak for them. A modal and Home belong to
 * no conversation. Never rejects.
 */
export async function askCore(
  context: InboundContext,
  { workspace, person, channel, view }: Pick<Scene, "workspace" | "person" | "channel" | "view">,
  ask: (asking: Asking) => Promise<Reply>,
): Promise<Reply> {
  const tenant = workspace.tenant ?? "";
  const account = { platform: "slack", id: accountIdOf(person) } as const;
  const isView = view !== null || channel === null;
  const conversation = isView ? (`${tenant}/view` as Conversation) : conversationOf({ tenant, channel });
  try {
    if (await maySpeak(context, workspace, person)) return await ask({ account, conversation });
    const fields = { code: "slack.other-workspace", workspace: workspace.id, account: account.id };
    context.logger.warn(fields, "An account was refused: Rapport hears it through another workspace.");
    return { outcome: "refused", say: noteCard(context, "slack.otherWorkspace") };
  } catch (error) {
    context.logger.warn({ code: "slack.not-asked", error }, "A submission could not be kept.");
    return { outcome: "not-saved" };
  }
}
