import type { Reply } from "../../../src/ports/chat-adapter.ts";
import type { Arrival } from "./arrival.ts";
import { noteCard } from "./draw-answer.ts";
import type { InboundContext } from "./inbound-context.ts";
import type { Scene } from "./scene.ts";
import { sayNotSaved, showReply } from "./show-reply.ts";

/**
 * Acknowledges a tap when it is kept, or when the time is over, and shows the answer after that. A person who was told
 * that it took too long still sees what became of it.
 */
export async function answerTap(
  context: InboundContext,
  scene: Scene,
  reply: Promise<Reply>,
  { workspace, deadline, ack }: Arrival,
): Promise<void> {
  const first = await Promise.race([reply, deadline.passed]);
  await ack();
  context.background.run("keep-person", () => context.people.keep(workspace, scene.person));
  if (first !== "late") return showReply(context, scene, first);
  sayNotSaved(context, scene, noteCard(context, "slack.late"));
  context.background.run("late", async () => {
    const last = await reply;
    if (last.outcome !== "not-saved") showReply(context, scene, last);
  });
}
