import type { Contact } from "../partnerships/contact.ts";
import type { Partnership, Side } from "../partnerships/partnership.ts";
import { sides } from "../partnerships/partnership.ts";
import { type Chance, chanceOf } from "./chance.ts";

/** How a side's trust moves over the whole span. */
export type Trend = "steady" | "improving" | "declining" | "dipping";

/** How reliably somebody answers; those who fade start well and go quiet in the second half. */
export type Habit = "always" | "usually" | "seldom" | "fading";

/** When somebody answers: soon after the card, in the course of the week, or only once they are reminded. */
export type Pace = "at once" | "when there is time" | "when reminded";

/** Something out of the ordinary that somebody does once. */
export type Episode =
  | "not me"
  | "another time"
  | "pauses"
  | "is away"
  | "skips twice"
  | "puts it off"
  | "none";

/** How one simulated contact behaves. */
export interface Temperament {
  readonly trend: Trend;
  readonly habit: Habit;
  readonly pace: Pace;
  readonly episode: Episode;
  /** Probability that an open prompt gets a text. */
  readonly talkative: number;
  /** Added to every keyed rating, in points of the five. */
  readonly leniency: number;
  /** Probability of "Can't say" for one statement. */
  readonly unsure: number;
}

/** A partnership with the people on its roster. */
export interface Cast {
  readonly partnership: Partnership;
  readonly contacts: readonly Contact[];
}

/** From this many people on, a side can lose one for a while and still show figures (MEASUREMENT 3.4). */
const roomySide = 6;
const smallSide = 4;

const trendPairs: readonly (readonly [Trend, Trend])[] = [
  ["improving", "steady"],
  ["steady", "steady"],
  ["declining", "dipping"],
  ["steady", "declining"],
];

/** Those that take somebody out for long come first and need a roomy side. */
const episodes: readonly { readonly episode: Episode; readonly needsRoom: boolean }[] = [
  { episode: "not me", needsRoom: true },
  { episode: "pauses", needsRoom: true },
  { episode: "is away", needsRoom: false },
  { episode: "skips twice", needsRoom: false },
  { episode: "another time", needsRoom: false },
  { episode: "puts it off", needsRoom: false },
];

/**
 * Gives everybody a temperament, by contact id. The two sides of a partnership move differently; episodes fall to
 * people without duties on larger sides, and on a small side everybody answers, so that it has a figure.
 */
export function castTemperaments(seed: number, casts: readonly Cast[]): ReadonlyMap<string, Temperament> {
  const chance = chanceOf(seed, "temperaments");
  const chosen = chooseEpisodes(casts, chance);
  const shift = casts.length > trendPairs.length ? Math.floor(chance.fraction() * trendPairs.length) : 0;
  return new Map(
    casts.flatMap(({ partnership, contacts }, place) => {
      const pair = trendPairs[(place + shift) % trendPairs.length] ?? ["steady", "steady"];
      return sides.flatMap((side) => {
        const trend = pair[sides.indexOf(side)] ?? "steady";
        const people = contacts.filter((contact) => contact.side === side);
        return people.map((contact, number) => {
          const own = chanceOf(seed, "temperament", partnership.key, contact.key);
          const episode = chosen.get(contact.id) ?? "none";
          return [contact.id, temperamentOf({ trend, episode, number, size: people.length }, own)] as const;
        });
      });
    }),
  );
}

interface Place {
  readonly trend: Trend;
  readonly episode: Episode;
  /** Place on the roster among those of the side. */
  readonly number: number;
  readonly size: number;
}

function temperamentOf({ trend, episode, number, size }: Place, chance: Chance): Temperament {
  const isSmall = size <= smallSide;
  return {
    trend,
    episode,
    habit: isSmall ? "always" : habitOf(trend, episode, number, chance),
    pace: chance.pick<Pace>([
      "at once",
      "at once",
      "when there is time",
      "when there is time",
      "when reminded",
    ]),
    talkative: chance.between(0.15, isSmall ? 0.75 : 0.6),
    leniency: 0.35 * chance.normal(),
    unsure: chance.pick([0, 0.02, 0.03, 0.1]),
  };
}

function habitOf(trend: Trend, episode: Episode, number: number, chance: Chance): Habit {
  if (episode !== "none") return "usually";
  // On a side that loses trust some stop answering: silence is a signal (MEASUREMENT 4.7).
  if (trend === "declining" && number % 3 === 2) return "fading";
  return chance.pick<Habit>(["always", "always", "usually", "usually", "usually", "seldom"]);
}

function chooseEpisodes(casts: readonly Cast[], chance: Chance): ReadonlyMap<string, Episode> {
  const sizeOf = ({ contacts }: Cast, side: Side) =>
    contacts.filter((contact) => contact.side === side).length;
  const candidates = casts.flatMap((cast) =>
    cast.contacts
      .filter((contact) => contact.duties.length === 0 && sizeOf(cast, contact.side) > smallSide)
      .map((contact) => ({
        id: contact.id,
        isRoomy: sizeOf(cast, contact.side) >= roomySide,
        order: chance.fraction(),
      })),
  );
  const ordered = candidates.toSorted((a, b) => a.order - b.order);
  const chosen = new Map<string, Episode>();
  for (const { episode, needsRoom } of episodes) {
    const found = ordered.find(({ id, isRoomy }) => !chosen.has(id) && (isRoomy || !needsRoom));
    if (found !== undefined) chosen.set(found.id, episode);
  }
  return chosen;
}
