import type { MessageStore } from "../messages/message-store.ts";
import { sendSoon } from "../messages/send-soon.ts";
import type { AuditLog, ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import { ownPlaces, type Place } from "../partnerships/own-places.ts";
import { otherSide } from "../partnerships/partnership.ts";
import { peopleText } from "../partnerships/people-text.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";
import { longestWin, type Win, winKinds } from "./win.ts";
import { askToConfirm } from "./win-message.ts";
import type { WinStore } from "./win-store.ts";

interface ShareWinStores {
  readonly contacts: Pick<ContactStore, "many" | "activeOf">;
  readonly partnerships: Pick<PartnershipStore, "many">;
  readonly wins: Pick<WinStore, "add">;
  readonly messages: Pick<MessageStore, "add">;
  readonly audit: AuditLog;
  readonly jobs: JobQueue;
}

/** What came in; nothing in it is trusted but that the person is these contacts. */
export interface ShareWinRequest {
  readonly eventId: string;
  readonly contactIds: readonly string[];
  readonly partnershipId: string;
  readonly kind: string;
  readonly text: string;
  /** Only "yes" lets the joint conversation see it: the author is asked before posting. */
  readonly mayPost: string;
}

export type ShareWinOutcome =
  | { readonly kind: "shared"; readonly win: Win; readonly place: Place }
  | { readonly kind: "refused"; readonly code: "empty" | "no-kind" | "no-partnership" };

/**
 * Shares a win or thanks with its author's name and asks the other side's steward to confirm it; only then it counts.
 * The same event shares once; its repetition changes nothing.
 */
export async function shareWin(
  needs: { readonly clock: Clock; readonly ids: Ids; readonly transact: Transact<ShareWinStores> },
  request: ShareWinRequest,
): Promise<ShareWinOutcome> {
  const text = peopleText(request.text, longestWin);
  const kind = winKinds.find((known) => known === request.kind);
  if (text === null) return { kind: "refused", code: "empty" };
  if (kind === undefined) return { kind: "refused", code: "no-kind" };
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const places = await ownPlaces(stores, { contactIds: request.contactIds, act: "share win", now });
    const place = places.find(({ partnership }) => partnership.id === request.partnershipId);
    if (place === undefined) return { kind: "refused", code: "no-partnership" };
    const { author, partnership, stewards } = place;
    const { win, isNew } = await stores.wins.add({
      id: needs.ids.next(),
      partnershipId: partnership.id,
      side: author.side,
      sharedBy: author.id,
      kind,
      text,
      mayPost: request.mayPost === "yes",
      sharedAt: now,
      confirmedBy: null,
      confirmedAt: null,
      eventId: request.eventId,
    });
    // An event of somebody else, or of another partnership, tells nothing about what it shared.
    if (win.sharedBy !== author.id) return { kind: "refused", code: "no-partnership" };
    if (!isNew) return { kind: "shared", win, place };
    const { reach, steward } = stewards[otherSide(author.side)];
    if (reach === "now" || reach === "later") await stores.messages.add([askToConfirm(win, steward.id, now)]);
    const entry = { partnershipId: partnership.id, actor: author.id, action: "win.shared", subject: win.id };
    await stores.audit.add({ ...entry, details: { kind, mayPost: win.mayPost } }, now);
    await sendSoon(stores.jobs);
    return { kind: "shared", win, place };
  });
}
