import type { Request, Response } from "express";
import type { Page } from "../../src/ports/page.ts";
import { act, answerJson, drawn, showNotSaved, showRefused, statusOf } from "./act.ts";
import { doorHref, doorNavigation } from "./door-navigation.ts";
import { drawCard } from "./draw-card.ts";
import type { Layout } from "./draw-page.ts";
import { cardsOf, drawReplies } from "./draw-replies.ts";
import { safePath } from "./draw-text.ts";
import type { Drawing } from "./drawing.ts";
import { maskReply } from "./mask-reply.ts";
import { type PostedForm, readForm } from "./read-form.ts";
import { showNotFound, showPage, showWayIn, wantsJson } from "./show.ts";
import { findPerson, findVisitor, type Person, type Visitor } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

/**
 * Answers POST /pages/act for a magic link's session and for the open door. A check-in session is sent away: it
 * has its own card and may do nothing else.
 */
export async function actOnPage(request: Request, response: Response, context: WebContext): Promise<void> {
  const form = readForm(request);
  const visitor = await findVisitor(request, form.own("as"), context);
  if (visitor === null || visitor.viewer.scope.kind === "check-in") return showWayIn(response, 403, context);
  const person = await findActor(form, visitor, context);
  if (person === null) return showNotFound(request, response, context);

  const back = safePath(form.own("path")) ?? "/";
  if (!context.host.mayRun(visitor.viewer, form.action.name)) return showRefused(response, back, context);
  const drawing = drawingOfPage(back, person.contactId, visitor, context);
  const reply = await maskReply(
    (await act(form, person, context)).reply,
    form.action,
    visitor.viewer,
    context,
  );
  if (wantsJson(request)) return answerJson(response, reply, (card) => drawCard(card, drawing), context);
  if (reply.outcome === "not-saved") return showNotSaved(request, response, form, context);
  const cards = cardsOf(await drawn(reply, context));
  if (cards.length > 0) {
    const title = context.words.say(reply.outcome === "done" ? "web.done.title" : "web.refused.title");
    const body = drawReplies(title, cards, { label: context.words.say("web.back"), path: back }, drawing);
    const shown = { title, body, ...surroundingsOf(visitor, [], context) };
    return showPage(response, statusOf[reply.outcome], shown, context);
  }
  if (reply.outcome === "refused") return showRefused(response, back, context);
  response.redirect(303, back);
}

/** How the cards of a page are drawn; `back` is the page's own path, `actor` the contact that its buttons act as. */
export function drawingOfPage(
  back: string,
  actor: string | undefined,
  visitor: Visitor,
  context: WebContext,
): Drawing {
  return {
    words: context.words,
    idPrefix: `p-${context.ids.next()}`,
    headingLevel: 2,
    postTo: "/pages/act",
    carried: {
      path: back,
      ...(actor === undefined ? {} : { actor }),
      ...(visitor.person === undefined ? {} : { as: visitor.person.contactId }),
    },
    nextEventId: () => context.ids.next(),
    hrefOf: doorHref(visitor.person),
  };
}

/** The parts of the layout that depend on who looks; at the open door its person says where they can go. */
export function surroundingsOf(
  { person, viewer }: Visitor,
  navigation: Page["navigation"],
  { words }: WebContext,
): Pick<Layout, "navigation" | "person" | "session"> {
  const session = viewer.scope.kind !== "door";
  if (person === undefined) return { navigation, session };
  return { navigation: doorNavigation(person, words), session, person };
}

async function findActor(form: PostedForm, visitor: Visitor, context: WebContext): Promise<Person | null> {
  const { contactIds } = visitor.viewer;
  const chosen = contactIds.find((id) => id === form.own("actor"));
  return findPerson(chosen ?? contactIds[0] ?? null, context);
}
