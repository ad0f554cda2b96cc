import { nearestWord } from "./nearest-word.ts";
import { otherSide, type Side, sides, type WeekTime, weekdays } from "./partnership.ts";
import type { RosterFileRoute } from "./roster.ts";
import { pathText, quoted, type RosterPath } from "./roster-fault.ts";
import { type OutlinedPartnership, outlinedSide, outlineRoster, routeAccount } from "./roster-outline.ts";

/** A fault before its place in the file is known. */
export interface Breach {
  readonly path: RosterPath;
  readonly problem: string;
  readonly remedy: string;
}

/**
 * What is wrong between the parts of a roster: names that must differ or must exist, people on the wrong side,
 * a week out of order. It reads whatever can be made out, so it runs beside the schema and repeats none of it.
 */
export function rosterBreaches(value: unknown): Breach[] {
  const partnerships = outlineRoster(value);
  const keys = partnerships.map((partnership, index) => ({
    name: partnership?.key,
    path: ["partnerships", index, "key"],
  }));
  return [
    ...repeated(keys, "partnership key", "Give each partnership a key of its own."),
    ...partnerships.flatMap((partnership, index) =>
      partnership === null ? [] : partnershipBreaches(partnership, ["partnerships", index]),
    ),
  ];
}

/** A person may be reached as one Slack account in several ways; no two people share an account. */
function nameOf(route: RosterFileRoute, before: readonly (RosterFileRoute | null)[]): string | null {
  const account = routeAccount(route);
  const isFurther = before.some((one) => one !== null && routeAccount(one) === account);
  if (!isFurther || !("slack" in route)) return account;
  return `${account} ${route.slack.prompt ?? route.slack.card ?? "in person"}`;
}

function partnershipBreaches(partnership: OutlinedPartnership, path: RosterPath): Breach[] {
  const contacts = partnership.contacts ?? [];
  const organisations = (partnership.parties ?? []).map((party, index) => ({
    name: party.organisation,
    path: [...path, "parties", index, "organisation"],
  }));
  const ids = contacts.map((contact, index) => ({
    name: contact.id,
    path: [...path, "contacts", index, "id"],
  }));
  const accounts = contacts.flatMap((contact, index) =>
    (contact.routes ?? []).map((route, position) => ({
      name:
        route === null
          ? undefined
          : (nameOf(route, (contact.routes ?? []).slice(0, position)) ?? `web of contact ${index + 1}`),
      path: [...path, "contacts", index, "routes", position],
    })),
  );
  return [
    ...repeated(organisations, "organisation", "Name it once; an organisation stands on one side."),
    ...repeated(ids, "contact id", "Give each contact an id of its own."),
    ...repeated(accounts, "route", "Give each route to one contact, once."),
    ...strangers(partnership, path),
    ...sides.flatMap((side) => [
      ...emptySide(partnership, side, path),
      ...misplaced(partnership, side, path),
    ]),
    ...weekBreaches(partnership, path),
    ...postBreaches(partnership, path),
  ];
}

interface Named {
  readonly name: string | undefined;
  readonly path: RosterPath;
}

function repeated(all: readonly Named[], what: string, remedy: string): Breach[] {
  const first = new Map<string, RosterPath>();
  return all.flatMap(({ name, path }) => {
    if (name === undefined) return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, path);
      return [];
    }
    return [{ path, problem: `The ${what} ${quoted(name)} is taken by ${pathText(before)}.`, remedy }];
  });
}

function strangers(partnership: OutlinedPartnership, path: RosterPath): Breach[] {
  const known = (partnership.parties ?? []).map((party) => party.organisation);
  if (partnership.parties === undefined || known.includes(undefined)) return [];
  return (partnership.contacts ?? []).flatMap(({ organisation }, index) => {
    if (organisation === undefined || known.includes(organisation)) return [];
    return [
      {
        path: [...path, "contacts", index, "organisation"],
        problem: `${quoted(organisation)} is not one of the parties.`,
        remedy: meantOr(organisation, known, "Add it to parties, or name one of them."),
      },
    ];
  });
}

function emptySide(partnership: OutlinedPartnership, side: Side, path: RosterPath): Breach[] {
  const { contacts = [] } = partnership;
  const placed = contacts.map((contact) => outlinedSide(partnership, contact));
  if (contacts.length === 0 || placed.includes(side) || placed.includes("unknown")) return [];
  return [
    {
      path: [...path, "contacts"],
      problem: `The ${side} side has no contacts.`,
      remedy: `Add its steward at least, from an organisation of the ${side} side.`,
    },
  ];
}

/** Stewards, sponsors and leaders who are nobody, or stand across the table. */
function misplaced(partnership: OutlinedPartnership, side: Side, path: RosterPath): Breach[] {
  const { contacts } = partnership;
  if (contacts === undefined || contacts.some((contact) => contact.id === undefined)) return [];
  const { steward, sponsor, leaders = [] } = partnership.sides[side];
  const named: Named[] = [
    { name: steward, path: [...path, "sides", side, "steward"] },
    { name: sponsor, path: [...path, "sides", side, "sponsor"] },
    ...leaders.map((name, index) => ({ name, path: [...path, "sides", side, "leaders", index] })),
  ];
  const own = contacts.filter((contact) => outlinedSide(partnership, contact) === side).map(({ id }) => id);
  return named.flatMap(({ name, path: at }) => {
    const contact = contacts.find((one) => one.id === name);
    if (
      name === undefined ||
      (contact !== undefined && outlinedSide(partnership, contact) !== otherSide(side))
    ) {
      return [];
    }
    const problem =
      contact === undefined
        ? `${quoted(name)} is not the id of a contact.`
        : `${quoted(name)} stands on the ${otherSide(side)} side.`;
    return [{ path: at, problem, remedy: meantOr(name, own, `Name a contact of the ${side} side.`) }];
  });
}

/** The reminder and the close fall on the next such weekdays, so the check-in's own weekday is a week away. */
function weekBreaches({ checkIn }: OutlinedPartnership, path: RosterPath): Breach[] {
  if (checkIn === null) return [];
  const { remind, close } = checkIn;
  const breach = (part: "remind" | "close", problem: string) => ({
    path: [...path, "checkIn", part],
    problem,
    remedy: "Put them in this order: check-in, reminder on a later day, close after the reminder.",
  });
  if (close.weekday === checkIn.weekday)
    return [breach("close", "The close is not on a later day than the check-in.")];
  if (remind.weekday === checkIn.weekday)
    return [breach("remind", "The reminder is not on a later day than the check-in.")];
  const inOrder = minutesAfter(checkIn, remind) < minutesAfter(checkIn, close);
  return inOrder ? [] : [breach("remind", "The reminder does not come before the close.")];
}

/** From the start of the check-in's day to a moment of the week that follows. */
function minutesAfter(from: WeekTime, to: WeekTime): number {
  const days = (weekdays.indexOf(to.weekday) - weekdays.indexOf(from.weekday) + 7) % 7;
  return days * 24 * 60 + Number(to.at.slice(0, 2)) * 60 + Number(to.at.slice(3));
}

/** A side's own edition must not land where the other side reads. */
function postBreaches({ posts }: OutlinedPartnership, path: RosterPath): Breach[] {
  const breach = (side: Side, other: string) => ({
    path: [...path, "posts", side],
    problem: `The ${side} side's post is the same as the ${other} one, so the other side could read it.`,
    remedy: "Name a conversation that this side alone can read, or leave it out.",
  });
  return sides.flatMap((side) => {
    if (posts[side] === undefined) return [];
    if (posts[side] === posts.joint) return [breach(side, "joint")];
    return side === "vendor" && posts.vendor === posts.agency ? [breach(side, "agency")] : [];
  });
}

function meantOr(name: string, known: readonly (string | undefined)[], remedy: string): string {
  const meant = nearestWord(
    name,
    known.filter((one) => one !== undefined),
  );
  return meant === null ? remedy : `Did you mean ${meant}?`;
}
