import { checkInCard } from "../../check-ins/check-in-card.ts";
import { introductionCard } from "../../check-ins/introduction.ts";
import { settingsInChat } from "../../check-ins/settings-card.ts";
import { takesPart } from "../../partnerships/contact.ts";
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
    const now = needs.clock.now();
    const detail = await needs.transact(async ({ invitations }) => {
      const [open] = await invitations.openOf(contactIds, now);
      return open === undefined ? null : invitations.detail(open.id);
    });
    if (detail !== null)
      return { outcome: "done", say: checkInCard({ bank: needs.bank, words }, detail), lasting: true };
    return (
      (await introductionFirst(needs, person)) ?? { outcome: "done", say: noteCard(words, "checkIn.none") }
    );
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
