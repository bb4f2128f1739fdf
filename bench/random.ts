/** Seeded random numbers: every run of a benchmark loads the same rows and asks for the same windows. */

export type Random = () => number;

/** @returns numbers from 0 up to but not 1, always the same for a seed (the generator is known as mulberry32) */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to but not `end`. */
export function below(end: number, random: Random): number {
  return Math.floor(random() * end);
}
