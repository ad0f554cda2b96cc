import { type Request, type Response, Router } from "express";
import { rateLimit } from "express-rate-limit";
import { clearCookie, readCookie, setCookie } from "./cookies.ts";
import type { Notice } from "./draw-notice.ts";
import { safePath } from "./draw-text.ts";
import { showNotice } from "./show.ts";
import { findSession } from "./visitor.ts";
import type { WebContext } from "./web-context.ts";

/** Tries at links that one address may make in a minute. */
const triesPerMinute = 30;

/**
 * Signed links. Opening one shows what it is for and a button; only the button uses it up, so that programs that
 * look at links in mail and chat do no harm. /leave ends the sessions of this browser.
 */
export function createLinkRoutes(context: WebContext): Router {
  const routes = Router();
  const slow = rateLimit({
    windowMs: 60_000,
    limit: triesPerMinute,
    legacyHeaders: false,
    validate: false,
    handler: (_request, response) => showLink(response, 429, "too-many", context),
  });
  routes.use("/go", slow);
  routes.get("/go/:token", (request, response) => showPurpose(request, response, context));
  routes.post("/go/:token", (request, response) => openLink(request, response, context));
  routes.post("/leave", (request, response) => leave(request, response, context));
  return routes;
}

async function showPurpose(request: Request, response: Response, context: WebContext): Promise<void> {
  const token = String(request.params.token);
  const link = await context.sessions.peek(token);
  if (link.kind !== "open") return showDeadLink(link.kind, request, response, context);
  const post = {
    label: context.words.say("web.link.open"),
    path: `/go/${encodeURIComponent(token)}`,
    pairs: [],
  };
  await showLink(response, 200, link.purpose.kind, context, { post });
}

async function openLink(request: Request, response: Response, context: WebContext): Promise<void> {
  const { sessions } = context;
  const token = String(request.params.token);
  const link = await sessions.peek(token);
  if (link.kind !== "open") return showDeadLink(link.kind, request, response, context);
  const session = await sessions.redeem(token);
  // Somebody else was quicker with the same link.
  if (session === null) return showDeadLink("used", request, response, context);
  const kind = link.purpose.kind === "check-in" ? "checkIn" : "pages";
  setCookie(response, kind, session.sessionId, context, session.expiresAt);
  response.redirect(303, safePath(session.path) ?? "/");
}

/** People come back by the same link during the week: who is still signed in is shown the way. */
async function showDeadLink(
  kind: "used" | "expired" | "unknown",
  request: Request,
  response: Response,
  context: WebContext,
): Promise<void> {
  const { words } = context;
  const status = kind === "unknown" ? 404 : 410;
  if ((await findSession(request, "checkIn", context)) !== null) {
    const link = { label: words.say("web.link.to-check-in"), path: "/check-in" };
    return showLink(response, status, kind, context, { link });
  }
  if ((await findSession(request, "pages", context)) === null)
    return showLink(response, status, kind, context);
  await showLink(response, status, kind, context, { link: { label: words.say("web.home"), path: "/" } });
}

async function showLink(
  response: Response,
  status: number,
  kind: string,
  context: WebContext,
  more: Pick<Notice, "link" | "post"> = {},
): Promise<void> {
  const { words } = context;
  const paragraphs = [words.say(`web.link.${kind}.text`)];
  await showNotice(
    response,
    status,
    { title: words.say(`web.link.${kind}.title`), paragraphs, ...more },
    context,
  );
}

async function leave(request: Request, response: Response, context: WebContext): Promise<void> {
  for (const kind of ["pages", "checkIn"] as const) {
    const sessionId = readCookie(request, kind);
    if (sessionId !== null) await context.sessions.end(sessionId);
    clearCookie(response, kind, context);
  }
  response.redirect(303, "/");
}
