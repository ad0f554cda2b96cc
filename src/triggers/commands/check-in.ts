import { checkInCard } from "../../check-ins/check-in-card.ts";
import { introductionCard } from "../../check-ins/introduction.ts";
import { nextToAnswer } from "../../check-ins/next-to-answer.ts";
import { settingsInChat } from "../../check-ins/settings-card.ts";
import { type Contact, takesPart } from "../../partnerships/contact.ts";
import type { Reply } from "../../ports/chat-adapter.ts";
import { noteCard } from "../note-card.ts";
import type { Person } from "../person.ts";
import type { ChatCommand, CommandNeeds } from "./chat-command.ts";

/** Shows the open check-in, or what stands in its way. */
export const checkInCommand: ChatCommand = {
  name: "checkin",
  usage: "checkin",
  help: "command.help.checkin",
  needsContact: true,
  run: async (needs, person, _rest, words) => {
    const contactIds = person.contacts.map(({ id }) => id);
    const next = await needs.transact(({ invitations }) =>
      nextToAnswer(invitations, contactIds, needs.clock.now()),
    );
    if (next === null || next.isAnswered) {
      const isNew = (contact: Contact) => contact.consentedAt === null && contact.declinedAt === null;
      const contacts = next === null ? person.contacts : person.contacts.filter(isNew);
      const first = await introductionFirst(needs, { ...person, contacts });
      if (first !== null) return first;
    }
    if (next === null) return { outcome: "done", say: noteCard(words, "checkIn.none") };
    return { outcome: "done", say: checkInCard({ bank: needs.bank, words }, next.detail), lasting: true };
  },
};

async function introductionFirst(needs: CommandNeeds, { contacts }: Person): Promise<Reply | null> {
  const contact = contacts.find((one) => !takesPart(one));
  if (contact === undefined) return null;
  const words = needs.wordsFor(contact.language);
  if (contact.pausedAt !== null) return { outcome: "done", say: await settingsInChat(needs, words, contact) };
  const partnership = await needs.transact(({ partnerships }) => partnerships.get(contact.partnershipId));
  return partnership === null
    ? null
    : { outcome: "done", say: introductionCard(words, contact, partnership), lasting: true };
}
