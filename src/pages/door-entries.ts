import type { Contact } from "../partnerships/contact.ts";
import { sides } from "../partnerships/partnership.ts";
import { sayMoment } from "../partnerships/say-date.ts";
import { isId } from "../ports/ids.ts";
import type { ContactConversation, DoorEntry } from "../ports/page.ts";
import type { Words } from "../ports/words.ts";
import { navigationOf } from "./frame.ts";
import type { PageNeeds } from "./page-needs.ts";

/** Everybody on the roster by partnership and side, for the open local door. */
export async function doorEntries({ transact, wordsFor }: PageNeeds): Promise<readonly DoorEntry[]> {
  const words = wordsFor("en");
  return transact(async ({ partnerships, contacts }) => {
    const entries: DoorEntry[] = [];
    for (const { id, key, name, sides: settings } of await partnerships.active()) {
      const listed = await contacts.activeOf(id);
      for (const side of sides) {
        for (const contact of listed.filter((one) => one.side === side)) {
          entries.push({
            contactId: contact.id,
            name: contact.name,
            organisation: contact.organisation,
            sideLabel: settings[side].label,
            partnership: { key, name },
            role: sayRole(contact, words),
          });
        }
      }
    }
    return entries;
  });
}

/** A contact's conversation, whose id is the contact's own; null for nobody on the roster. */
export async function conversationOf(
  { transact, wordsFor }: PageNeeds,
  contactId: string,
): Promise<ContactConversation | null> {
  if (!isId(contactId)) return null;
  return transact(async ({ contacts, partnerships }) => {
    const contact = await contacts.get(contactId);
    const partnership = contact === null ? null : await partnerships.get(contact.partnershipId);
    if (contact === null || contact.deactivatedAt !== null) return null;
    if (partnership === null || partnership.deactivatedAt !== null) return null;
    const { name, timeZone, language } = contact;
    return {
      conversation: contact.id,
      name,
      partnership: partnership.name,
      navigation: navigationOf({ contacts: [contact], words: wordsFor(language) }),
      sayMoment: (moment) => sayMoment(moment, timeZone, language),
    };
  });
}

/** A contact's role with what they answer for: "manager, steward". */
export function sayRole({ role, duties }: Pick<Contact, "role" | "duties">, words: Words): string {
  const named = words.say(`pages.role.${role.replaceAll(" ", "-")}`);
  return [named, ...duties.map((duty) => words.say(`pages.duty.${duty}`))].join(", ");
}
