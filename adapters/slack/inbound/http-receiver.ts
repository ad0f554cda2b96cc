import type { App, Receiver } from "@slack/bolt";
import express, { type NextFunction, type Request, type Response, Router } from "express";
import { RapportError } from "../../../src/errors.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Workspace, Workspaces } from "../workspaces.ts";
import type { Background } from "./background.ts";
import type { Bindings } from "./bindings.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { findInstalled, readInstalled } from "./envelope.ts";
import { type Body, contentTypeOf, readBody } from "./read-body.ts";
import { readSigned, type Signed, signersOf } from "./signature.ts";
import type { Turns } from "./turns.ts";

/** What the receiver works with. */
export interface HttpReceiverNeeds {
  readonly workspaces: Pick<Workspaces, "all">;
  readonly bindings: Bindings;
  readonly background: Background;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds until a person is told that it took too long. */
  readonly answerWithinMs: number;
}

/** Bolt's receiver on an Express app of ours: `routes` is to be mounted, and nothing listens by itself. */
export interface HttpReceiver extends Receiver {
  readonly routes: Router;
}

/** One for all that Slack sends; the others are what people may have pasted into an older app. */
const paths = ["/slack/events", "/slack/interactions", "/slack/commands"];
const largestBody = "1mb";

/**
 * Takes what Slack sends, checks who signed it before anything of it is read, and hands it to Bolt bound to the one
 * workspace that it is for. Answers 401 unsigned, 403 of another team, 400 unreadable, 503 not saved.
 */
export function createHttpReceiver(needs: HttpReceiverNeeds): HttpReceiver {
  const late: { app?: App } = {};
  const routes = Router();
  routes.post(
    paths,
    (request, response, next) => checkHeaders(needs, request, response, next),
    express.raw({ type: () => true, limit: largestBody, inflate: false }),
    (request, response) => receive(needs, late.app, request, response),
  );
  routes.use(paths, (error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const status = statusOfParser(error);
    needs.logger.warn({ code: `slack.body-${status}` }, "A request to Slack's endpoint could not be read.");
    (response.locals.slack as Checked | undefined)?.deadline.end();
    response.set("connection", "close");
    end(response, status);
  });
  return {
    routes,
    init: (app) => {
      late.app = app;
    },
    start: async () => {},
    stop: async () => {},
  };
}

function checkHeaders(
  { clock, logger, turns, answerWithinMs }: HttpReceiverNeeds,
  request: Request,
  response: Response,
  next: NextFunction,
): void {
  const type = contentTypeOf(request.get("content-type"));
  const signed = readSigned(request.headers, clock);
  if (type !== null && signed !== null) {
    response.locals.slack = { type, signed, deadline: startDeadline(answerWithinMs, turns) };
    next();
    return;
  }
  const code = signed === null ? "slack.signature-header" : "slack.content-type";
  logger.warn({ code }, "A request to Slack's endpoint was refused.");
  end(response, signed === null ? 401 : 415);
}

interface Checked {
  readonly type: NonNullable<ReturnType<typeof contentTypeOf>>;
  readonly signed: Signed;
  readonly deadline: Deadline;
}

async function receive(
  needs: HttpReceiverNeeds,
  app: App | undefined,
  request: Request,
  response: Response,
): Promise<void> {
  const { type, signed, deadline } = response.locals.slack as Checked;
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  // The request lives as long as its answer takes; these bytes need not.
  request.body = undefined;
  const all = await Promise.race([needs.workspaces.all(), deadline.passed]).catch(() => "late" as const);
  const refuse = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}) => {
    deadline.end();
    needs.logger.warn({ code: `slack.${code}`, ...more }, "A request to Slack's endpoint was refused.");
    end(response, status);
  };
  if (all === "late" || app === undefined) return refuse(503, "no-workspaces");
  const signers = signersOf(signed, bytes, all);
  if (signers.length === 0) return refuse(401, "signature");
  const body = readBody(type, bytes);
  if (body === null) return refuse(400, "malformed");
  if (answersItself(body, response)) return deadline.end();
  const installed = readInstalled(body);
  if (installed === null) return refuse(400, "malformed");
  const workspace = findInstalled(installed, signers);
  if (workspace === null) {
    const { team, enterprise } = installed;
    return refuse(403, "foreign-team", { team, enterprise, signers: signers.map(({ id }) => id) });
  }
  needs.bindings.set(body, { workspace: Promise.resolve(workspace), deadline });
  needs.background.run("receive", () => hand(needs, app, body, workspace, request, response));
}

/** Slack's own questions about this address: the installation need not be complete for them. */
function answersItself(body: Body, response: Response): boolean {
  if (body.type === "url_verification" && typeof body.challenge === "string") {
    response.status(200).type("text").send(body.challenge);
    return true;
  }
  if (body.ssl_check !== "1") return false;
  end(response, 200);
  return true;
}

async function hand(
  { logger }: HttpReceiverNeeds,
  app: App,
  body: Body,
  { id }: Workspace,
  request: Request,
  response: Response,
): Promise<void> {
  const retryNum = Number.parseInt(request.get("x-slack-retry-num") ?? "", 10);
  const retryReason = request.get("x-slack-retry-reason");
  try {
    await app.processEvent({
      body,
      ack: async (answer: unknown) => acknowledge(response, answer),
      ...(Number.isNaN(retryNum) ? {} : { retryNum }),
      ...(retryReason === undefined ? {} : { retryReason }),
    });
    // Nothing of ours listens for it.
    if (!response.headersSent) end(response, 404);
  } catch (error) {
    const code = error instanceof RapportError ? error.code : "slack.unexpected";
    logger.warn({ code, workspace: id, error }, "What Slack sent could not be worked on.");
    if (!response.headersSent) end(response, code === "slack.malformed" ? 400 : 503);
  }
}

function acknowledge(response: Response, answer: unknown): void {
  if (response.headersSent) return;
  if (typeof answer === "object" && answer !== null) response.status(200).json(answer);
  else if (typeof answer === "string" && answer !== "") response.status(200).type("text").send(answer);
  else end(response, 200);
}

function end(response: Response, status: number): void {
  response.status(status).end();
}

function statusOfParser(error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}
