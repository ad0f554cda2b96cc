import { type Request, type Response, Router } from "express";
import { html } from "hono/html";
import type { Card } from "../../src/ports/card.ts";
import type { Reply } from "../../src/ports/chat-adapter.ts";
import type { Viewer } from "../../src/ports/page.ts";
import { act, answerJson, drawn, showNotSaved, showRefused, statusOf } from "./act.ts";
import { drawCard } from "./draw-card.ts";
import { cardsOf, drawReplies } from "./draw-replies.ts";
import { drawText, safePath } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";
import { maskReply } from "./mask-reply.ts";
import { formBody, readForm } from "./read-form.ts";
import { isSealed, sealAction } from "./seal.ts";
import { showNotice, showPage, showWayIn, wantsJson } from "./show.ts";
import { findSession } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

interface CheckInViewer extends Viewer {
  readonly scope: Extract<Viewer["scope"], { kind: "check-in" }>;
}

interface CheckInSession {
  readonly invitationId: string;
  readonly contactId: string;
  readonly viewer: CheckInViewer;
}

/** The one card of a session that came by a signed check-in link. */
export function createCheckInRoutes(context: WebContext): Router {
  const routes = Router();
  routes.get("/check-in", (request, response) => showCheckIn(request, response, context));
  routes.post("/check-in/act", formBody, (request, response) => answerCheckIn(request, response, context));
  // Reloading the answer to a tap by its address leads back to the card.
  routes.get("/check-in/act", (_request, response) => response.redirect(303, "/check-in"));
  return routes;
}

async function showCheckIn(request: Request, response: Response, context: WebContext): Promise<void> {
  const session = await findCheckIn(request, context);
  if (session === null) return showWayIn(response, 403, context);
  const { words, host } = context;
  const card = await host.checkInCard(session.invitationId, session.viewer.scope.since);
  if (card === null) {
    const paragraphs = [words.say("web.check-in.closed.text")];
    return showNotice(response, 200, { title: words.say("web.check-in.closed.title"), paragraphs }, context);
  }
  const title = words.say("web.check-in.title");
  const body = html`<h1>${drawText(title)}</h1>
<section class="panel">${drawCard(card, drawingOf(session.invitationId, context))}</section>`;
  await showPage(response, 200, { title, path: "/check-in", body, session: true }, context);
}

async function answerCheckIn(request: Request, response: Response, context: WebContext): Promise<void> {
  const session = await findCheckIn(request, context);
  if (session === null) return showWayIn(response, 403, context);
  const form = readForm(request);
  const { invitationId } = session;
  if (!isSealed(form.action, form.own("seal"), invitationId, context.settings.secret)) {
    return showRefused(response, "/check-in", context);
  }
  // Not the chat conversation: a card that stands there is brought up to date by the core.
  const person = { contactId: session.contactId, conversation: `check-in:${invitationId}` };
  const reply = await maskReply(
    (await act(form, person, context)).reply,
    form.action,
    session.viewer,
    context,
  );
  const drawing = drawingOf(invitationId, context);
  if (wantsJson(request)) return answerJson(response, reply, (card) => drawCard(card, drawing), context);
  if (reply.outcome === "not-saved") return showNotSaved(request, response, form, context);
  const cards = await cardsNotOnPage(await drawn(reply, context), session.viewer.scope, context);
  if (cards.length === 0 && reply.outcome === "done") return response.redirect(303, "/check-in");
  if (cards.length === 0) return showRefused(response, "/check-in", context);
  const title = context.words.say("web.check-in.title");
  const back = { label: context.words.say("web.check-in.back"), path: "/check-in" };
  const body = drawReplies(title, cards, back, drawing);
  await showPage(response, statusOf[reply.outcome], { title, body, session: true }, context);
}

/** A replaced card that the page shows by itself needs no page of its own; a passing one (a question) does. */
async function cardsNotOnPage(
  reply: Reply,
  { invitationId, since }: CheckInViewer["scope"],
  { host }: WebContext,
): Promise<readonly Card[]> {
  // The answer is stored by now: a failure to read the card again must not say otherwise.
  const standing = JSON.stringify(await host.checkInCard(invitationId, since).catch(() => null));
  return cardsOf(reply).filter((card) => JSON.stringify(card) !== standing);
}

async function findCheckIn(request: Request, context: WebContext): Promise<CheckInSession | null> {
  const viewer = await findSession(request, "checkIn", context);
  const contactId = viewer?.contactIds[0];
  if (viewer?.scope.kind !== "check-in" || contactId === undefined) return null;
  const { scope } = viewer;
  return { invitationId: scope.invitationId, contactId, viewer: { ...viewer, scope } };
}

function drawingOf(invitationId: string, context: WebContext): Drawing {
  return {
    words: context.words,
    idPrefix: `c-${context.ids.next()}`,
    headingLevel: 2,
    postTo: "/check-in/act",
    carried: {},
    nextEventId: () => context.ids.next(),
    hrefOf: safePath,
    sealOf: (action) => sealAction(action, invitationId, context.settings.secret),
  };
}
