import { Temporal } from "temporal-polyfill";
import type { Platform } from "../ports/chat-adapter.ts";
import type { Contact, Duty } from "./contact.ts";
import type { Partnership, Party, Side, WorkingHours } from "./partnership.ts";
import type { RosterFile, RosterFilePartnership, RosterFileRoute } from "./roster.ts";

/** What a roster says of a partnership itself. */
export type PartnershipSettings = Omit<Partnership, "id" | "key" | "startedOn" | "deactivatedAt">;

/** What a roster says of a party. */
export type PartySettings = Pick<Party, "organisation" | "side" | "role" | "tags">;

/** What a roster says of a contact; its zone is the person's in the roster, or else the partnership's. */
export type ContactSettings = Pick<
  Contact,
  "key" | "name" | "organisation" | "side" | "role" | "timeZone" | "language" | "holidays" | "duties"
>;

/** A route of the roster. The address of a web route is the contact's own id, which no roster knows: null. */
export interface RosterRoute {
  readonly platform: Platform;
  readonly address: string | null;
}

/** A roster without faults, every default filled in and every contact on a side. */
export interface Roster {
  readonly partnerships: readonly RosterPartnership[];
}

export interface RosterPartnership {
  readonly key: string;
  readonly settings: PartnershipSettings;
  readonly parties: readonly PartySettings[];
  readonly contacts: readonly {
    readonly settings: ContactSettings;
    readonly routes: readonly RosterRoute[];
  }[];
}

/** Turns a file that the schema and the rules accept into a Roster. */
export function settleRoster(file: RosterFile): Roster {
  return { partnerships: file.partnerships.map(settlePartnership) };
}

function settlePartnership(file: RosterFilePartnership): RosterPartnership {
  const { key, parties, contacts, ...rest } = file;
  const settings: PartnershipSettings = {
    ...rest,
    holidays: rest.holidays ?? null,
    safetyPolicy: rest.safetyPolicy ?? null,
    endsOn: rest.endsOn === undefined ? null : Temporal.PlainDate.from(rest.endsOn),
    workingHours: { agency: hours(rest.workingHours.agency), vendor: hours(rest.workingHours.vendor) },
    posts: {
      joint: rest.posts.joint ?? null,
      agency: rest.posts.agency ?? null,
      vendor: rest.posts.vendor ?? null,
    },
  };
  const homeTeam = homeTeamOf(file);
  const sideOf = new Map(parties.map((party) => [party.organisation, party.side]));
  return {
    key,
    settings,
    parties: parties.map(({ organisation, side, role, tags }) => ({ organisation, side, role, tags })),
    contacts: contacts.map((contact) => {
      const side = sideOf.get(contact.organisation) ?? "agency";
      return {
        settings: {
          key: contact.id,
          name: contact.name,
          organisation: contact.organisation,
          side,
          role: contact.role,
          timeZone: contact.timeZone ?? file.timeZone,
          language: contact.language,
          holidays: contact.holidays ?? null,
          duties: dutiesOf(file, side, contact.id),
        },
        routes: contact.routes.map((route) => settleRoute(route, homeTeam)),
      };
    }),
  };
}

function hours(text: string): WorkingHours {
  return { from: text.slice(0, 5), to: text.slice(6) };
}

function dutiesOf(file: RosterFilePartnership, side: Side, id: string): Duty[] {
  const { steward, sponsor, leaders } = file.sides[side];
  const duties: Duty[] = [];
  if (steward === id) duties.push("steward");
  if (sponsor === id) duties.push("sponsor");
  if (leaders.includes(id)) duties.push("leader");
  return duties;
}

function slackAddress({ team, user, via, prompt, card }: SlackRoute, homeTeam: string | null): string {
  const through = via ?? homeTeam ?? team;
  const at = through === team ? "" : `@${through}`;
  if (prompt !== undefined) return `${team}/${user}/prompt/${prompt}${at}`;
  return card === undefined ? `${team}/${user}${at}` : `${team}/${user}/card/${card}${at}`;
}

/** The Slack team through which outsiders are reached: the one that the partnership posts in, or else its agency's. */
function homeTeamOf({ posts, contacts, sides }: RosterFilePartnership): string | null {
  const [posted] = [posts.joint, posts.agency, posts.vendor].flatMap(
    (post) => /^slack:([^/]+)\//.exec(post ?? "")?.[1] ?? [],
  );
  if (posted !== undefined) return posted;
  const steward = contacts.find(({ id }) => id === sides.agency.steward);
  const [team] = (steward?.routes ?? []).flatMap((route) => ("slack" in route ? [route.slack.team] : []));
  return team ?? null;
}

type SlackRoute = Extract<RosterFileRoute, { slack: unknown }>["slack"];

function settleRoute(route: RosterFileRoute, homeTeam: string | null): RosterRoute {
  if ("web" in route) return { platform: "web", address: null };
  if ("slack" in route) return { platform: "slack", address: slackAddress(route.slack, homeTeam) };
  if ("teams" in route)
    return { platform: "teams", address: `${route.teams.tenant}/${route.teams.objectId}` };
  return { platform: "email", address: route.email };
}
