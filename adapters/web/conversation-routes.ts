import { type Request, type Response, Router } from "express";
import type { Card } from "../../src/ports/card.ts";
import type { Conversation, Reply } from "../../src/ports/chat-adapter.ts";
import { act, answerJson, drawn, showNotSaved, showRefused } from "./act.ts";
import { setCookie } from "./cookies.ts";
import { isDoorOpen } from "./door.ts";
import { doorHref, doorNavigation } from "./door-navigation.ts";
import { drawCard } from "./draw-card.ts";
import { drawConversation } from "./draw-conversation.ts";
import { withoutControls } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";
import { eventIdOf, formBody, type PostedForm, readForm } from "./read-form.ts";
import { showNotFound, showPage, wantsJson } from "./show.ts";
import { findPerson, type Person } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

/** How many messages a conversation shows: the newest ones. */
const shownMessages = 50;

/** A contact's conversation, behind the open local door: reading, tapping, typing and asking what is new. */
export function createConversationRoutes(context: WebContext): Router {
  const routes = Router();
  const withPerson =
    (handle: (person: Person, request: Request, response: Response) => Promise<void>) =>
    async (request: Request, response: Response) => {
      const open = isDoorOpen(request, context.settings.openDoorAllowed);
      const person = open ? await findPerson(String(request.params.contactId), context) : null;
      await (person === null ? showNotFound(request, response, context) : handle(person, request, response));
    };
  routes.get(
    "/c/:contactId",
    withPerson((person, _request, response) => showConversation(person, response, context)),
  );
  routes.get(
    "/c/:contactId/revision",
    withPerson(async (person, _request, response) => {
      response.json({ revision: await context.board.revision(person.conversation) });
    }),
  );
  routes.post(
    "/c/:contactId/act",
    formBody,
    withPerson((person, request, response) => tap(person, request, response, context)),
  );
  routes.post(
    "/c/:contactId/say",
    formBody,
    withPerson((person, request, response) => say(person, request, response, context)),
  );
  return routes;
}

async function showConversation(person: Person, response: Response, context: WebContext): Promise<void> {
  const { board, words, ids } = context;
  // The revision is read first: a message that comes in between is fetched again, never missed.
  const revision = await board.revision(person.conversation);
  const messages = await board.list(person.conversation, shownMessages);
  const body = drawConversation(
    {
      contact: person,
      messages,
      revision,
      path: person.path,
      eventId: ids.next(),
      drawingOf: (messageId) => drawingOf(messageId, person, context),
    },
    words,
  );
  setCookie(response, "person", person.contactId, context);
  const navigation = doorNavigation(person, words);
  const title = words.say("web.conversation.title", { name: person.name });
  await showPage(
    response,
    200,
    { title, path: person.path, navigation, person, body, style: "chat" },
    context,
  );
}

async function tap(person: Person, request: Request, response: Response, context: WebContext): Promise<void> {
  const form = readForm(request);
  const messageId = form.own("messageId");
  const { reply: kept, eventId } = await act(form, person, context);
  const reply = await drawn(kept, context);
  if (reply.outcome !== "not-saved") await keep(reply, person, eventId, messageId, context);
  await answer(reply, person, form, request, response, context);
}

/** What was typed goes on the board as it is; `/pulse` in front is taken off for the core. */
async function say(person: Person, request: Request, response: Response, context: WebContext): Promise<void> {
  const form = readForm(request);
  const text = form.own("text");
  const eventId = eventIdOf(form, person.contactId, () => context.ids.next());
  const line = withoutControls(text);
  if (line.trim() !== "") await context.board.say(person.conversation, line, `say:${eventId}`);
  const reply = await context.inbound.command({
    eventId,
    account: { platform: "web", id: person.contactId },
    conversation: person.conversation as Conversation,
    text: text.replace(/^\s*\/pulse(?:\s+|$)/iu, ""),
  });
  if (reply.outcome !== "not-saved") await keep(reply, person, eventId, "", context);
  await answer(reply, person, form, request, response, context);
}

/** Puts the reply's cards on the board. The work is done by now, so that a failure here is not "not saved". */
async function keep(
  reply: Reply,
  person: Person,
  eventId: string,
  messageId: string,
  { board, logger }: WebContext,
): Promise<void> {
  try {
    if (reply.say !== undefined) await board.post(person.conversation, `reply:${eventId}`, reply.say);
    if (reply.replace !== undefined) await board.replace(person.conversation, messageId, reply.replace);
  } catch (error) {
    logger.warn({ error, code: "web.reply-not-kept" }, "A reply could not be put into the conversation");
  }
}

async function answer(
  reply: Reply,
  person: Person,
  form: PostedForm,
  request: Request,
  response: Response,
  context: WebContext,
): Promise<void> {
  const messageId = form.own("messageId");
  const draw = (card: Card) => drawCard(card, drawingOf(messageId, person, context));
  if (wantsJson(request)) return answerJson(response, reply, draw, context);
  if (reply.outcome === "not-saved") return showNotSaved(request, response, form, context);
  const shown = reply.say ?? reply.replace;
  if (reply.outcome === "refused" && shown === undefined) return showRefused(response, person.path, context);
  response.redirect(303, `${person.path}#${reply.say || !messageId ? "latest" : idOf(messageId)}`);
}

function drawingOf(messageId: string, person: Person, context: WebContext): Drawing {
  return {
    words: context.words,
    idPrefix: idOf(messageId),
    headingLevel: 2,
    postTo: `${person.path}/act`,
    carried: { messageId },
    nextEventId: () => context.ids.next(),
    hrefOf: doorHref(person),
  };
}

function idOf(messageId: string): string {
  return `m-${messageId.replace(/[^A-Za-z0-9-]/gu, "")}`;
}
