import type { Temporal } from "temporal-polyfill";
import type { Message } from "../messages/message.ts";
import type { Departing, Drawn, MessageKind } from "../messages/message-kind.ts";
import type { MessageStore } from "../messages/message-store.ts";
import { type Contact, takesNews } from "../partnerships/contact.ts";
import { momentToWrite } from "../partnerships/moment-to-write.ts";
import { type Side, sides } from "../partnerships/partnership.ts";
import type { Card } from "../ports/card.ts";
import type { WordsFor } from "../ports/words.ts";
import { escalationCard, escalationNotice, unreachedCard } from "./escalation-card.ts";
import { type EscalationView, type EscalationViewStores, viewEscalation } from "./escalation-view.ts";
import { messageAbout, unreachedKey } from "./raise.ts";

interface EscalationMessageStores extends EscalationViewStores {
  readonly messages: Pick<MessageStore, "add">;
}

/**
 * A raised problem on its way to a steward, and the note to its author when that failed. It goes out at any hour, but
 * waits for those who said that they are away.
 */
export function escalationMessages<Stores extends EscalationMessageStores>(
  wordsFor: WordsFor,
): MessageKind<Stores> {
  return {
    async draw(messages, now, stores) {
      const drawn = new Map<string, Drawn>();
      for (const message of messages) {
        const view = await viewEscalation(stores, message.subjectId ?? "");
        const reader = await stores.contacts.get(message.contactId ?? "");
        if (view === null || reader === null || reader.deactivatedAt !== null)
          drawn.set(message.id, { kind: "cancel", code: "gone" });
        else drawn.set(message.id, await drawFor({ wordsFor, stores, now }, { message, view, reader }));
      }
      return drawn;
    },
    async onFailed(messages, now, stores) {
      for (const message of messages) {
        const view = await viewEscalation(stores, message.subjectId ?? "");
        if (view !== null && unreachedSide(message, view) === null)
          await tellAuthor(stores, view, message.contactId, now);
      }
    },
  };
}

interface DrawNeeds {
  readonly wordsFor: WordsFor;
  readonly stores: EscalationMessageStores;
  readonly now: Temporal.Instant;
}

interface Subject {
  readonly message: Departing;
  readonly view: EscalationView;
  readonly reader: Contact;
}

async function drawFor(needs: DrawNeeds, subject: Subject): Promise<Drawn> {
  const { message, view, reader } = subject;
  const { partnership } = view;
  const words = needs.wordsFor(reader.language);
  const side = unreachedSide(message, view);
  if (side !== null) {
    if (message.surface === "notice") return { kind: "cancel", code: "public" };
    const about = { partnership: partnership.name, side: partnership.sides[side].label };
    return { kind: "card", card: unreachedCard(words, about) };
  }
  if (!takesNews(reader) || !reader.duties.includes("steward")) {
    await tellAuthor(needs.stores, view, reader.id, needs.now);
    return { kind: "cancel", code: "not-wanted" };
  }
  const until = momentToWrite(needs.now, reader, partnership, false);
  if (until.epochMilliseconds > needs.now.epochMilliseconds) return { kind: "postpone", until };
  if (message.surface === "notice") {
    const card = escalationNotice(needs.wordsFor("en"), view);
    return { kind: "card", card, shareKey: `escalation:${view.escalation.id}` };
  }
  return { kind: "card", card: cardFor(subject, needs.wordsFor) };
}

function cardFor({ message, view, reader }: Subject, wordsFor: WordsFor): Card {
  const words = wordsFor(reader.language);
  if (message.surface === "prompt") return escalationNotice(words, view);
  return escalationCard(words, view, reader, message.surface === "private");
}

/** The side that a note to the author is about; null for a message to a steward. */
function unreachedSide({ key }: Pick<Message, "key">, { escalation }: EscalationView): Side | null {
  return sides.find((side) => key === unreachedKey(escalation.id, side)) ?? null;
}

async function tellAuthor(
  { contacts, messages }: EscalationMessageStores,
  { escalation }: EscalationView,
  stewardId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  const steward = await contacts.get(stewardId ?? "");
  if (steward === null) return;
  const key = unreachedKey(escalation.id, steward.side);
  await messages.add([messageAbout(escalation, key, escalation.raisedBy, now)]);
}
