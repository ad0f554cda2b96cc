import { Temporal } from "temporal-polyfill";
import { answeredSince } from "../check-ins/answered-since.ts";
import { checkInCard } from "../check-ins/check-in-card.ts";
import { introductionCard } from "../check-ins/introduction.ts";
import { roundDateOnOrAfter } from "../check-ins/round-dates.ts";
import { settingsCard } from "../check-ins/settings-card.ts";
import type { Contact } from "../partnerships/contact.ts";
import { sayDate } from "../partnerships/say-date.ts";
import type { CardNode } from "../ports/card.ts";
import type { Section } from "../ports/page.ts";
import { framed } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { PageNeeds } from "./page-needs.ts";
import { contactIn, partnershipOf, type Reader } from "./reader.ts";
import { mayRun } from "./session-reach.ts";

/** Where a magic link leads: the introduction until it is answered, then what comes next and the settings. */
export const welcomePage: MakePage = async (needs, reader, query) => {
  const waiting = reader.contacts.find((one) => one.consentedAt === null && one.declinedAt === null);
  const contact = waiting ?? contactIn(reader, query.partnership);
  if (contact === null) return { kind: "not-found" };
  const { words } = reader;
  const sections =
    waiting === undefined
      ? await nextSections(needs, contact, reader)
      : [{ framed: true, nodes: introductionCard(words, contact, partnershipOf(reader, contact)).nodes }];
  return framed(reader, {
    title: words.say("pages.welcome.title"),
    path: "/welcome",
    actor: contact.id,
    sections,
  });
};

async function nextSections(needs: PageNeeds, contact: Contact, reader: Reader): Promise<readonly Section[]> {
  const { words } = reader;
  if (contact.declinedAt !== null) return [{ framed: true, nodes: declinedNodes(contact, reader) }];
  const { scope } = reader;
  const since = scope.kind === "pages" ? scope.since : undefined;
  const settings = since === undefined ? [{ framed: true, nodes: settingsCard(words, contact).nodes }] : [];
  const now = needs.clock.now();
  const detail = await needs.transact(async ({ invitations }) => {
    const [open] = await invitations.openOf([contact.id], now);
    return open === undefined ? null : invitations.detail(open.id);
  });
  if (detail !== null) {
    const shown = since === undefined ? detail : answeredSince(detail, Temporal.Instant.from(since));
    const { nodes } = checkInCard({ bank: needs.bank, words }, shown);
    return [{ framed: true, nodes: nodes.map((node) => withoutForeign(node, scope)) }, ...settings];
  }
  const { checkIn, name } = partnershipOf(reader, contact);
  const tomorrow = now.toZonedDateTimeISO(contact.timeZone).toPlainDate().add({ days: 1 });
  const day = sayDate(roundDateOnOrAfter(checkIn, tomorrow), words.language);
  const text = words.say("pages.welcome.next", { partnership: name, day });
  return [{ framed: true, nodes: [{ kind: "text", text }] }, ...settings];
}

/** Takes out the buttons that this session may not use. */
function withoutForeign(node: CardNode, scope: Reader["scope"]): CardNode {
  if (node.kind !== "buttons") return node;
  return { ...node, buttons: node.buttons.filter(({ action }) => mayRun(scope, action.name)) };
}

function declinedNodes({ id }: Contact, { words }: Reader): readonly CardNode[] {
  const action = { name: "introduction", args: { contact: id, answer: "start" } };
  return [
    { kind: "text", text: words.say("pages.welcome.declined") },
    { kind: "buttons", buttons: [{ label: words.say("introduction.changedMind"), action }] },
  ];
}
