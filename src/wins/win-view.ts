import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import type { Win } from "./win.ts";
import type { WinStore } from "./win-store.ts";

/** A win with everything that its cards show. */
export interface WinView {
  readonly win: Win;
  readonly partnership: Partnership;
  readonly author: Contact;
  /** Who confirmed it; null until then. */
  readonly confirmer: Contact | null;
}

export interface WinViewStores {
  readonly wins: Pick<WinStore, "get">;
  readonly contacts: Pick<ContactStore, "get" | "many">;
  readonly partnerships: Pick<PartnershipStore, "get">;
}

/** Reads it as it stands; null when there is none. */
export async function viewWin(
  { wins, contacts, partnerships }: WinViewStores,
  winId: string,
): Promise<WinView | null> {
  const win = await wins.get(winId);
  if (win === null) return null;
  const partnership = await partnerships.get(win.partnershipId);
  const author = await contacts.get(win.sharedBy);
  const confirmer = win.confirmedBy === null ? null : await contacts.get(win.confirmedBy);
  return partnership === null || author === null ? null : { win, partnership, author, confirmer };
}
