import type { z } from "zod";
import type { Card } from "../../../src/ports/card.ts";
import type { Reply } from "../../../src/ports/chat-adapter.ts";
import { decodeAction, readFields } from "../draw/action-codec.ts";
import { accountIdOf } from "../slack-address.ts";
import type { Arrival } from "./arrival.ts";
import { askCore } from "./ask-core.ts";
import { drawWindow, noteCard } from "./draw-answer.ts";
import { eventIdOf } from "./event-id.ts";
import type { InboundContext } from "./inbound-context.ts";
import { viewOf } from "./on-click.ts";
import { personOf, readPayload, submissionPayload } from "./read-payload.ts";
import type { SameAnswer } from "./same-answer.ts";
import type { Scene } from "./scene.ts";
import { showReply } from "./show-reply.ts";
import { readOrigin } from "./window-origin.ts";

type Submission = z.infer<typeof submissionPayload>;

/** A form that was sent: kept, and only then taken away. What was typed stays before the person until it is kept. */
export async function onSubmission(
  context: InboundContext & { readonly sameAnswer: SameAnswer },
  body: unknown,
  { workspace, deadline, ack }: Arrival,
): Promise<void> {
  const submission = readPayload(submissionPayload, body);
  const { view, user, team } = submission;
  const person = personOf(user, team?.id);
  const fields = readFields(view.state);
  // The same form with other words is another submission: Slack's hash stays until a view is drawn anew.
  const eventId = eventIdOf("submission", workspace, [accountIdOf(person), view.id, view.hash, fields]);
  const action = decodeAction(view.callback_id, view.private_metadata)?.action ?? { name: "", args: {} };
  const scene = sceneOf(submission, workspace, person);
  const reply = context.sameAnswer.of(eventId, () =>
    askCore(context, scene, (asking) => context.inbound.interact({ ...asking, eventId, action, fields })),
  );
  const first = await Promise.race([reply, deadline.passed]);
  await ack(answerTo(context, submission, scene, first));
  context.background.run("keep-person", () => context.people.keep(workspace, person));
  if (first === "late") context.background.run("late", async () => showLate(context, scene, await reply));
  else if (first.outcome === "done") showReply(context, scene, first, { said: true, dialog: true });
}

/** What becomes of the window, in the acknowledgement itself. */
function answerTo(
  context: InboundContext,
  { view }: Submission,
  scene: Scene,
  reply: Reply | "late",
): Readonly<Record<string, unknown>> | undefined {
  const stay = (card: Card) => {
    const input = view.blocks.find(({ type, block_id }) => type === "input" && block_id !== undefined);
    if (input?.block_id === undefined) return update(card);
    return { response_action: "errors", errors: { [input.block_id]: linesOf(card) } };
  };
  const update = ({ nodes }: Pick<Card, "nodes">) => ({
    response_action: "update",
    view: drawWindow(context, { title: scene.view?.title ?? "", nodes }, readOrigin(view.private_metadata)),
  });
  if (reply === "late") return stay(noteCard(context, "slack.late"));
  if (reply.outcome === "not-saved") return stay(reply.say ?? noteCard(context, "slack.notSaved"));
  if (reply.outcome === "refused") return stay(reply.say ?? noteCard(context, "slack.notPossible"));
  if (reply.dialog !== undefined)
    return {
      response_action: "update",
      view: drawWindow(context, reply.dialog, readOrigin(view.private_metadata)),
    };
  if (reply.say !== undefined) return update(reply.say);
  // On another window, which shows what has become of it, this one alone goes.
  return scene.view?.previousId === null ? { response_action: "clear" } : undefined;
}

/** The window still says that it was not saved. */
function showLate(context: InboundContext, scene: Scene, reply: Reply): void {
  if (reply.outcome !== "done") return;
  const say = reply.say ?? noteCard(context, "slack.savedLate");
  showReply(context, scene, { ...reply, say }, { dialog: true });
}

/** An error stands in one line under an input. */
function linesOf({ summary, nodes }: Card): string {
  const texts = nodes.flatMap((node) => (node.kind === "text" ? [node.text] : []));
  return (texts.length === 0 ? summary : texts.join(" ")).slice(0, 2000);
}

function sceneOf(
  { view, trigger_id }: Submission,
  workspace: Arrival["workspace"],
  person: Scene["person"],
): Scene {
  return {
    surface: "submission",
    workspace,
    person,
    channel: null,
    message: null,
    thread: null,
    responseUrl: null,
    triggerId: trigger_id ?? null,
    view: viewOf(view),
  };
}
