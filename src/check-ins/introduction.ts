import type { Departing, Drawn, MessageKind } from "../messages/message-kind.ts";
import type { MessageStore } from "../messages/message-store.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import type { LinkStore } from "../partnerships/identity-store.ts";
import { momentToWrite } from "../partnerships/moment-to-write.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { retriedSince } from "../partnerships/route.ts";
import type { Card } from "../ports/card.ts";
import type { Clock } from "../ports/clock.ts";
import type { Transact } from "../ports/transaction.ts";
import type { Words, WordsFor } from "../ports/words.ts";
import { noticeCard } from "./notice-card.ts";

interface IntroductionStores {
  readonly contacts: ContactStore;
  readonly partnerships: PartnershipStore;
  readonly messages: MessageStore;
}

/** Queues the introduction of everybody on the roster who has had none; nobody gets it twice. */
export async function introduceContacts(needs: {
  readonly clock: Clock;
  readonly transact: Transact<IntroductionStores>;
}): Promise<{ readonly queued: number }> {
  const now = needs.clock.now();
  return needs.transact(async ({ contacts, messages }) => {
    const waiting = await contacts.awaitingIntroduction(now, retriedSince(now));
    const queued = await messages.add(
      waiting.map((contact) => ({
        key: `introduction:${contact.id}`,
        purpose: "introduction",
        partnershipId: contact.partnershipId,
        contactId: contact.id,
        post: null,
        subjectId: contact.id,
        dueAt: now,
        expiresAt: null,
      })),
    );
    return { queued };
  });
}

/** The first message to a contact: consent before any question (CONVENTIONS). */
export function introductionMessages<Stores extends IntroductionStores & LinkMaking>(
  wordsFor: WordsFor,
  quietHours: boolean,
): MessageKind<Stores> {
  return {
    async draw(messages, now, stores) {
      const contacts = await contactsOf(messages, stores.contacts);
      const partnerships = await partnershipsOf(messages, stores.partnerships);
      const drawn = new Map<string, Drawn>();
      for (const message of messages) {
        const contact = contacts.get(message.contactId ?? "");
        const partnership = partnerships.get(message.partnershipId);
        if (contact === undefined || partnership === undefined || !isWaiting(contact)) {
          drawn.set(message.id, { kind: "cancel", code: "not-waiting" });
          continue;
        }
        const until = momentToWrite(now, contact, partnership, quietHours);
        if (until.epochMilliseconds > now.epochMilliseconds) {
          drawn.set(message.id, { kind: "postpone", until });
        } else if (message.surface === "prompt" || message.surface === "notice") {
          const isShared = message.surface === "notice";
          const words = wordsFor(isShared ? "en" : contact.language);
          const card = noticeCard(words, "introduction", partnership);
          // Who comes later is told of on their own day.
          const day = now.toZonedDateTimeISO(partnership.timeZone).toPlainDate();
          const shared = isShared ? { shareKey: `introduction:${partnership.id}:${day}` } : {};
          drawn.set(message.id, { kind: "card", card, ...shared });
        } else if (message.surface === "private") {
          drawn.set(message.id, {
            kind: "card",
            card: introductionCard(wordsFor(contact.language), contact, partnership),
          });
        } else {
          const expiresAt = now.add({ hours: 14 * 24 });
          const path = await stores.links.makeForPages({
            contactId: contact.id,
            path: "/welcome",
            expiresAt,
          });
          const card = introductionCard(wordsFor(contact.language), contact, partnership);
          drawn.set(message.id, { kind: "card", card: withLink(card, wordsFor(contact.language), path) });
        }
      }
      return drawn;
    },
    async onSent(messages, now, { contacts }) {
      for (const { contactId } of messages)
        if (contactId !== null) await contacts.change(contactId, { introducedAt: now });
    },
  };
}

interface LinkMaking {
  readonly links: Pick<LinkStore, "makeForPages">;
}

/** Who asked, why, how long, who sees what, how to stop: 60 words at most, then Start, Not me, Another time. */
export function introductionCard(words: Words, contact: Contact, partnership: Partnership): Card {
  const steward = partnership.sides[contact.side].steward;
  const values = {
    name: contact.name,
    partnership: partnership.name,
    host: partnership.host,
    side: partnership.sides[contact.side].label,
  };
  const args = { contact: contact.id };
  return {
    summary: words.say("introduction.summary", values),
    nodes: [
      { kind: "heading", text: words.say("introduction.title", values) },
      {
        kind: "text",
        text: words.say(steward === contact.key ? "introduction.steward" : "introduction.text", values),
      },
      { kind: "text", text: words.say("introduction.privacy", values), tone: "quiet" },
      {
        kind: "buttons",
        buttons: [
          {
            label: words.say("introduction.start"),
            action: { name: "introduction", args: { ...args, answer: "start" } },
            style: "primary",
          },
          {
            label: words.say("introduction.later"),
            action: { name: "introduction", args: { ...args, answer: "later" } },
          },
          {
            label: words.say("introduction.notMe"),
            action: { name: "introduction", args: { ...args, answer: "not-me" } },
          },
        ],
      },
    ],
  };
}

function isWaiting(contact: Contact): boolean {
  return contact.consentedAt === null && contact.declinedAt === null && contact.deactivatedAt === null;
}

function withLink(card: Card, words: Words, path: string): Card {
  const told = card.nodes.filter((node) => node.kind !== "buttons");
  return {
    ...card,
    nodes: [
      ...told,
      { kind: "link", label: words.say("introduction.open"), path },
      { kind: "text", text: words.say("link.personal"), tone: "quiet" },
    ],
  };
}

async function contactsOf(
  messages: readonly Departing[],
  store: ContactStore,
): Promise<ReadonlyMap<string, Contact>> {
  const ids = messages.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]));
  return new Map((await store.many([...new Set(ids)])).map((contact) => [contact.id, contact]));
}

async function partnershipsOf(
  messages: readonly Departing[],
  store: PartnershipStore,
): Promise<ReadonlyMap<string, Partnership>> {
  const ids = [...new Set(messages.map(({ partnershipId }) => partnershipId))];
  return new Map((await store.many(ids)).map((partnership) => [partnership.id, partnership]));
}
