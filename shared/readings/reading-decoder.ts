/** One raw reading -> reading by the definitions of its table, or why not; source-decoder has one for each source. */
import type { TableDefinition } from '../tables/definition';
import { dimensionsDecoder } from './dimensions-decoder';
import { eventTimeNs } from './event-time';
import { fitMeasures } from './fit-measures';
import { measuresDecoder } from './measures-decoder';
import type { Reading } from './reading';
import { Refusal } from './refusal';
import { timeDecoder } from './time-decoder';
import type { RawReading } from './value-reader';
import { versionDecoder } from './version-decoder';

export interface TakenReading {
  readonly reading: Reading;
  /** How many values a policy left out. */
  readonly skippedValues: number;
}

/** Decodes what the table declares; the first thing that is wrong decides the reason. */
export function readingDecoder(table: TableDefinition, measureName: string): (raw: RawReading) => TakenReading | Refusal {
  const dimensionsOf = dimensionsDecoder(table.dimensions);
  const timeOf = timeDecoder(table);
  const versionOf = versionDecoder(table.version);
  const measuresOf = measuresDecoder(table);
  return (raw) => {
    const dimensions = dimensionsOf(raw);
    if (dimensions instanceof Refusal) return dimensions;
    const timeNs = timeOf(raw);
    if (timeNs instanceof Refusal) return timeNs;
    const version = versionOf(raw);
    if (version instanceof Refusal) return version;
    const decoded = measuresOf(raw);
    if (decoded instanceof Refusal) return decoded;
    const measures = fitMeasures({ dimensions, measureName, measures: decoded.measures }, table.measures);
    if (measures instanceof Refusal) return measures;
    const skippedValues = decoded.skippedValues + decoded.measures.length - measures.length;
    if (measures.length === 0) return noMeasures(table, skippedValues);
    const reading = { table, dimensions, measureName, timeNs, version, measures };
    return { reading: table.kind === 'event' ? { ...reading, timeNs: eventTimeNs(reading) } : reading, skippedValues };
  };
}

/** Values that are left out of a reading that is refused are not counted: nothing of it is written, and its dead letter has them all. */
function noMeasures({ name }: TableDefinition, skippedValues: number): Refusal {
  const leftOut = skippedValues === 0 ? '' : `; ${skippedValues} are left out by their policy`;
  return new Refusal('no-measures', `none of the measures of ${name} has a value${leftOut}`);
}
