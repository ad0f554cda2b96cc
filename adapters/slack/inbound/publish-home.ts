import { drawHome } from "../draw/draw-home.ts";
import type { SlackPerson } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";
import { accountOf } from "./ask-core.ts";
import { callPatiently } from "./call-now.ts";
import type { InboundContext } from "./inbound-context.ts";

/** Draws a person's Home anew, in the background; the newest one stays. */
export function publishHome(context: InboundContext, workspace: Workspace, person: SlackPerson): void {
  const { background, inbound, words, absolute } = context;
  const account = accountOf(workspace, person);
  background.latest(`home ${workspace.id} ${account.id}`, "show-home", async () => {
    const view = drawHome(await inbound.home(account), { words, absolute });
    await callPatiently(context, workspace, "views.publish", { user_id: person.user, view });
  });
}
