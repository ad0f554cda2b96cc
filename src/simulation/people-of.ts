import { chanceOf } from "./chance.ts";
import type { SimulatedPerson } from "./simulated-person.ts";
import { type Cast, castTemperaments } from "./temperament.ts";

/** Everybody on the roster as a simulated person, by contact id. */
export function peopleOf(seed: number, casts: readonly Cast[]): ReadonlyMap<string, SimulatedPerson> {
  const temperaments = castTemperaments(seed, casts);
  const people = new Map<string, SimulatedPerson>();
  for (const { partnership, contacts } of casts) {
    for (const contact of contacts) {
      const temperament = temperaments.get(contact.id);
      if (temperament === undefined) continue;
      const others = contacts.filter(({ id }) => id !== contact.id);
      const names = (isOwn: boolean) =>
        others.filter(({ side }) => (side === contact.side) === isOwn).map(({ name }) => name);
      people.set(contact.id, {
        contact,
        partnership,
        temperament,
        chance: chanceOf(seed, "person", partnership.key, contact.key),
        people: names(false),
        colleagues: names(true),
        minded: new Set(),
      });
    }
  }
  return people;
}
