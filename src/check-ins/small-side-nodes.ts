import type { Contact } from "../partnerships/contact.ts";
import type { ContactStore } from "../partnerships/contact-store.ts";
import type { CardNode } from "../ports/card.ts";
import type { Words } from "../ports/words.ts";

/** How many people are on a contact's side of their partnership now; who said no does not count. */
export async function sideSizeOf(
  { partnershipId, side }: Contact,
  contacts: Pick<ContactStore, "activeOf">,
): Promise<number> {
  const listed = await contacts.activeOf(partnershipId);
  return listed.filter((one) => one.side === side && one.declinedAt === null).length;
}

/**
 * Asks one contact for consent to a small side's band, and lets them take it back (MEASUREMENT 3.4). Empty unless the
 * side has three or four people. The buttons name the contact: who is several people answers for each alone.
 */
export function smallSideNodes(
  words: Words,
  { id }: Pick<Contact, "id">,
  count: number,
): readonly CardNode[] {
  if (count !== 3 && count !== 4) return [];
  const button = (label: string, answer: string) => ({
    label: words.say(label),
    action: { name: "small-side", args: { contact: id, answer } },
  });
  return [
    { kind: "text", text: words.say("introduction.smallSide", { count }) },
    {
      kind: "buttons",
      buttons: [button("introduction.agree", "yes"), button("introduction.disagree", "no")],
    },
  ];
}

/** As above, with what the contact has said so far. */
export function smallSideChoice(words: Words, contact: Contact, count: number): readonly CardNode[] {
  const [question, ...buttons] = smallSideNodes(words, contact, count);
  if (question === undefined) return [];
  const key = contact.smallSideConsentAt === null ? "pages.settings.notAgreed" : "pages.settings.agreed";
  return [question, { kind: "text", text: words.say(key), tone: "quiet" }, ...buttons];
}
