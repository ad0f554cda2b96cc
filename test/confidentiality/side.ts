import { dimensions } from "../../src/check-ins/question-bank.ts";
import type { SideInput } from "../../src/confidentiality/release.ts";

/** What a person of a test side did; everybody rates every dimension unless told otherwise. */
export interface Person {
  readonly id: string;
  /** The keyed rating given to each dimension, or null for no answer at all. */
  readonly rating: number | null;
  readonly isActive?: boolean;
  readonly agrees?: boolean;
  /** Answered in the newest four weeks too; true unless told otherwise. */
  readonly isNewest?: boolean;
  readonly theme?: string;
}

/** One side's input from what each person did. */
export function aSide(people: readonly Person[]): SideInput {
  const answering = people.filter((person) => person.rating !== null);
  return {
    people: people.map(({ id, isActive = true, agrees = false }) => ({
      contactId: id,
      isActive,
      agreesToSmallSide: agrees,
    })),
    ratings: answering.flatMap(({ id, rating, isNewest = true }) =>
      dimensions.map((part) => ({ contactId: id, part, value: rating ?? 0, isNewest })),
    ),
    respondents: answering.map((person) => person.id),
    themes: people.flatMap(({ id, theme }) => (theme === undefined ? [] : [{ contactId: id, theme }])),
  };
}

/** A side of people named by a letter and a number, with these ratings; null is silence. */
export function aSideOf(
  letter: string,
  ratings: readonly (number | null)[],
  person: Partial<Omit<Person, "id" | "rating">> = {},
): SideInput {
  return aSide(ratings.map((rating, index) => ({ id: `${letter}${index}`, rating, ...person })));
}
