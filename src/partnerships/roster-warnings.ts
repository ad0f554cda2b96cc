import { type Side, sides } from "./partnership.ts";
import type { Breach } from "./roster-rules.ts";
import type { Roster, RosterPartnership } from "./settle-roster.ts";

/**
 * What an operator should know before importing a roster that has no fault: sides too small for figures
 * (MEASUREMENT 3.4), a side without anyone who does the work (M32), sides that share no platform.
 */
export function rosterWarnings(roster: Roster): Breach[] {
  return roster.partnerships.flatMap((partnership, index) => {
    const path = ["partnerships", index];
    return [
      ...sides.flatMap((side) => [
        ...smallSide(partnership, side, path),
        ...salesOnly(partnership, side, path),
      ]),
      ...apart(partnership, path),
    ];
  });
}

type Path = Breach["path"];

function smallSide(partnership: RosterPartnership, side: Side, path: Path): Breach[] {
  const people = contactsOf(partnership, side).length;
  const where = [...path, "sides", side];
  if (people >= 5) return [];
  if (people <= 2) {
    return [
      {
        path: where,
        problem: `Only ${people === 1 ? "1 contact stands" : `${people} contacts stand`} on the ${side} side: no score of it will ever show.`,
        remedy: "With 3 to 4 a coarse band can show, with 5 or more scores.",
      },
    ];
  }
  return [
    {
      path: where,
      problem: `The ${side} side is a small side (${people} contacts): only a quarterly band shows, and only if each of them agrees.`,
      remedy: "With 5 or more contacts scores show.",
    },
  ];
}

function salesOnly(partnership: RosterPartnership, side: Side, path: Path): Breach[] {
  if (contactsOf(partnership, side).some(({ settings }) => settings.role !== "commercial")) return [];
  return [
    {
      path: [...path, "sides", side],
      problem: `All contacts of the ${side} side are commercial.`,
      remedy: "Add people who do the work: expert, delivery or front line.",
    },
  ];
}

function apart(partnership: RosterPartnership, path: Path): Breach[] {
  const [agency, vendor] = sides.map(
    (side) =>
      new Set(contactsOf(partnership, side).flatMap(({ routes }) => routes.map(({ platform }) => platform))),
  );
  if (agency === undefined || vendor === undefined || [...agency].some((platform) => vendor.has(platform)))
    return [];
  return [
    {
      path: [...path, "contacts"],
      problem: `The two sides share no platform (agency: ${[...agency].join(", ")}; vendor: ${[...vendor].join(", ")}).`,
      remedy: "Add { web: true } to one contact on each side at least, so that both can meet in the browser.",
    },
  ];
}

function contactsOf(partnership: RosterPartnership, side: Side) {
  return partnership.contacts.filter(({ settings }) => settings.side === side);
}
