import express, { type Express, Router } from "express";
import { createAssetRoutes } from "./assets.ts";
import { createCheckInRoutes } from "./check-in-routes.ts";
import { createConversationRoutes } from "./conversation-routes.ts";
import { isHttps } from "./cookies.ts";
import { createFaultHandler } from "./fault-page.ts";
import { createLinkRoutes } from "./link-routes.ts";
import { createPageRoutes } from "./page-routes.ts";
import { createGate, createHeaders } from "./safety.ts";
import { showNotFound } from "./show.ts";
import type { WebContext } from "./web-context.ts";

/** What the server needs besides the context of its routes. */
export interface WebApp extends WebContext {
  /** Whether work can be done: the database answers and is migrated. Asked by /readyz. */
  readonly ready: () => Promise<boolean>;
  /** Adds other platforms' endpoints (Slack, Teams) before ours; they check their requests themselves. */
  readonly mount?: (app: Express) => void;
}

/**
 * The web server, not yet listening: health checks, the conversations of the open local door, signed links, the
 * check-in page and the pages of the core. Every answer is private and not cached, except the assets.
 */
export function createWebApp(options: WebApp): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("query parser", "simple");
  // Node speaks plain http, so that https means one proxy in front, whose word on the address counts.
  app.set("trust proxy", isHttps(options.settings.publicUrl) ? 1 : false);
  app.use(createHealthRoutes(options));
  options.mount?.(app);
  app.use(createHeaders(options));
  app.use(createAssetRoutes());
  app.use(createGate(options));
  app.use(createConversationRoutes(options));
  app.use(createLinkRoutes(options));
  app.use(createCheckInRoutes(options));
  app.use(createPageRoutes(options));
  app.use((request, response) => showNotFound(request, response, options));
  app.use(createFaultHandler(options));
  return app;
}

/** For probes, which reach us by address: no Host check, nothing about people. */
function createHealthRoutes({ ready }: WebApp): Router {
  const routes = Router();
  routes.get("/healthz", (_request, response) => {
    response.type("text").send("ok\n");
  });
  routes.get("/readyz", async (_request, response) => {
    const isReady = await ready().catch(() => false);
    response
      .status(isReady ? 200 : 503)
      .type("text")
      .send(isReady ? "ready\n" : "not ready\n");
  });
  return routes;
}
