import type { Contact } from "../partnerships/contact.ts";
import type { Partnership } from "../partnerships/partnership.ts";
import { sides } from "../partnerships/partnership.ts";
import { type Chance, chanceOf } from "./chance.ts";

/** How a side's trust moves over the whole span. */
export type Trend = "steady" | "improving" | "declining" | "dipping";

/** How reliably somebody answers. */
export type Habit = "always" | "usually" | "seldom";

/** When somebody answers: soon after the card, in the course of the week, or only once they are reminded. */
export type Pace = "at once" | "when there is time" | "when reminded";

/** Something out of the ordinary about one person. */
type Episode =
  | "not me"
  | "goes quiet"
  | "pauses"
  | "is away"
  | "skips twice"
  | "another time"
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

/** Up to this size a side has a figure only while everybody answers (MEASUREMENT 3.4). */
const smallSide = 4;
/** From this size on a side can lose somebody for a while and still show figures. */
const roomySide = 6;
/** One round of episodes for as many people. */
const peopleToARound = 20;

const trendPairs: readonly (readonly [Trend, Trend])[] = [
  ["improving", "steady"],
  ["steady", "steady"],
  ["declining", "dipping"],
  ["steady", "declining"],
];

/** Those that take somebody out for long come first and need a roomy side. */
const episodes: readonly { readonly episode: Episode; readonly needsRoom: boolean }[] = [
  { episode: "not me", needsRoom: true },
  { episode: "goes quiet", needsRoom: true },
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
        return people.map((contact) => {
          const own = chanceOf(seed, "temperament", partnership.key, contact.key);
          const episode = chosen.get(contact.id) ?? "none";
          return [contact.id, temperamentOf({ trend, episode, size: people.length }, own)] as const;
        });
      });
    }),
  );
}

interface Place {
  readonly trend: Trend;
  readonly episode: Episode;
  /** People on the side. */
  readonly size: number;
}

function temperamentOf({ trend, episode, size }: Place, chance: Chance): Temperament {
  return {
    trend,
    episode,
    habit: habitOf(episode, size, chance),
    pace: chance.pick<Pace>([
      "at once",
      "at once",
      "when there is time",
      "when there is time",
      "when reminded",
    ]),
    talkative: chance.between(0.2, 0.8),
    leniency: 0.35 * chance.normal(),
    unsure: chance.pick([0, 0.02, 0.03, 0.1]),
  };
}

function habitOf(episode: Episode, size: number, chance: Chance): Habit {
  if (size <= smallSide) return "always";
  if (size < roomySide) return chance.pick<Habit>(["always", "always", "usually"]);
  if (episode !== "none") return "usually";
  return chance.pick<Habit>(["always", "always", "usually", "usually", "usually", "seldom"]);
}

function chooseEpisodes(casts: readonly Cast[], chance: Chance): ReadonlyMap<string, Episode> {
  const room = new Map<string, number>();
  const candidates = casts.flatMap(({ partnership, contacts }) =>
    contacts.flatMap((contact) => {
      const size = contacts.filter(({ side }) => side === contact.side).length;
      const ofSide = `${partnership.id} ${contact.side}`;
      room.set(ofSide, size);
      const isOrdinary = contact.duties.length === 0 && size > smallSide;
      return isOrdinary ? [{ id: contact.id, ofSide, order: chance.fraction() }] : [];
    }),
  );
  const chosen = new Map<string, Episode>();
  const rounds = Math.ceil(candidates.length / peopleToARound);
  for (const { episode, needsRoom } of Array.from({ length: rounds }, () => episodes).flat()) {
    const roomOf = ({ ofSide }: { readonly ofSide: string }) => (needsRoom ? (room.get(ofSide) ?? 0) : 0);
    const [found] = candidates
      .filter((one) => !chosen.has(one.id) && (!needsRoom || roomOf(one) >= roomySide))
      .toSorted((a, b) => roomOf(b) - roomOf(a) || a.order - b.order);
    if (found === undefined) continue;
    chosen.set(found.id, episode);
    if (needsRoom) room.set(found.ofSide, roomOf(found) - 1);
  }
  return chosen;
}
