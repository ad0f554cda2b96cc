import { z } from "zod";
import type { Side } from "./partnership.ts";
import { type RosterFileRoute, rosterCheckIn, rosterRoute } from "./roster.ts";

const text = z.string().optional().catch(undefined);
const list = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);

const party = z.object({
  organisation: text,
  side: z.enum(["agency", "vendor"]).optional().catch(undefined),
});
const contact = z.object({ id: text, organisation: text, routes: list(rosterRoute.nullable().catch(null)) });
const side = z.object({ steward: text, sponsor: text, leaders: list(text) }).catch({});
const partnership = z
  .object({
    key: text,
    checkIn: rosterCheckIn.nullable().catch(null),
    sides: z.object({ agency: side, vendor: side }).catch({ agency: {}, vendor: {} }),
    posts: z.object({ joint: text, agency: text, vendor: text }).catch({}),
    parties: list(party.catch({})),
    contacts: list(contact.catch({})),
  })
  .nullable()
  .catch(null);

const roster = z.object({ partnerships: z.array(partnership) }).catch({ partnerships: [] });

export type OutlinedPartnership = NonNullable<z.output<typeof partnership>>;
export type OutlinedContact = z.output<typeof contact>;

/**
 * What can be made out of a roster however many faults it has, in the positions of the file: a part that the
 * schema refuses is absent here. Rules that compare parts read this, so that all faults show in one run.
 */
export function outlineRoster(value: unknown): readonly (OutlinedPartnership | null)[] {
  return roster.parse(value).partnerships;
}

/** The side on which a contact stands by its organisation; "unknown" where other faults leave that open. */
export function outlinedSide(partnership: OutlinedPartnership, contact: OutlinedContact): Side | "unknown" {
  if (contact.organisation === undefined) return "unknown";
  const parties = (partnership.parties ?? []).filter((one) => one.organisation === contact.organisation);
  return new Set(parties.map((one) => one.side)).size === 1 ? (parties[0]?.side ?? "unknown") : "unknown";
}

/** The account or address that a route names, in one writing; null for the browser, which names none. */
export function routeAccount(route: RosterFileRoute): string | null {
  if ("web" in route) return null;
  if ("slack" in route) return `slack ${route.slack.team}/${route.slack.user}`;
  if ("teams" in route) return `teams ${route.teams.tenant}/${route.teams.objectId}`.toLowerCase();
  return `email ${route.email}`.toLowerCase();
}
