import { type Request, type Response, Router } from "express";
import type { Page } from "../../src/ports/page.ts";
import { actOnPage, drawingOfPage, surroundingsOf } from "./act-on-page.ts";
import { setCookie } from "./cookies.ts";
import { isDoorOpen } from "./door.ts";
import { drawNotice } from "./draw-notice.ts";
import { drawSections } from "./draw-page.ts";
import { drawPicker } from "./draw-picker.ts";
import { safePath } from "./draw-text.ts";
import { formBody } from "./read-form.ts";
import { showNotFound, showPage, showWayIn } from "./show.ts";
import { findVisitor, type Visitor } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

/** The front page, and the pages of the core under every other path; their buttons post to /pages/act. */
export function createPageRoutes(context: WebContext): Router {
  const routes = Router();
  routes.get("/", (request, response) => showFront(request, response, context));
  routes.post("/pages/act", formBody, (request, response) => actOnPage(request, response, context));
  routes.get("/{*path}", (request, response) => showCorePage(request, response, context));
  return routes;
}

/** At the open door: everybody. For a session: where it leads. For strangers: how to get in. */
async function showFront(request: Request, response: Response, context: WebContext): Promise<void> {
  const { words, host, settings } = context;
  if (isDoorOpen(request, settings.openDoorAllowed)) {
    const body = drawPicker(await host.doorEntries(), words);
    return showPage(response, 200, { title: words.say("web.picker.title"), path: "/", body }, context);
  }
  const visitor = await findVisitor(request, null, context);
  if (visitor === null) return showWayIn(response, 200, context);
  const { scope } = visitor.viewer;
  const pages = scope.kind === "pages" && scope.handedOver === true ? "/welcome" : "/status";
  response.redirect(303, scope.kind === "check-in" ? "/check-in" : pages);
}

async function showCorePage(request: Request, response: Response, context: WebContext): Promise<void> {
  const { as, ...query } = queryOf(request);
  const visitor = await findVisitor(request, as ?? null, context);
  if (visitor === null) return showWayIn(response, 403, context);
  if (visitor.person) setCookie(response, "person", visitor.person.contactId, context);
  const result = await context.host.page(decodeURI(request.path), query, visitor.viewer);
  if (result.kind === "not-found") return showNotFound(request, response, context);
  if (result.kind === "refused") return showReason(result.reason, visitor, response, context);
  await showFound(result.page, visitor, request, response, context);
}

async function showFound(
  page: Page,
  visitor: Visitor,
  request: Request,
  response: Response,
  context: WebContext,
): Promise<void> {
  const back = safePath(request.originalUrl) ?? "/";
  const body = drawSections(page, drawingOfPage(back, page.actor, visitor, context));
  const { title, path } = page;
  await showPage(
    response,
    200,
    { title, path, body, ...surroundingsOf(visitor, page.navigation, context) },
    context,
  );
}

async function showReason(
  reason: string,
  visitor: Visitor,
  response: Response,
  context: WebContext,
): Promise<void> {
  const { words } = context;
  const title = words.say("web.refused.title");
  const link = { label: words.say("web.home"), path: "/" };
  const body = drawNotice({ title, paragraphs: [reason], link });
  await showPage(response, 403, { title, body, ...surroundingsOf(visitor, [], context) }, context);
}

/** Of parameters with the same name the last one counts. */
function queryOf(request: Request): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(request.originalUrl, "http://rapport.invalid").searchParams);
}
