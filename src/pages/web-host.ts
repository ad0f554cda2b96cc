import type { Viewer, WebHost } from "../ports/page.ts";
import { digestsPage } from "./digests-page.ts";
import { conversationOf, doorEntries } from "./door-entries.ts";
import { refusedFor } from "./frame.ts";
import { helpPage } from "./help-page.ts";
import { historyPage } from "./history-page.ts";
import type { MakePage } from "./make-page.ts";
import { openCheckInCard } from "./open-check-in-card.ts";
import type { PageNeeds } from "./page-needs.ts";
import { peoplePage } from "./people-page.ts";
import { postsPage } from "./posts-page.ts";
import { findReader } from "./reader.ts";
import { mayRun, opensPath } from "./session-reach.ts";
import { settingsPage } from "./settings-page.ts";
import { statusPage } from "./status-page.ts";
import { welcomePage } from "./welcome-page.ts";

/** Pages for people of the roster, by path. */
const pages: ReadonlyMap<string, MakePage> = new Map([
  ["/status", statusPage],
  ["/people", peoplePage],
  ["/history", historyPage],
  ["/digests", digestsPage],
  ["/posts", postsPage],
  ["/welcome", welcomePage],
  ["/settings", settingsPage],
]);

/** The core as the browser's server sees it. A check-in session reads nothing but the help (DESIGN, access). */
export function createWebHost(needs: PageNeeds): WebHost {
  return {
    doorEntries: () => doorEntries(needs),
    conversationOf: (contactId) => conversationOf(needs, contactId),
    page: (path, query, viewer) => showPage(needs, path, query, viewer),
    checkInCard: (invitationId, since, after) => openCheckInCard(needs, invitationId, since, after),
    mayRun: ({ scope }, action) => mayRun(scope, action),
  };
}

async function showPage(
  needs: PageNeeds,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  viewer: Viewer,
): ReturnType<WebHost["page"]> {
  const make = path === "/help" ? helpPage : pages.get(path);
  if (make === undefined) return { kind: "not-found" };
  const reader = await findReader(needs, viewer);
  if (path === "/help") return make(needs, reader, query);
  if (viewer.scope.kind === "check-in") return refusedFor(reader, "pages.refused.checkIn");
  if (!opensPath(viewer.scope, path)) {
    const key = viewer.scope.kind === "pages" && viewer.scope.byOperator ? "operator" : "handedOver";
    return refusedFor(reader, `pages.refused.${key}`);
  }
  if (reader.contacts.length === 0) return refusedFor(reader, "pages.refused.nobody");
  return make(needs, reader, query);
}
