import { settingsCard } from "../check-ins/settings-card.ts";
import type { Contact } from "../partnerships/contact.ts";
import type { CardNode } from "../ports/card.ts";
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
  const listed = await needs.transact(({ contacts }) => contacts.activeOf(contact.partnershipId));
  const count = listed.filter((one) => one.side === contact.side && one.declinedAt === null).length;
  if (count !== 3 && count !== 4) return [];
  const agreed = contact.smallSideConsentAt !== null;
  const button = (label: string, answer: string) => ({
    label: words.say(label),
    action: { name: "small-side", args: { answer } },
  });
  const nodes: readonly CardNode[] = [
    { kind: "text", text: words.say("introduction.smallSide", { count }) },
    {
      kind: "text",
      text: words.say(agreed ? "pages.settings.agreed" : "pages.settings.notAgreed"),
      tone: "quiet",
    },
    {
      kind: "buttons",
      buttons: [button("introduction.agree", "yes"), button("introduction.disagree", "no")],
    },
  ];
  return [{ heading: words.say("pages.settings.smallSide"), framed: true, nodes }];
}
