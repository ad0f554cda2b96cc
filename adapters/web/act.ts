import type { Request, Response } from "express";
import type { Card } from "../../src/ports/card.ts";
import type { Conversation, Reply } from "../../src/ports/chat-adapter.ts";
import type { Html } from "./draw-text.ts";
import { eventIdOf, type PostedForm } from "./read-form.ts";
import { showNotice } from "./show.ts";
import type { Person } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

/** Hands a tap or form over to the core as this person's own. */
export async function act(
  form: PostedForm,
  person: Pick<Person, "contactId" | "conversation">,
  context: WebContext,
): Promise<{ readonly reply: Reply; readonly eventId: string }> {
  const eventId = eventIdOf(form, person.contactId, () => context.ids.next());
  const reply = await context.inbound.interact({
    eventId,
    account: { platform: "web", id: person.contactId },
    conversation: person.conversation as Conversation,
    action: form.action,
    fields: form.fields,
  });
  return { reply, eventId };
}

/** The reply with its card drawn. The work is done by now, so that a failure here is not "not saved". */
export async function drawn(reply: Reply, { logger }: Pick<WebContext, "logger">): Promise<Reply> {
  const { redraw, ...known } = reply;
  if (redraw === undefined) return reply;
  try {
    const replace = await redraw();
    return { ...known, ...(replace && { replace }) };
  } catch (error) {
    logger.warn({ error, code: "web.not-redrawn" }, "A card could not be drawn after it was tapped");
    return known;
  }
}

/** HTTP status of each way a submission can end. */
export const statusOf = { done: 200, repeated: 200, refused: 409, "not-saved": 503 } as const;

/**
 * Answers our script: `html` is what takes the place of the card, `say` a new message; both only when the reply
 * has such a card.
 */
export async function answerJson(
  response: Response,
  reply: Reply,
  draw: (card: Card) => Html,
  context: Pick<WebContext, "logger">,
): Promise<void> {
  // A tap that only presses an option costs no drawing: the script presses it.
  const pressed = reply.onlyPressed === true;
  const card = pressed ? undefined : (await drawn(reply, context)).replace;
  const [html, say] = await Promise.all([card && draw(card), reply.say && draw(reply.say)]);
  response.status(statusOf[reply.outcome]).json({
    outcome: reply.outcome,
    ...(pressed ? { pressed } : {}),
    ...(html === undefined ? {} : { html: String(html) }),
    ...(say === undefined ? {} : { say: String(say) }),
  });
}

/** Says that nothing was saved, with one button that sends the same words once more. */
export async function showNotSaved(
  request: Request,
  response: Response,
  form: PostedForm,
  context: WebContext,
): Promise<void> {
  const { words } = context;
  const notice = {
    title: words.say("web.not-saved.title"),
    paragraphs: [words.say("web.not-saved.text")],
    post: { label: words.say("web.not-saved.again"), path: request.originalUrl, pairs: form.pairs },
  };
  await showNotice(response, 503, notice, context);
}

/** Says that what was asked is not possible, where the core gave no card of its own. */
export async function showRefused(response: Response, back: string, context: WebContext): Promise<void> {
  const { words } = context;
  const notice = {
    title: words.say("web.refused.title"),
    paragraphs: [words.say("web.refused.text")],
    link: { label: words.say("web.back"), path: back },
  };
  await showNotice(response, 409, notice, context);
}
