import { type Contact, takesPart } from "../partnerships/contact.ts";
import type { Identity } from "../partnerships/identity-store.ts";
import type { Route } from "../partnerships/route.ts";
import type { Button, CardNode } from "../ports/card.ts";
import type { Section } from "../ports/page.ts";
import type { Words } from "../ports/words.ts";
import { sayRole } from "./door-entries.ts";
import { choices, framed, refusedFor, stewardsAmong } from "./frame.ts";
import type { MakePage } from "./make-page.ts";
import type { PageNeeds } from "./page-needs.ts";
import { partnershipOf } from "./reader.ts";
import { isReachable, sayRoute } from "./say-route.ts";

/**
 * For a steward: how each contact of their own side can be reached, and accounts that wait to be confirmed. It says
 * whether somebody takes part, never whether they answered (DESIGN, access).
 */
export const peoplePage: MakePage = async (needs, reader, query) => {
  const { words } = reader;
  const stewards = stewardsAmong(reader);
  const steward =
    query.partnership === undefined
      ? stewards[0]
      : stewards.find((one) => partnershipOf(reader, one).key === query.partnership);
  if (steward === undefined) return refusedFor(reader, "pages.refused.people");
  const partnership = partnershipOf(reader, steward);
  const people = await ownSide(needs, steward);
  const label = partnership.sides[steward.side].label;
  const intro = words.say("pages.people.intro", { side: label, partnership: partnership.name });
  return framed(reader, {
    title: words.say("pages.people.title"),
    path: "/people",
    actor: steward.id,
    sections: [
      {
        framed: false,
        nodes: [
          { kind: "text", text: intro },
          { kind: "text", text: words.say("pages.people.never"), tone: "quiet" },
        ],
      },
      ...claimSection(people, steward, words),
      ...people.map((person) => personSection(person, words)),
      ...choices(
        reader,
        "/people",
        stewards.map(({ partnershipId }) => partnershipId),
      ),
    ],
  });
};

interface PersonReach {
  readonly contact: Contact;
  readonly routes: readonly Route[];
  /** Accounts that say they are this person and wait for the steward. */
  readonly claims: readonly Identity[];
}

async function ownSide({ transact }: PageNeeds, steward: Contact): Promise<readonly PersonReach[]> {
  return transact(async ({ contacts, identities }) => {
    const listed = await contacts.activeOf(steward.partnershipId);
    const own = listed.filter(({ side }) => side === steward.side);
    const ids = own.map(({ id }) => id);
    const routes = Map.groupBy(await contacts.routesOf(ids), ({ contactId }) => contactId);
    const waiting = (await identities.ofContacts(ids)).filter(({ confirmedAt }) => confirmedAt === null);
    const claims = Map.groupBy(waiting, ({ contactId }) => contactId);
    return own.map((contact) => ({
      contact,
      routes: routes.get(contact.id) ?? [],
      claims: claims.get(contact.id) ?? [],
    }));
  });
}

function claimSection(people: readonly PersonReach[], steward: Contact, words: Words): readonly Section[] {
  const nodes = people.flatMap(({ contact, claims }) =>
    claims.flatMap((claim) => claimNodes(claim, contact, steward, words)),
  );
  return nodes.length === 0 ? [] : [{ heading: words.say("pages.people.waiting"), framed: true, nodes }];
}

function claimNodes(
  claim: Identity,
  { id, name }: Contact,
  steward: Contact,
  words: Words,
): readonly CardNode[] {
  const platform = words.say(`pages.people.platform.${claim.platform}`);
  const text = words.say("pages.people.claim", { platform, account: claim.account, name });
  const told: CardNode = { kind: "text", text };
  if (id === steward.id)
    return [told, { kind: "text", text: words.say("pages.people.ownClaim"), tone: "quiet" }];
  const args = { identity: claim.id };
  return [
    told,
    {
      kind: "buttons",
      buttons: [
        {
          label: words.say("pages.people.confirm"),
          action: { name: "confirm-identity", args },
          style: "primary",
          confirm: words.say("pages.people.confirmWhat", { name }),
        },
        {
          label: words.say("pages.people.notRight"),
          action: { name: "revoke-identity", args },
          style: "danger",
          confirm: words.say("pages.people.notRightWhat", { name }),
        },
      ],
    },
  ];
}

function personSection({ contact, routes }: PersonReach, words: Words): Section {
  const facts = [
    { label: words.say("pages.people.organisation"), value: contact.organisation },
    { label: words.say("pages.people.role"), value: sayRole(contact, words) },
    { label: words.say("pages.people.part"), value: words.say(`pages.people.parts.${partOf(contact)}`) },
  ];
  return {
    heading: contact.name,
    framed: true,
    nodes: [
      { kind: "facts", facts },
      { kind: "list", items: routes.map((route) => sayRoute(route, words)) },
      ...(isReachable(routes) ? [] : [unreachable(words)]),
      { kind: "buttons", buttons: buttonsFor(contact, words) },
    ],
  };
}

function partOf(contact: Contact): "declined" | "not-started" | "paused" | "takes-part" {
  if (contact.declinedAt !== null) return "declined";
  if (contact.consentedAt === null) return "not-started";
  return takesPart(contact) ? "takes-part" : "paused";
}

function unreachable(words: Words): CardNode {
  return { kind: "text", text: words.say("pages.people.unreachable"), tone: "warning" };
}

function buttonsFor({ id, name, declinedAt }: Contact, words: Words): readonly Button[] {
  const args = { contact: id };
  const code: Button = {
    label: words.say("pages.people.code"),
    action: { name: "issue-code", args },
    confirm: words.say("pages.people.codeWhat", { name }),
  };
  const link: Button = {
    label: words.say("pages.people.link"),
    action: { name: "hand-over-link", args },
    confirm: words.say("pages.people.linkWhat", { name }),
  };
  // Who said no is not asked by another way.
  return declinedAt === null ? [code, link] : [code];
}
