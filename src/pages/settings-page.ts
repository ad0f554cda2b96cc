import { settingsCard } from "../check-ins/settings-card.ts";
import { sideSizeOf, smallSideChoice } from "../check-ins/small-side-nodes.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { Section } from "../ports/page.ts";
import { choices, framed } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { PageNeeds } from "./page-needs.ts";
import { contactIn, type Reader } from "./reader.ts";

/** The reader's own settings in one partnership, with the consent that a small side needs. */
export const settingsPage: MakePage = async (needs, reader, query) => {
  const contact = contactIn(reader, query.partnership);
  if (contact === null) return { kind: "not-found" };
  const { words } = reader;
  return framed(reader, {
    title: words.say("settings.title"),
    path: "/settings",
    actor: contact.id,
    sections: [
      // The page's own title says what the card's first line would.
      { framed: true, nodes: settingsCard(words, contact).nodes.filter(({ kind }) => kind !== "heading") },
      ...(await smallSide(needs, contact, reader)),
      ...choices(reader, "/settings"),
    ],
  });
};

/** Sides of three or four show a band only while each person agrees, and may take it back (MEASUREMENT 3.4). */
async function smallSide(needs: PageNeeds, contact: Contact, { words }: Reader): Promise<readonly Section[]> {
  const count = await needs.transact(({ contacts }) => sideSizeOf(contact, contacts));
  const nodes = smallSideChoice(words, contact, count);
  return nodes.length === 0 ? [] : [{ heading: words.say("pages.settings.smallSide"), framed: true, nodes }];
}
