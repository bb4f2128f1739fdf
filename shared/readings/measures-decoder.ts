/** What a reading says: the measures of a table that it has; part of reading-decoder. */
import type { TableDefinition } from '../tables/definition';
import { measureDecoder } from './measure-decoder';
import { ReadingMeasure } from './reading';
import { Refusal } from './refusal';
import { skipped } from './settled';
import { firstReader, type RawReading } from './value-reader';

/** Counts on while a message is decoded. */
export interface SkippedValues {
  skippedValues: number;
}

/**
 * A measure that the reading does not have is left out: sensors of one kind need not report everything every time. One whose value cannot
 * be written is left out and counted, or it refuses the reading.
 */
export function measuresDecoder({ measures: definitions }: TableDefinition): (raw: RawReading, counts: SkippedValues) => readonly ReadingMeasure[] | Refusal {
  const decoders = definitions
    .filter(({ retired }) => !retired)
    .map((definition) => ({ name: definition.name, type: definition.type, read: firstReader(definition.from), decode: measureDecoder(definition) }));
  // An array that grows has room for more than most readings have.
  const found: ReadingMeasure[] = [];
  return (raw, counts) => {
    let length = 0;
    for (const { name, type, read, decode } of decoders) {
      const said = read(raw);
      if (said === undefined) continue;
      const value = decode(said);
      if (typeof value === 'string') {
        found[length] = new ReadingMeasure(name, type, value);
        length += 1;
      } else if (value === skipped) counts.skippedValues += 1;
      else return value;
    }
    return found.slice(0, length);
  };
}
