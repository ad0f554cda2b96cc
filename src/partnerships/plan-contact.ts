import type { Ids } from "../ports/ids.ts";
import type { Cadence, ContactRole } from "./contact.ts";
import type { ImportDraft } from "./import-draft.ts";
import type { KnownContact, KnownRoute } from "./roster-store.ts";
import { contactWords } from "./roster-words.ts";
import { slackParts } from "./route.ts";
import type { RosterPartnership, RosterRoute } from "./settle-roster.ts";

type RosterContact = RosterPartnership["contacts"][number];

/** Adds to the draft what changes for one contact of the roster and the contact's routes. */
export function planContact(
  draft: ImportDraft,
  partnership: { readonly id: string; readonly key: string },
  known: KnownContact | null,
  { settings, routes }: RosterContact,
  ids: Ids,
): void {
  const id = known?.id ?? ids.next();
  const about = { partnershipId: partnership.id, partnership: partnership.key, subject: settings.key };
  const ways = routes.map(({ platform }) => platform).join(", ");
  const differs = draft.compare(
    { ...about, what: "contact" },
    known && { active: known.active, words: contactWords(known.settings) },
    contactWords(settings),
    `${settings.name}, ${settings.organisation}, ${settings.side} side, ${settings.role}; reached by ${ways}`,
  );
  if (differs || known?.settings.duties.join() !== settings.duties.join()) {
    draft.writes.contacts.push({
      id,
      partnershipId: partnership.id,
      settings,
      cadence: firstCadence(settings.role),
    });
  }
  const wanted = routes.map((route, position) => ({ ...addressed(route, id), position }));
  for (const route of wanted) planRoute(draft, about, { id, isNew: known === null }, known, route, ids);
  for (const route of known?.routes ?? []) {
    if (!route.active || route.claimed || wanted.some((one) => isSame(one, route))) continue;
    draft.leave({ ...about, what: "route", detail: routeWords(route) }, "routes", route.id);
    const stays = wanted.some(
      (one) => one.platform === route.platform && accountIn(one) === accountIn(route),
    );
    if (!stays) draft.writes.revoked.push(...identitiesOf(route, id, ids));
  }
}

/** Executives start at every two weeks (MEASUREMENT 3.1). */
function firstCadence(role: ContactRole): Cadence {
  return role === "executive" ? "every two weeks" : "weekly";
}

type WantedRoute = Pick<KnownRoute, "platform" | "address" | "position">;

function planRoute(
  draft: ImportDraft,
  about: { readonly partnershipId: string; readonly partnership: string; readonly subject: string },
  contact: { readonly id: string; readonly isNew: boolean },
  known: KnownContact | null,
  route: WantedRoute,
  ids: Ids,
): void {
  const before = known?.routes.find((one) => isSame(one, route)) ?? null;
  const row = { ...route, id: before?.id ?? ids.next(), contactId: contact.id };
  // A new contact's own line says how they are reached.
  const differs =
    contact.isNew ||
    draft.compare(
      { ...about, what: "route", detail: routeWords(route) },
      before && { active: before.active, words: { place: `${before.position + 1}` } },
      { place: `${route.position + 1}` },
      "",
    );
  if (!differs) return;
  draft.writes.routes.push(row);
  if (before?.active === true) return;
  const isNoted = draft.writes.identities.some(
    (one) =>
      one.contactId === contact.id && one.platform === route.platform && one.account === accountIn(route),
  );
  if (!isNoted) draft.writes.identities.push(...identitiesOf(route, contact.id, ids));
}

function accountIn({ platform, address }: Pick<KnownRoute, "platform" | "address">): string {
  return platform === "slack" ? (slackParts(address)?.account ?? address) : address;
}

/** A browser conversation is named by its contact. */
function addressed({ platform, address }: RosterRoute, contactId: string): Omit<WantedRoute, "position"> {
  return { platform, address: address ?? contactId };
}

function isSame(one: Pick<KnownRoute, "platform" | "address">, other: typeof one): boolean {
  return one.platform === other.platform && one.address === other.address;
}

function routeWords({ platform, address }: Pick<KnownRoute, "platform" | "address">): string {
  return platform === "web" ? platform : `${platform} ${address}`;
}

/** Slack and Teams accounts act for their contact; a browser or a mailbox proves itself by a signed link. */
function identitiesOf(
  { platform, address }: Pick<KnownRoute, "platform" | "address">,
  contactId: string,
  ids: Ids,
) {
  if (platform !== "slack" && platform !== "teams") return [];
  const through = platform === "slack" ? (slackParts(address)?.through ?? null) : null;
  return [{ id: ids.next(), contactId, platform, account: accountIn({ platform, address }), through }];
}
