import type { NewMessage } from "../messages/message.ts";
import type { Win } from "./win.ts";

/** What the author of a win may hear of it later, each at most once. */
export const winNews = ["confirmed", "not-quite", "unreached"] as const;
export type WinNews = (typeof winNews)[number];

/** The other side's steward is asked to confirm it. */
export function askToConfirm(win: Win, stewardId: string, dueAt: NewMessage["dueAt"]): NewMessage {
  return about(win, { key: `win:${win.id}`, purpose: "win", contactId: stewardId, post: null, dueAt });
}

/** Key of a piece of news to the author. */
export function newsKey(winId: string, news: WinNews): string {
  return `win:${winId}:${news}`;
}

/** News to the author. */
export function newsToAuthor(win: Win, news: WinNews, dueAt: NewMessage["dueAt"]): NewMessage {
  const key = newsKey(win.id, news);
  return about(win, { key, purpose: "win", contactId: win.sharedBy, post: null, dueAt });
}

/** The post that both sides read. */
export function jointPost(win: Win, post: string, dueAt: NewMessage["dueAt"]): NewMessage {
  return about(win, { key: `win-post:${win.id}`, purpose: "win-post", contactId: null, post, dueAt });
}

function about(
  { id, partnershipId }: Win,
  message: Pick<NewMessage, "key" | "purpose" | "contactId" | "post" | "dueAt">,
): NewMessage {
  return { ...message, partnershipId, subjectId: id, expiresAt: null };
}
