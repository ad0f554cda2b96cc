import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { Temporal } from "temporal-polyfill";
import type { WebSettings } from "../../../adapters/web/web-context.ts";
import { createWebApp } from "../../../adapters/web/web-server.ts";
import { createWordsFor } from "../../../src/catalogue.ts";
import { sayMoment } from "../../../src/partnerships/say-date.ts";
import type { Card } from "../../../src/ports/card.ts";
import type { Command, Interaction, Reply } from "../../../src/ports/chat-adapter.ts";
import type {
  BoardMessage,
  DoorEntry,
  LinkPurpose,
  MessageBoard,
  PageResult,
  Viewer,
} from "../../../src/ports/page.ts";

const wordsFile = new URL("../../../prompts/words/en.yaml", import.meta.url);
export const words = createWordsFor([
  { language: "en", text: readFileSync(wordsFile, "utf8"), source: "en.yaml" },
])("en");

const now = Temporal.Instant.from("2026-11-24T16:00:00Z");

/** A link as the world keeps it: what it opens, and whether it still does. */
interface Link {
  readonly purpose: LinkPurpose;
  state: "open" | "used" | "expired";
}

/** The browser's server over real HTTP, with everything behind it kept in plain maps that tests look into. */
export class WebWorld {
  readonly interactions: Interaction[] = [];
  readonly commands: Command[] = [];
  readonly logged: Readonly<Record<string, unknown>>[] = [];
  readonly pagesAsked: { path: string; query: Readonly<Record<string, string>>; viewer: Viewer }[] = [];
  readonly links = new Map<string, Link>();
  readonly sessions = new Map<string, Viewer>();
  readonly board: MessageBoard & { readonly messages: Map<string, KeptMessage> } = createBoard();
  entries: DoorEntry[] = [];
  checkInCard: Card | null = null;
  /** What a session by a handed-over link is shown instead. */
  maskedCard: Card | null = null;
  /** Actions that no session may run. */
  refusedActions: readonly string[] = [];
  isReady = true;
  reply: Reply = { outcome: "done" };
  /** What the core waits for before it replies. */
  gate: Promise<void> = Promise.resolve();
  page: (path: string) => PageResult = () => ({ kind: "not-found" });
  base = "";
  #close: () => void = () => undefined;

  /** Listens on a free port of 127.0.0.1; `close` ends it. */
  async open(settings: Partial<WebSettings> = {}): Promise<this> {
    let count = 0;
    const log = (fields: Readonly<Record<string, unknown>>) => void this.logged.push(fields);
    const app = createWebApp({
      words,
      clock: { now: () => now },
      ids: { next: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}` },
      logger: { error: log, warn: log, info: log, debug: log },
      settings: { publicUrl: null, openDoorAllowed: true, secret: "x".repeat(32), ...settings },
      ready: async () => this.isReady,
      board: this.board,
      inbound: {
        interact: async (interaction) => {
          this.interactions.push(interaction);
          await this.gate;
          return this.reply;
        },
        command: async (command) => {
          this.commands.push(command);
          return this.reply;
        },
        home: async () => ({ summary: "Home", nodes: [] }),
      },
      sessions: {
        peek: async (token) => {
          const link = this.links.get(token);
          if (link === undefined) return { kind: "unknown" };
          return link.state === "open" ? { kind: "open", purpose: link.purpose } : { kind: link.state };
        },
        redeem: async (token) => {
          const link = this.links.get(token);
          if (link?.state !== "open") return null;
          link.state = "used";
          const { purpose } = link;
          const path = purpose.kind === "pages" ? purpose.path : "/check-in";
          const since = purpose.handedOver ? { since: now.toString() } : {};
          const scope = { ...(purpose.kind === "pages" ? ({ kind: "pages" } as const) : purpose), ...since };
          this.sessions.set(`session-${token}`, { contactIds: ["city-steward"], scope });
          return { sessionId: `session-${token}`, expiresAt: now.add({ hours: 72 }), path };
        },
        viewer: async (sessionId) => this.sessions.get(sessionId) ?? null,
        end: async (sessionId) => void this.sessions.delete(sessionId),
      },
      host: {
        doorEntries: async () => this.entries,
        conversationOf: async (contactId) =>
          contactId === "city-steward" || contactId === "acme-lead"
            ? {
                conversation: `web:${contactId}`,
                name: contactId === "acme-lead" ? "Robin Vale" : "City Steward",
                partnership: "Permits modernisation",
                navigation: [
                  { label: "Status", path: "/status" },
                  { label: "Settings", path: "/settings" },
                ],
                sayMoment: (moment) => sayMoment(moment, "America/Chicago", "en"),
              }
            : null,
        page: async (path, query, viewer) => {
          this.pagesAsked.push({ path, query, viewer });
          return this.page(path);
        },
        checkInCard: async (_invitationId, since) =>
          since === undefined ? this.checkInCard : this.maskedCard,
        mayRun: (_viewer, action) => !this.refusedActions.includes(action),
      },
    });
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    this.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#close = () => {
      server.close();
      server.closeAllConnections();
    };
    return this;
  }

  close(): void {
    this.#close();
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.base + path, { headers, redirect: "manual" });
  }

  /** Posts a form as a browser does from one of our own pages. */
  post(path: string, pairs: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.base + path, {
      method: "POST",
      redirect: "manual",
      headers: { "Sec-Fetch-Site": "same-origin", ...headers },
      body: new URLSearchParams(pairs),
    });
  }
}

/** Headers of our script, which reads JSON. */
export const byScript = { Accept: "application/json" };

/** The JSON of an answer to our script. */
export async function jsonOf(response: Response): Promise<Readonly<Record<string, string>>> {
  return (await response.json()) as Record<string, string>;
}

/** The hidden inputs of a piece of a page: what its form would send. */
export function inputsOf(html: string): Map<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/gu);
  return new Map([...inputs].map(([, name = "", value = ""]) => [unescaped(name), unescaped(value)]));
}

function unescaped(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}

/** The pair that a browser would send back. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

type KeptMessage = { -readonly [Key in keyof BoardMessage]: BoardMessage[Key] } & {
  conversation: string;
  key: string;
};

function createBoard(): MessageBoard & { readonly messages: Map<string, KeptMessage> } {
  const messages = new Map<string, KeptMessage>();
  const add = (conversation: string, key: string, part: Pick<KeptMessage, "card" | "text" | "from">) => {
    const known = [...messages.values()].find((message) => message.key === key);
    if (known !== undefined) return known.id;
    const id = `message-${messages.size + 1}`;
    messages.set(id, { id, conversation, key, at: now, ...part });
    return id;
  };
  const of = (conversation: string) =>
    [...messages.values()].filter((message) => message.conversation === conversation);
  return {
    messages,
    post: async (conversation, key, card) => add(conversation, key, { card, text: null, from: "rapport" }),
    say: async (conversation, text, key) => {
      add(conversation, key, { card: null, text, from: "person" });
    },
    find: async (conversation, key) => of(conversation).find((message) => message.key === key)?.id ?? null,
    replace: async (conversation, messageId, card) => {
      const message = messages.get(messageId);
      if (message?.conversation !== conversation) return false;
      message.card = card;
      return true;
    },
    list: async (conversation, limit) => of(conversation).slice(-limit),
    revision: async (conversation) =>
      createHash("sha256")
        .update(JSON.stringify(of(conversation)))
        .digest("hex")
        .slice(0, 12),
  };
}
