import type { Temporal } from "temporal-polyfill";
import { type Act, entitled } from "./access.ts";
import { type Contact, takesNews } from "./contact.ts";
import type { ContactStore, PartnershipStore } from "./contact-store.ts";
import { momentToWrite } from "./moment-to-write.ts";
import type { Partnership, Side } from "./partnership.ts";

/**
 * Whether the steward of a side can be told something now. `later`: they are away. `not-now`: they take no messages.
 * `self`: it is the author. `nobody`: the roster has none.
 */
export type StewardReach =
  | { readonly side: Side; readonly reach: "now" | "later" | "not-now" | "self"; readonly steward: Contact }
  | { readonly side: Side; readonly reach: "nobody"; readonly steward: null };

/** A partnership in which somebody may do an act, as which of their contacts, and who answers for its sides. */
export interface Place {
  readonly partnership: Partnership;
  readonly author: Contact;
  readonly stewards: Readonly<Record<Side, StewardReach>>;
}

interface PlaceStores {
  readonly contacts: Pick<ContactStore, "many" | "activeOf">;
  readonly partnerships: Pick<PartnershipStore, "many">;
}

/** Where a person may do the act, by the partnership's name; each partnership once. */
export async function ownPlaces(
  { contacts, partnerships }: PlaceStores,
  request: { readonly contactIds: readonly string[]; readonly act: Act; readonly now: Temporal.Instant },
): Promise<readonly Place[]> {
  const mine = await contacts.many(request.contactIds);
  const known = await partnerships.many([...new Set(mine.map(({ partnershipId }) => partnershipId))]);
  const places: Place[] = [];
  for (const partnership of known.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const author = entitled(mine, request.act, { partnershipId: partnership.id, side: null });
    if (author === null || partnership.deactivatedAt !== null) continue;
    const people = await contacts.activeOf(partnership.id);
    const reachOf = (side: Side) => stewardReach(people, { side, partnership, author, now: request.now });
    places.push({ partnership, author, stewards: { agency: reachOf("agency"), vendor: reachOf("vendor") } });
  }
  return places;
}

function stewardReach(
  people: readonly Contact[],
  { side, partnership, author, now }: Pick<Place, "partnership" | "author"> & AtSide,
): StewardReach {
  const steward = people.find((contact) => contact.side === side && contact.duties.includes("steward"));
  if (steward === undefined) return { side, steward: null, reach: "nobody" };
  if (steward.id === author.id) return { side, steward, reach: "self" };
  if (!takesNews(steward)) return { side, steward, reach: "not-now" };
  const isAway = momentToWrite(now, steward, partnership, false).epochMilliseconds > now.epochMilliseconds;
  return { side, steward, reach: isAway ? "later" : "now" };
}

interface AtSide {
  readonly side: Side;
  readonly now: Temporal.Instant;
}
