import { RapportError } from "../../../src/errors.ts";
import type { Arrival } from "./arrival.ts";
import { askCore } from "./ask-core.ts";
import { eventIdOf } from "./event-id.ts";
import type { InboundContext } from "./inbound-context.ts";
import { messagePayload, readPayload } from "./read-payload.ts";
import type { Scene } from "./scene.ts";
import { showReply } from "./show-reply.ts";
import { typedText } from "./typed-text.ts";

/** Kinds of message that a person wrote. Edits, joins and all the rest are none. */
const written: ReadonlySet<unknown> = new Set([undefined, null, "file_share", "thread_broadcast"]);

/** Whether an event of type `message` is words that a person typed to the app in its own conversation. */
export function isTypedToUs(
  event: Readonly<Record<string, unknown>>,
  botUserId: string | undefined,
): boolean {
  const isOurs = event.bot_id !== undefined || typeof event.user !== "string" || event.user === botUserId;
  const isDirect = event.channel_type === "im" && /^D/.test(String(event.channel));
  return isDirect && !isOurs && written.has(event.subtype);
}

/**
 * Words typed to the app. Rejects with `slack.not-saved` where nothing could be kept, so that Slack sends the event
 * again; an answer that comes later than that is shown all the same.
 */
export async function onMessage(
  context: InboundContext,
  surface: "typed" | "mention",
  body: unknown,
  { workspace, deadline }: Arrival,
): Promise<void> {
  const { event, event_id, team_id } = readPayload(messagePayload, body);
  const team = event.user_team ?? event.source_team ?? event.team ?? team_id;
  const scene: Scene = {
    surface,
    workspace,
    person: { team, user: event.user },
    channel: event.channel,
    message: null,
    thread: event.thread_ts ?? null,
    responseUrl: null,
    triggerId: null,
    view: null,
  };
  const text = typedText(event.text, workspace.credentials.botUserId);
  const reply = askCore(context, scene, (asking) =>
    context.inbound.command({ ...asking, eventId: eventIdOf("event", workspace, [event_id]), text }),
  );
  context.background.run("keep-person", () => context.people.keep(workspace, scene.person));
  context.background.run("answer", async () => {
    const answer = await reply;
    // Said once, not at each of Slack's attempts: the next one may well be kept.
    if (answer.outcome !== "not-saved") showReply(context, scene, answer);
  });
  const first = await Promise.race([reply, deadline.passed]);
  if (first === "late" || first.outcome === "not-saved")
    throw new RapportError("slack.not-saved", "An event could not be kept; Slack sends it again.", {
      retry: "later",
    });
}
