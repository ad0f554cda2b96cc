import type { Request, Response } from "express";
import { drawNotice, type Notice } from "./draw-notice.ts";
import { drawPage, type Layout } from "./draw-page.ts";
import type { WebContext } from "./web-context.ts";

/** The parts of a page that differ from one to the next; the rest has plain defaults. */
export type Shown = Pick<Layout, "title" | "body"> & Partial<Layout>;

/** Sends a whole page. */
export async function showPage(
  response: Response,
  status: number,
  shown: Shown,
  context: WebContext,
): Promise<void> {
  const defaults = { words: context.words, path: "", navigation: [], session: false };
  const page = await drawPage({ ...defaults, ...shown });
  response.status(status).type("html").send(String(page));
}

/** Sends a page that says what happened and what to do. */
export async function showNotice(
  response: Response,
  status: number,
  notice: Notice,
  context: WebContext,
): Promise<void> {
  await showPage(response, status, { title: notice.title, body: drawNotice(notice) }, context);
}

/** Says that nothing stands under this path. */
export async function showNotFound(request: Request, response: Response, context: WebContext): Promise<void> {
  const { words } = context;
  if (wantsJson(request)) {
    response.status(404).json({ outcome: "refused", code: "web.not-found" });
    return;
  }
  const notice = {
    title: words.say("web.not-found.title"),
    paragraphs: [words.say("web.not-found.text")],
    link: { label: words.say("web.home"), path: "/" },
  };
  await showNotice(response, 404, notice, context);
}

/** Says how to get in to somebody whom we do not know. */
export async function showWayIn(response: Response, status: number, context: WebContext): Promise<void> {
  const { words } = context;
  const paragraphs = ["web.way-in.what", "web.way-in.chat", "web.way-in.link", "web.way-in.local"];
  const notice = {
    title: words.say("web.way-in.title"),
    paragraphs: paragraphs.map((key) => words.say(key)),
  };
  await showNotice(response, status, notice, context);
}

/** Whether the request comes from our script, which reads JSON, and not from the browser itself. */
export function wantsJson(request: Request): boolean {
  return request.accepts(["html", "json"]) === "json";
}
