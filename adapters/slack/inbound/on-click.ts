import type { z } from "zod";
import { decodeAction, isLinkAction, readFields } from "../draw/action-codec.ts";
import { accountIdOf } from "../slack-address.ts";
import type { Workspace } from "../workspaces.ts";
import { answerTap } from "./answer-tap.ts";
import type { Arrival } from "./arrival.ts";
import { askCore } from "./ask-core.ts";
import { eventIdOf } from "./event-id.ts";
import type { InboundContext } from "./inbound-context.ts";
import { clickPayload, personOf, readPayload } from "./read-payload.ts";
import type { Scene, Surface } from "./scene.ts";

type Click = z.infer<typeof clickPayload>;

/** A tap: kept first, then acknowledged, then shown. */
export async function onClick(context: InboundContext, body: unknown, arrival: Arrival): Promise<void> {
  const click = readPayload(clickPayload, body);
  const { workspace, ack } = arrival;
  const [element] = click.actions;
  if (element === undefined || isLinkAction(element.action_id)) return ack();
  const decoded = decodeAction(element.action_id, element.value);
  // An input that was only changed; its form sends it.
  if (decoded === null && element.type !== "button") return ack();

  const scene = sceneOf(click, workspace);
  const { person } = scene;
  const tapped = [accountIdOf(person), element.action_ts, element.block_id, element.action_id];
  const reply = askCore(context, scene, (asking) =>
    context.inbound.interact({
      ...asking,
      eventId: eventIdOf("click", workspace, tapped),
      // The core knows no action without a name and says so.
      action: decoded?.action ?? { name: "", args: {} },
      fields: { ...readFields(click.view?.state ?? click.state), ...decoded?.fields },
    }),
  );
  await answerTap(context, scene, reply, arrival);
}

function sceneOf(click: Click, workspace: Workspace): Scene {
  const { container, view, message } = click;
  const channel = container.channel_id ?? null;
  return {
    surface: surfaceOf(click),
    workspace,
    person: personOf(click.user, click.team?.id),
    channel,
    message:
      container.message_ts === undefined
        ? null
        : { ts: container.message_ts, metadata: message?.metadata ?? null },
    thread: null,
    responseUrl: click.response_url ?? null,
    triggerId: click.trigger_id ?? null,
    view: view ? viewOf(view) : null,
  };
}

/** The part of a view that answering it needs. */
export function viewOf(view: NonNullable<Click["view"]>): NonNullable<Scene["view"]> {
  return {
    id: view.id,
    hash: view.hash,
    title: view.title?.text ?? "",
    privateMetadata: view.private_metadata,
    previousId: view.previous_view_id ?? null,
  };
}

function surfaceOf({ container, view }: Click): Surface {
  if (view) return view.type;
  if (container.is_ephemeral === true) return "ephemeral";
  return container.channel_id?.startsWith("D") ? "direct" : "channel";
}
