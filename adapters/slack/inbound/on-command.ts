import type { Card } from "../../../src/ports/card.ts";
import type { Reply } from "../../../src/ports/chat-adapter.ts";
import { fromSlackText } from "../draw/slack-text.ts";
import type { Arrival } from "./arrival.ts";
import { askCore } from "./ask-core.ts";
import { drawAnswer, noteCard } from "./draw-answer.ts";
import { eventIdOf } from "./event-id.ts";
import type { InboundContext } from "./inbound-context.ts";
import { commandPayload, readPayload } from "./read-payload.ts";
import type { Scene } from "./scene.ts";
import { type Shown, showReply } from "./show-reply.ts";

/** A slash command: the answer stands in the acknowledgement, for the asker alone, and needs no call to Slack. */
export async function onCommand(
  context: InboundContext,
  body: unknown,
  { workspace, deadline, ack }: Arrival,
): Promise<void> {
  const command = readPayload(commandPayload, body);
  const scene: Scene = {
    surface: "command",
    workspace,
    person: { team: command.team_id, user: command.user_id },
    channel: command.channel_id,
    message: null,
    thread: null,
    responseUrl: command.response_url ?? null,
    triggerId: command.trigger_id,
    view: null,
  };
  const eventId = eventIdOf("command", workspace, [command.user_id, command.trigger_id]);
  const reply = askCore(context, scene, (asking) =>
    context.inbound.command({ ...asking, eventId, text: fromSlackText(command.text).trim() }),
  );
  const first = await Promise.race([reply, deadline.passed]);
  const { card, shown } = answerTo(context, first);
  await ack(card === undefined ? undefined : { response_type: "ephemeral", ...drawAnswer(context, card) });
  if (first !== "late" && first.outcome !== "not-saved") return showReply(context, scene, first, shown);
  if (first === "late") context.background.run("late", async () => showReply(context, scene, await reply));
}

/** The one card that the acknowledgement can hold, and what is left to show after it. */
function answerTo(
  context: InboundContext,
  reply: Reply | "late",
): { readonly card?: Card; readonly shown: Shown } {
  if (reply === "late") return { card: noteCard(context, "slack.late"), shown: {} };
  if (reply.outcome === "not-saved")
    return { card: reply.say ?? noteCard(context, "slack.notSaved"), shown: { said: true } };
  if (reply.say === undefined) return { shown: {} };
  if (reply.lasting === true)
    return { card: noteCard(context, "slack.inMessages"), shown: { announced: true } };
  return { card: reply.say, shown: { said: true } };
}
