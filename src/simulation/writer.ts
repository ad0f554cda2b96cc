import type { Temporal } from "temporal-polyfill";
import type { Theme } from "../check-ins/question-bank.ts";
import type { Side } from "../partnerships/partnership.ts";
import type { Chance } from "./chance.ts";
import { generalTexts, type Sentence, type SimulatedTexts } from "./simulated-texts.ts";

/** Who writes, to which prompt, about whom. */
export interface Occasion {
  /** The partnership's key. */
  readonly partnership: string;
  readonly promptId: string;
  readonly side: Side;
  readonly at: Temporal.Instant;
  /** The other side as the question names it. */
  readonly them: string;
  readonly author: string;
  /** Names of people on the other side and of others on the own side. */
  readonly people: readonly string[];
  readonly colleagues: readonly string[];
}

/** Finds words that nobody in the partnership has used lately. */
export interface Writer {
  /** A text and the theme that it speaks of; null when all that fits has been said lately. */
  write(occasion: Occasion, chance: Chance): { readonly text: string; readonly theme: Theme | null } | null;
}

/** No sentence comes back sooner, so that no digest says the same twice. */
const restWeeks = 13;
/** Sentences of the partnership's own come before those that fit any, this often. */
const ownFirst = 0.85;

export function createWriter(texts: SimulatedTexts): Writer {
  const lastUsed = new Map<string, number>();
  const fitting = (set: string, { partnership, promptId, side, at, author }: Occasion) =>
    (texts.get(set)?.get(promptId) ?? []).filter((sentence) => {
      const used = lastUsed.get(`${partnership} ${sentence.template}`);
      const isRested = used === undefined || at.epochMilliseconds - used > restWeeks * 7 * 86_400_000;
      const isTheirs = (sentence.side ?? side) === side && !sentence.template.includes(author);
      return isRested && isTheirs;
    });
  return {
    write(occasion, chance) {
      const own = fitting(occasion.partnership, occasion);
      const general = fitting(generalTexts, occasion);
      const first = chance.happens(ownFirst) ? own : general;
      const list = [first, own, general].find((candidates) => candidates.length > 0);
      if (list === undefined) return null;
      const sentence = chance.pick(list);
      lastUsed.set(`${occasion.partnership} ${sentence.template}`, occasion.at.epochMilliseconds);
      return { text: filled(sentence, occasion, chance), theme: sentence.theme };
    },
  };
}

function filled({ template }: Sentence, occasion: Occasion, chance: Chance): string {
  const { them, people, colleagues } = occasion;
  return template.replace(/\{([^{}]+)\}/g, (_whole, inside: string) => {
    switch (inside) {
      case "them":
        return them;
      case "person":
        return chance.pick(people.length > 0 ? people : [them]);
      case "colleague":
        return chance.pick(colleagues.length > 0 ? colleagues : ["a colleague"]);
      case "past month":
        return monthName(occasion.at, -chance.pick([1, 2, 3]));
      case "coming month":
        return monthName(occasion.at, chance.pick([1, 2, 3]));
      default:
        return chance.pick(inside.split("|"));
    }
  });
}

function monthName(at: Temporal.Instant, monthsOn: number): string {
  const month = at.toZonedDateTimeISO("UTC").toPlainDate().add({ months: monthsOn });
  return month.toLocaleString("en", { month: "long" });
}
