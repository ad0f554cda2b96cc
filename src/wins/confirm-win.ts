import type { Temporal } from "temporal-polyfill";
import type { MessageStore } from "../messages/message-store.ts";
import { sendSoon } from "../messages/send-soon.ts";
import { entitled } from "../partnerships/access.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { AuditLog } from "../partnerships/contact-store.ts";
import type { Clock } from "../ports/clock.ts";
import { isId } from "../ports/ids.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Transact } from "../ports/transaction.ts";
import { jointPost, newsToAuthor } from "./win-message.ts";
import type { WinStore } from "./win-store.ts";
import { viewWin, type WinView, type WinViewStores } from "./win-view.ts";

interface ConfirmWinStores extends WinViewStores {
  readonly wins: WinStore;
  readonly messages: Pick<MessageStore, "add">;
  readonly audit: AuditLog;
  readonly jobs: JobQueue;
}

/** Which win a steward is asked about; the id comes from a card and is not trusted. */
interface StewardRequest {
  readonly contactIds: readonly string[];
  readonly winId: string;
}

/** `refused`: there is no such thing, or it is not for this person to confirm. */
type StewardOutcome =
  | { readonly kind: "found"; readonly view: WinView; readonly steward: Contact }
  | { readonly kind: "refused" };

/** A win for the other side's steward. */
export async function findWin(
  needs: { readonly transact: Transact<WinViewStores> },
  request: StewardRequest,
): Promise<StewardOutcome> {
  return needs.transact((stores) => find(stores, request));
}

/**
 * The other side's steward says that a win is one (`yes`: it counts, its author hears of it, and where the author agreed
 * the joint conversation sees it), or not quite: then only the author hears of it, and it may still be confirmed.
 */
export async function confirmWin(
  needs: { readonly clock: Clock; readonly transact: Transact<ConfirmWinStores> },
  request: StewardRequest & { readonly answer: "yes" | "not-quite" },
): Promise<StewardOutcome> {
  const now = needs.clock.now();
  return needs.transact(async (stores) => {
    const found = await find(stores, request);
    if (found.kind === "refused" || found.view.win.confirmedAt !== null) return found;
    if (request.answer === "yes") await confirm(stores, found, now);
    else await decline(stores, found, now);
    await sendSoon(stores.jobs);
    return find(stores, request);
  });
}

type Found = Extract<StewardOutcome, { kind: "found" }>;

async function confirm(
  { wins, messages, audit }: ConfirmWinStores,
  { view: { win, partnership }, steward }: Found,
  now: Temporal.Instant,
): Promise<void> {
  if (!(await wins.confirm(win.id, steward.id, now))) return;
  const { joint } = partnership.posts;
  const post = win.mayPost && joint !== null ? [jointPost(win, joint, now)] : [];
  await messages.add([newsToAuthor(win, "confirmed", now), ...post]);
  await audit.add(
    { partnershipId: partnership.id, actor: steward.id, action: "win.confirmed", subject: win.id },
    now,
  );
}

async function decline(
  { messages, audit }: ConfirmWinStores,
  { view: { win, partnership }, steward }: Found,
  now: Temporal.Instant,
): Promise<void> {
  const isFirst = (await messages.add([newsToAuthor(win, "not-quite", now)])) > 0;
  if (!isFirst) return;
  await audit.add(
    { partnershipId: partnership.id, actor: steward.id, action: "win.not-confirmed", subject: win.id },
    now,
  );
}

async function find(stores: WinViewStores, request: StewardRequest): Promise<StewardOutcome> {
  const view = isId(request.winId) ? await viewWin(stores, request.winId) : null;
  // Nobody confirms a win of their own, whoever else they are.
  if (view === null || request.contactIds.includes(view.author.id)) return { kind: "refused" };
  const holders = await stores.contacts.many(request.contactIds);
  const subject = { partnershipId: view.partnership.id, side: view.win.side };
  const steward = entitled(holders, "confirm win", subject);
  return steward === null ? { kind: "refused" } : { kind: "found", view, steward };
}
