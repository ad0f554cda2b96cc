import type { CookieOptions, IRouter, Request, Response } from "express";
import type { Ids } from "../../../src/ports/ids.ts";
import type { PlatformNotes } from "../../../src/ports/installation.ts";
import type { Logger } from "../../../src/ports/logger.ts";
import type { Words } from "../../../src/ports/words.ts";
import { readCredentials } from "../read-credentials.ts";
import { botScopes } from "../scopes.ts";
import { exchangeCode, type GrantNeeds, keepGrant } from "./grant.ts";
import { createPasses, fingerprint, makeBrowserMark, type Ticket } from "./passes.ts";
import { type NoticeName, setHeaders, showNotice } from "./show-notice.ts";

export interface SlackOAuthNeeds extends GrantNeeds {
  readonly notes: PlatformNotes;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly words: Words;
  /** The installation's own secret; links are signed with a key that comes from it. */
  readonly secret: () => Promise<string>;
  /** Where browsers reach us; without it no link works. */
  readonly publicUrl: string | null;
}

/** How an administrator installs an organisation's own app by a link. */
export interface SlackOAuth {
  /**
   * The path of a link that installs the app of this row: for 24 hours, until an installation succeeded with it. To
   * look at it changes nothing, so that programs that preview links do not use it up.
   */
  makeInstallTicket(installationId: string): Promise<string>;
  /** Adds GET /slack/install/:ticket and GET /slack/oauth_redirect. */
  mount(app: IRouter): void;
}

const cookie = "rapport_slack_install";
const cookieLifeMs = 10 * 60_000;

/** Where a step ends: a page that says so. */
interface End {
  readonly name: NoticeName;
  readonly values?: Readonly<Record<string, string>>;
}

/** Slack's OAuth 2 for rows whose client id and secret are known. Nothing is stored before Slack gave its tokens. */
export function createSlackOAuth(needs: SlackOAuthNeeds): SlackOAuth {
  const { installations, notes, clock, logger, words, publicUrl, apiUrl } = needs;
  const passes = createPasses(needs);
  const redirectUri = `${publicUrl}/slack/oauth_redirect`;
  const isUsed = async (row: string, what: string, id: string) =>
    (await notes.read(row, `${what}:${id}`)) !== null;
  const use = (row: string, what: string, id: string) =>
    notes.write(row, `${what}:${id}`, "used", clock.now());
  const cookieOptions: CookieOptions = {
    httpOnly: true,
    sameSite: "lax",
    path: "/slack",
    secure: publicUrl?.startsWith("https:") ?? false,
  };

  /** To Slack's page, or why not. */
  const begin = async (text: string, response: Response): Promise<End | null> => {
    if (publicUrl === null) return { name: "no-address" };
    const read = await passes.readTicket(text);
    if (read.kind !== "good") return { name: read.kind };
    const ticket = read.pass;
    const row = await installations.get(ticket.installation);
    if (row === null) return { name: "unknown" };
    if (await isUsed(row.id, "ticket", ticket.id)) return { name: "used" };
    const { clientId, clientSecret } = readCredentials(row.credentials) ?? {};
    if (clientId === undefined || clientSecret === undefined) return { name: "no-app" };
    const mark = makeBrowserMark();
    response.cookie(cookie, mark, { ...cookieOptions, maxAge: cookieLifeMs });
    const state = await passes.makeJourney(ticket, fingerprint(mark));
    response.redirect(302, authorizeUrl({ clientId, state, team: row.tenant }));
    return null;
  };

  const authorizeUrl = (journey: { clientId: string; state: string; team: string | null }): string => {
    const url = new URL("/oauth/v2/authorize", apiUrl);
    url.searchParams.set("client_id", journey.clientId);
    url.searchParams.set("scope", botScopes.join(","));
    url.searchParams.set("redirect_uri", redirectUri);
    url.searchParams.set("state", journey.state);
    if (journey.team?.startsWith("T")) url.searchParams.set("team", journey.team);
    return url.href;
  };

  /** Back from Slack's page. */
  const finish = async (request: Request, response: Response): Promise<End> => {
    if (publicUrl === null) return { name: "no-address" };
    const read = await passes.readJourney(textOf(request.query.state));
    if (read.kind !== "good") return { name: "state" };
    const journey = read.pass;
    // Who looks at the page again after all went well is told so, although the cookie is gone.
    if (await isUsed(journey.ticket.installation, "ticket", journey.ticket.id)) return { name: "used" };
    const mark = readMark(request);
    if (mark === null || fingerprint(mark) !== journey.browser) return { name: "browser" };
    response.clearCookie(cookie, cookieOptions);
    const row = await installations.get(journey.ticket.installation);
    if (row === null) return { name: "unknown" };
    if (await isUsed(row.id, "journey", journey.id)) return { name: "used" };
    await use(row.id, "journey", journey.id);
    const refused = textOf(request.query.error);
    if (refused === "access_denied") return { name: "denied" };
    if (refused !== "") return failed(row.id, refused);
    return complete(journey.ticket, textOf(request.query.code));
  };

  const complete = async (ticket: Ticket, code: string): Promise<End> => {
    const row = await installations.get(ticket.installation);
    if (row === null) return { name: "unknown" };
    const exchange = await exchangeCode(code, redirectUri, readCredentials(row.credentials) ?? {}, needs);
    if (exchange.kind === "away") return { name: "away" };
    if (exchange.kind === "refused") return failed(row.id, exchange.code);
    const { grant } = exchange;
    const kept = await keepGrant(row, grant, needs);
    const place = grant.name ?? grant.tenant;
    if (kept !== "kept") {
      logger.warn(
        { installation: row.id, workspace: grant.tenant, code: kept },
        "A Slack app was not connected",
      );
      return { name: kept, values: { place, known: row.name ?? row.tenant ?? "" } };
    }
    await use(row.id, "ticket", ticket.id);
    logger.info({ installation: row.id, workspace: grant.tenant }, "A Slack app was connected by its link");
    return { name: "done", values: { place } };
  };

  const failed = (row: string, code: string): End => {
    const word = /^\w{1,60}$/.test(code) ? code : "unknown";
    logger.warn({ installation: row, code: word }, "Slack did not let its app be installed");
    return { name: "failed", values: { code: word } };
  };

  return {
    makeInstallTicket: async (installationId) => `/slack/install/${await passes.makeTicket(installationId)}`,
    mount(app) {
      app.get("/slack/install/:ticket", async (request, response) => {
        setHeaders(response);
        const end = await begin(request.params.ticket, response);
        if (end !== null) await showNotice(response, end.name, words, end.values);
      });
      app.get("/slack/oauth_redirect", async (request, response) => {
        setHeaders(response);
        const { name, values } = await finish(request, response);
        await showNotice(response, name, words, values);
      });
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readMark(request: Request): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = pair.trim().split("=", 2);
    if (name === cookie && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}
