import type { Account, Conversation, Reply } from "../../../src/ports/chat-adapter.ts";
import { accountIdOf, conversationOf, type SlackPerson } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";
import type { InboundContext } from "./inbound-context.ts";
import type { Scene } from "./scene.ts";

/** What the core is told of who asks and where. */
export interface Asking {
  readonly account: Account;
  readonly conversation: Conversation;
}

/**
 * Asks the core in a person's name. The core hears through which workspace they speak, and knows whom that one may speak
 * for. A modal and Home belong to no conversation. Never rejects.
 */
export async function askCore(
  context: InboundContext,
  { workspace, person, channel, view }: Pick<Scene, "workspace" | "person" | "channel" | "view">,
  ask: (asking: Asking) => Promise<Reply>,
): Promise<Reply> {
  const tenant = workspace.tenant ?? "";
  const account = accountOf(workspace, person);
  const isView = view !== null || channel === null;
  const conversation = isView ? (`${tenant}/view` as Conversation) : conversationOf({ tenant, channel });
  try {
    return await ask({ account, conversation });
  } catch (error) {
    context.logger.warn({ code: "slack.not-asked", error }, "A submission could not be kept.");
    return { outcome: "not-saved" };
  }
}

/** A person as the core knows them: who they are, and whose app asks. */
export function accountOf(workspace: Workspace, person: SlackPerson): Account {
  return { platform: "slack", id: accountIdOf(person), through: workspace.tenant ?? "" };
}
