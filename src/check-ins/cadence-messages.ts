import type { Drawn, MessageKind } from "../messages/message-kind.ts";
import { cadences, takesPart } from "../partnerships/contact.ts";
import type { ContactStore, PartnershipStore } from "../partnerships/contact-store.ts";
import { momentToWrite } from "../partnerships/moment-to-write.ts";
import type { Card } from "../ports/card.ts";
import type { Words, WordsFor } from "../ports/words.ts";

interface CadenceStores {
  readonly contacts: ContactStore;
  readonly partnerships: PartnershipStore;
}

/** "You skipped two: which rhythm suits you?" (MEASUREMENT 3.1, back-off); only where the answer is the person's own affair. */
export function cadenceMessages<Stores extends CadenceStores>(
  wordsFor: WordsFor,
  quietHours: boolean,
): MessageKind<Stores> {
  return {
    async draw(messages, now, { contacts, partnerships }) {
      const drawn = new Map<string, Drawn>();
      for (const message of messages) {
        const contact = await contacts.get(message.contactId ?? "");
        const partnership = await partnerships.get(message.partnershipId);
        const isWanted =
          contact !== null && partnership !== null && takesPart(contact) && message.surface === "private";
        if (!isWanted || contact === null || partnership === null)
          drawn.set(message.id, { kind: "cancel", code: "not-wanted" });
        else if (
          momentToWrite(now, contact, partnership, quietHours).epochMilliseconds > now.epochMilliseconds
        )
          drawn.set(message.id, {
            kind: "postpone",
            until: momentToWrite(now, contact, partnership, quietHours),
          });
        else {
          const words = wordsFor(contact.language);
          const card = cadenceCard(words, words.say("cadence.text", { partnership: partnership.name }));
          drawn.set(message.id, {
            kind: "card",
            card: { ...card, summary: words.say("cadence.summary", { partnership: partnership.name }) },
          });
        }
      }
      return drawn;
    },
    onSent: (messages, now, { contacts }) =>
      contacts.noteCadenceAsked(
        messages.flatMap(({ contactId }) => (contactId === null ? [] : [contactId])),
        now,
      ),
  };
}

/** The three rhythms as taps under a question. */
export function cadenceCard(words: Words, text: string): Card {
  return {
    summary: text.slice(0, 150),
    nodes: [
      { kind: "text", text },
      {
        kind: "buttons",
        buttons: cadences.map((cadence) => ({
          label: words.say(`cadence.${cadence.replaceAll(" ", "-")}`),
          action: { name: "cadence", args: { cadence } },
        })),
      },
    ],
  };
}
