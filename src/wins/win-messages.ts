import type { Temporal } from "temporal-polyfill";
import type { Message } from "../messages/message.ts";
import type { Departing, Drawn, MessageKind } from "../messages/message-kind.ts";
import type { MessageStore } from "../messages/message-store.ts";
import { type Contact, takesNews } from "../partnerships/contact.ts";
import { momentToWrite } from "../partnerships/moment-to-write.ts";
import type { Words, WordsFor } from "../ports/words.ts";
import { winCard, winNewsCard, winNotice, winPostCard } from "./win-card.ts";
import { newsKey, newsToAuthor, type WinNews, winNews } from "./win-message.ts";
import { viewWin, type WinView, type WinViewStores } from "./win-view.ts";

interface WinMessageStores extends WinViewStores {
  readonly messages: Pick<MessageStore, "add">;
}

interface WinMessageNeeds {
  readonly wordsFor: WordsFor;
  /** Whether nights, weekends and holidays hold messages back. */
  readonly quietHours: boolean;
}

/** A win on its way to the other side's steward, and what its author hears of it. */
export function winMessages<Stores extends WinMessageStores>(needs: WinMessageNeeds): MessageKind<Stores> {
  return {
    async draw(messages, now, stores) {
      const drawn = new Map<string, Drawn>();
      for (const message of messages) {
        const view = await viewWin(stores, message.subjectId ?? "");
        const reader = await stores.contacts.get(message.contactId ?? "");
        if (view === null || reader === null) drawn.set(message.id, { kind: "cancel", code: "gone" });
        else drawn.set(message.id, await drawFor({ needs, stores, now }, { message, view, reader }));
      }
      return drawn;
    },
    async onFailed(messages, now, stores) {
      for (const message of messages) {
        const view = await viewWin(stores, message.subjectId ?? "");
        if (view !== null && newsOf(message, view) === null) await tellUnreached(stores, view, now);
      }
    },
  };
}

/** The post of a confirmed win to the joint conversation, in the installation's own language. */
export function winPosts<Stores extends WinViewStores>(words: Words): MessageKind<Stores> {
  return {
    async draw(messages, _now, stores) {
      const drawn = new Map<string, Drawn>();
      for (const { id, subjectId } of messages) {
        const view = await viewWin(stores, subjectId ?? "");
        const isStanding = view !== null && view.win.confirmedAt !== null && view.win.mayPost;
        drawn.set(
          id,
          isStanding ? { kind: "card", card: winPostCard(words, view) } : { kind: "cancel", code: "gone" },
        );
      }
      return drawn;
    },
  };
}

interface DrawNeeds {
  readonly needs: WinMessageNeeds;
  readonly stores: WinMessageStores;
  readonly now: Temporal.Instant;
}

interface Subject {
  readonly message: Departing;
  readonly view: WinView;
  readonly reader: Contact;
}

async function drawFor({ needs, stores, now }: DrawNeeds, subject: Subject): Promise<Drawn> {
  const { message, view, reader } = subject;
  const news = newsOf(message, view);
  const isSteward = reader.duties.includes("steward");
  if (!takesNews(reader) || (news === null && !isSteward)) {
    if (news === null) await tellUnreached(stores, view, now);
    return { kind: "cancel", code: "not-wanted" };
  }
  const isConfirmed = view.win.confirmedAt !== null;
  if (isConfirmed && news !== "confirmed") return { kind: "cancel", code: "confirmed" };
  const until = momentToWrite(now, reader, view.partnership, needs.quietHours);
  if (until.epochMilliseconds > now.epochMilliseconds) return { kind: "postpone", until };
  return news === null ? drawAsk(subject, needs.wordsFor) : drawNews(subject, needs.wordsFor, news);
}

function drawAsk({ message, view, reader }: Subject, wordsFor: WordsFor): Drawn {
  if (message.surface === "notice") {
    const card = winNotice(wordsFor("en"), view);
    return { kind: "card", card, shareKey: `win:${view.win.id}` };
  }
  const words = wordsFor(reader.language);
  if (message.surface === "prompt") return { kind: "card", card: winNotice(words, view) };
  const standing = message.surface === "private" ? "asked" : "cannot-tap";
  return { kind: "card", card: winCard(words, view, reader, standing) };
}

function drawNews({ message, view, reader }: Subject, wordsFor: WordsFor, news: WinNews): Drawn {
  if (message.surface === "notice") return { kind: "cancel", code: "public" };
  return { kind: "card", card: winNewsCard(wordsFor(reader.language), view, news) };
}

/** Which news to the author a message is; null for the question to the steward. */
function newsOf({ key }: Pick<Message, "key">, { win }: WinView): WinNews | null {
  return winNews.find((news) => key === newsKey(win.id, news)) ?? null;
}

async function tellUnreached(
  { messages }: WinMessageStores,
  { win }: WinView,
  now: Temporal.Instant,
): Promise<void> {
  await messages.add([newsToAuthor(win, "unreached", now)]);
}
