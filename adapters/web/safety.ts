import type { NextFunction, Request, RequestHandler, Response } from "express";
import helmet from "helmet";
import { isHttps } from "./cookies.ts";
import { isExpectedHost, isOwnOrigin } from "./own-site.ts";
import { showNotice, wantsJson } from "./show.ts";
import type { WebContext } from "./web-context.ts";

/** The headers of every answer: own content only, no framing, https insisted on only where people come by it. */
export function createHeaders(context: WebContext): RequestHandler {
  const { publicUrl } = context.settings;
  const https = isHttps(publicUrl);
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    xFrameOptions: { action: "deny" },
    // Over plain http browsers send no Sec-Fetch-Site, and "no-referrer" would also blank the Origin of forms.
    referrerPolicy: { policy: publicUrl !== null && !https ? "same-origin" : "no-referrer" },
  });
}

/** Lets through only requests for our own host, and changes only from our own pages; nothing is kept by caches. */
export function createGate(context: WebContext): RequestHandler {
  const { publicUrl } = context.settings;
  return async (request: Request, response: Response, next: NextFunction) => {
    response.setHeader("Cache-Control", "no-store");
    if (!isExpectedHost(request.headers, publicUrl)) return turnAway(request, response, 421, "host", context);
    if (isChange(request) && !isOwnOrigin(request.headers, publicUrl)) {
      return turnAway(request, response, 403, "origin", context);
    }
    next();
  };
}

function isChange(request: Request): boolean {
  return request.method !== "GET" && request.method !== "HEAD";
}

async function turnAway(
  request: Request,
  response: Response,
  status: number,
  why: "host" | "origin",
  context: WebContext,
): Promise<void> {
  const { words, logger, settings } = context;
  const code = `web.wrong-${why}`;
  logger.warn({ code, method: request.method }, "A request was turned away");
  if (wantsJson(request)) {
    response.status(status).json({ outcome: "refused", code });
    return;
  }
  const paragraphs = [words.say(`web.wrong-${why}.text`, { address: settings.publicUrl ?? "" })];
  await showNotice(
    response,
    status,
    { title: words.say(`web.wrong-${why}.title`), paragraphs, code },
    context,
  );
}
