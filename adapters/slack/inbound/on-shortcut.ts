import { fromSlackText } from "../draw/slack-text.ts";
import { accountIdOf } from "../slack-address.ts";
import { answerTap } from "./answer-tap.ts";
import type { Arrival } from "./arrival.ts";
import { askCore } from "./ask-core.ts";
import { eventIdOf } from "./event-id.ts";
import type { InboundContext } from "./inbound-context.ts";
import { personOf, readPayload, shortcutPayload } from "./read-payload.ts";
import type { Scene } from "./scene.ts";

/** The shortcuts of the manifest, by callback id: what each one asks the core for. */
const actionNames: ReadonlyMap<string, string> = new Map([
  ["raise", "raise-form"],
  ["win", "win-form"],
  ["thanks", "thanks-form"],
]);

/** A shortcut on somebody's message: its words are in the form that opens. */
export async function onShortcut(context: InboundContext, body: unknown, arrival: Arrival): Promise<void> {
  const { workspace, ack } = arrival;
  const shortcut = readPayload(shortcutPayload, body);
  const name = actionNames.get(shortcut.callback_id);
  if (name === undefined) return ack();
  const person = personOf(shortcut.user, shortcut.team?.id);
  const scene: Scene = {
    surface: "command",
    workspace,
    person,
    channel: shortcut.channel.id,
    message: null,
    thread: null,
    responseUrl: shortcut.response_url ?? null,
    triggerId: shortcut.trigger_id ?? null,
    view: null,
  };
  const used = [accountIdOf(person), shortcut.callback_id, shortcut.action_ts, shortcut.message.ts];
  const reply = askCore(context, scene, (asking) =>
    context.inbound.interact({
      ...asking,
      eventId: eventIdOf("shortcut", workspace, used),
      action: { name, args: {} },
      fields: { text: fromSlackText(shortcut.message.text) },
    }),
  );
  await answerTap(context, scene, reply, arrival);
}
