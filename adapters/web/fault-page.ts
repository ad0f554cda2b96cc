import type { ErrorRequestHandler, Request, Response } from "express";
import { RapportError } from "../../src/errors.ts";
import { showNotice, wantsJson } from "./show.ts";
import type { WebContext } from "./web-context.ts";

/**
 * Answers what went wrong: a page or JSON with a code and an incident number that the log has too, no more. What
 * fails while no work can be done (`ready`) passes, whatever it was.
 */
export function createFaultHandler(
  context: WebContext & { readonly ready: () => Promise<boolean> },
): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = faultOf(error);
    const isAway = known === unexpected && !(await context.ready().catch(() => false));
    const fault = isAway ? away : known;
    const incident = context.ids.next().slice(0, 8);
    // The path may hold a link's token, so that only the method is logged.
    const fields = { error, code: fault.code, incident, method: request.method };
    if (fault.status >= 500) context.logger.error(fields, "A browser request failed");
    await showFault(fault, incident, request, response, context);
  };
}

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly words: "too-large" | "bad-request" | "away" | "failed";
}

const unexpected: Fault = { status: 500, code: "web.unexpected", words: "failed" };
const away: Fault = { status: 503, code: "web.not-ready", words: "away" };

/** Errors of Express and its body reader carry a 4xx `status`; everything else is ours. */
function faultOf(error: unknown): Fault {
  if (error instanceof RapportError) {
    return error.retry === "never"
      ? { status: 500, code: error.code, words: "failed" }
      : { status: 503, code: error.code, words: "away" };
  }
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 413) return { status, code: "web.too-large", words: "too-large" };
  if (typeof status === "number" && status >= 400 && status < 500) {
    return { status, code: "web.bad-request", words: "bad-request" };
  }
  return unexpected;
}

async function showFault(
  fault: Fault,
  incident: string,
  request: Request,
  response: Response,
  context: WebContext,
): Promise<void> {
  const outcome = fault.status < 500 ? "refused" : "not-saved";
  if (wantsJson(request)) {
    response.status(fault.status).json({ outcome, code: fault.code, incident });
    return;
  }
  const { words } = context;
  const change = request.method !== "GET" && request.method !== "HEAD";
  const text = words.say(`web.fault.${fault.words}.text`);
  const notice = {
    title: words.say(`web.fault.${fault.words}.title`),
    paragraphs: change ? [words.say("web.fault.nothing-saved"), text] : [text],
    code: `${fault.code} · ${incident}`,
  };
  await showNotice(response, fault.status, notice, context);
}
