/** Dimensions decoded before: a device says the same ones in every reading, so they are checked once and its readings share them; dimensions-decoder asks. */
import type { ReadingDimension } from './reading';
import { Refusal } from './refusal';
import type { RawReading, ValueReader } from './value-reader';

/** Enough for the devices that one function meets in a while; those of a larger fleet are decoded again now and then. */
const mostRemembered = 10_000;

type Dimensions = readonly ReadingDimension[];

interface Remembered {
  /** What each reader found. */
  readonly said: readonly unknown[];
  readonly dimensions: Dimensions;
}

/**
 * Decodes only what was not said before. What is refused is never remembered.
 *
 * @param readers everything that decode reads
 * @param tellsApart of all dimensions the one that differs most: of those with the same value, the latest are remembered
 * @returns a decoder whose dimensions are the same array whenever the same is said
 */
export function rememberingDimensions(
  readers: readonly ValueReader[],
  tellsApart: ValueReader,
  decode: (raw: RawReading) => Dimensions | Refusal,
): (raw: RawReading) => Dimensions | Refusal {
  const remembered = new Map<unknown, Remembered>();
  return (raw) => {
    const key = tellsApart(raw);
    const known = remembered.get(key);
    if (known !== undefined && saysTheSame(known.said, readers, raw)) return known.dimensions;
    const dimensions = decode(raw);
    if (dimensions instanceof Refusal) return dimensions;
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, { said: readers.map((read) => read(raw)), dimensions });
    return dimensions;
  };
}

function saysTheSame(said: readonly unknown[], readers: readonly ValueReader[], raw: RawReading): boolean {
  let at = 0;
  for (const read of readers) {
    if (read(raw) !== said[at]) return false;
    at += 1;
  }
  return true;
}
