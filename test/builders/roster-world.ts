import { and, eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { openPglite } from "../../db/open-pglite.ts";
import { contacts, partnerships } from "../../db/schema/partnerships.ts";
import { createMessageBoard } from "../../db/stores/message-board.ts";
import { createTransact } from "../../db/transaction.ts";
import { openRound } from "../../src/check-ins/open-round.ts";
import { createWebHost } from "../../src/pages/web-host.ts";
import { importRoster } from "../../src/partnerships/import-roster.ts";
import { randomIds } from "../../src/ports/ids.ts";
import type { Page, PageResult, Viewer } from "../../src/ports/page.ts";
import { readPrompts } from "../../src/prompts.ts";
import { chatCommands } from "../../src/triggers/chat-commands.ts";
import { createInbound } from "../../src/triggers/inbound.ts";

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** A roster in an in-memory database, with the browser's pages over it and a clock that is moved by hand. */
export async function openRosterWorld(rosterText: string) {
  const open = await openPglite(null);
  const { database } = open;
  const ids = randomIds;
  // A Monday morning in Chicago.
  const clock = { at: Temporal.Instant.from("2026-11-23T15:00:00Z"), now: () => clock.at };
  const jobsIn = () => ({ enqueue: async () => {} });
  const transact = createTransact(database, { ids, clock, jobsIn, onQueued: () => {} });
  const board = createMessageBoard(database, clock, ids);
  const absolute = (path: string) => `https://rapport.example${path}`;
  const needs = {
    clock,
    ids,
    transact,
    directly: transact,
    ...readPrompts(),
    quietHours: false,
    logger: quiet,
    absolute,
  };
  const host = createWebHost({ ...needs, board, commands: chatCommands });
  const inbound = createInbound(needs);
  const imported = await importRoster(needs, { text: rosterText, source: "roster.yaml", dryRun: false });
  if (imported.kind !== "imported") throw new Error(`The roster was ${imported.kind}.`);

  const partnership = async (key: string) => {
    const found = await transact((stores) => stores.partnerships.byKey(key));
    if (found === null) throw new Error(`No partnership ${key}`);
    return found;
  };
  const idOf = async (key: string, contact: string) => {
    const { id } = await partnership(key);
    const isIt = and(eq(contacts.partnershipId, id), eq(contacts.key, contact));
    const [row] = await database.select({ id: contacts.id }).from(contacts).where(isIt);
    if (row === undefined) throw new Error(`No contact ${contact} in ${key}`);
    return row.id;
  };
  return {
    ...{ database, clock, transact, board, host, needs, partnership, idOf },
    close: () => open.close(),
    /** What somebody who came by a magic link sees. */
    show: (path: string, contactId: string, query: Record<string, string> = {}): Promise<PageResult> =>
      host.page(path, query, by(contactId)),
    /** Runs an action as this contact's own tap in the browser. */
    tap: (contactId: string, action: { name: string; args: Readonly<Record<string, string>> }) =>
      inbound.interact({
        eventId: ids.next(),
        account: { platform: "web", id: contactId },
        conversation: contactId as never,
        action,
        fields: {},
      }),
    /** Opens this week's round; whoever has started is invited. */
    openRound: async (key: string) => openRound(needs, { partnershipId: (await partnership(key)).id }),
    retire: (key: string) =>
      database.update(partnerships).set({ deactivatedAt: clock.at }).where(eq(partnerships.key, key)),
  };
}

/** A session that a magic link opened. */
export function by(...contactIds: readonly string[]): Viewer {
  return { contactIds, scope: { kind: "pages" } };
}

/** The page behind a result; anything else fails the test. */
export function pageOf(result: PageResult): Page {
  if (result.kind !== "page") throw new Error(`Expected a page, got ${JSON.stringify(result)}`);
  return result.page;
}

/** Every word that a page shows or carries, to look for what must not be there. */
export function allText(result: PageResult): string {
  return JSON.stringify(pageOf(result));
}

/** The actions of a page's buttons with this label. */
export function actionsOf(result: PageResult, label: string) {
  return pageOf(result)
    .sections.flatMap(({ nodes }) => nodes)
    .flatMap((node) => (node.kind === "buttons" ? node.buttons : []))
    .filter((button) => button.label === label)
    .map(({ action }) => action);
}
