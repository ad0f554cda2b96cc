import { createHash } from "node:crypto";

/** Choices that look free and are the same for the same seed. */
export interface Chance {
  /** From 0 up to, but not including, 1. */
  fraction(): number;
  happens(probability: number): boolean;
  /** Evenly spread over the interval. */
  between(low: number, high: number): number;
  /** Normally distributed with mean 0 and standard deviation 1. */
  normal(): number;
  /** One of a list that has at least one entry. */
  pick<Item>(list: readonly Item[]): Item;
}

/**
 * A stream of its own for each purpose: what one contact chooses never depends on how much others have chosen.
 * The generator is sfc32 (Chris Doty-Humphrey's "small fast counter", 128 bits of state), seeded by SHA-256 of
 * the seed and the names.
 */
export function chanceOf(seed: number, ...names: readonly string[]): Chance {
  const next = sfc32(
    createHash("sha256")
      .update(JSON.stringify([seed, ...names]))
      .digest(),
  );
  const fraction = () => next() / 2 ** 32;
  return {
    fraction,
    happens: (probability) => fraction() < probability,
    between: (low, high) => low + fraction() * (high - low),
    // Box and Muller's transform; 1 less the fraction is never 0, whose logarithm there is none of.
    normal: () => Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction()),
    pick: (list) => {
      const found = list[Math.floor(fraction() * list.length)];
      if (found === undefined) throw new RangeError("There is nothing to pick from.");
      return found;
    },
  };
}

/** Whole numbers from 0 to 2^32 - 1 out of 16 bytes of seed. */
export function sfc32(seed: Buffer): () => number {
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => seed.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
}
