/** One raw reading -> reading by the definitions of its table, or why not; source-decoder has one for each source. */
import type { TableDefinition } from '../tables/definition';
import { dimensionsDecoder } from './dimensions-decoder';
import { eventTimeNs } from './event-time';
import { measuresDecoder, type SkippedValues } from './measures-decoder';
import { measuresFitter } from './measures-fitter';
import { Reading } from './reading';
import { Refusal } from './refusal';
import { timeDecoder } from './time-decoder';
import type { RawReading } from './value-reader';
import { versionDecoder } from './version-decoder';

/** Decodes what the table declares; the first thing that is wrong decides the reason. */
export function readingDecoder(table: TableDefinition, measureName: string): (raw: RawReading, counts: SkippedValues) => Reading | Refusal {
  const dimensionsOf = dimensionsDecoder(table);
  const timeOf = timeDecoder(table);
  const versionOf = versionDecoder(table.version);
  const measuresOf = measuresDecoder(table);
  const fit = measuresFitter(measureName, table.measures);
  return (raw, counts) => {
    const dimensions = dimensionsOf(raw);
    if (dimensions instanceof Refusal) return dimensions;
    const timeNs = timeOf(raw);
    if (timeNs instanceof Refusal) return timeNs;
    const version = versionOf(raw);
    if (version instanceof Refusal) return version;
    const decoded = measuresOf(raw, counts);
    if (decoded instanceof Refusal) return decoded;
    const measures = fit(dimensions, decoded, counts);
    if (measures instanceof Refusal) return measures;
    if (measures.length === 0) return new Refusal('no-measures', `none of the measures of ${table.name} has a value to write`);
    const ownTimeNs = table.kind === 'event' ? eventTimeNs({ timeNs, dimensions, measureName, measures }) : timeNs;
    return new Reading(table, dimensions, measureName, ownTimeNs, version, measures);
  };
}
