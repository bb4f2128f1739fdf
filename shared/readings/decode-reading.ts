/** One element of a message -> reading by the definitions of its table, or why not; decode-message calls it for each. */
import type { TableDefinition } from '../tables/definition';
import { decodeDimensions } from './decode-dimensions';
import { decodeMeasure } from './decode-measure';
import { decodeTime } from './decode-time';
import type { Reading, ReadingMeasure } from './reading';
import { Refusal } from './refusal';
import { firstValueAt, type RawReading } from './value-at';

/** The same for every reading, so that a reading delivered twice is the same record with the same version. */
const constantVersion = 1;

/** Decodes what the table declares; the first thing that is wrong decides the reason. */
export function decodeReading(table: TableDefinition, raw: RawReading): Reading | Refusal {
  const dimensions = decodeDimensions(table.dimensions, raw);
  if (dimensions instanceof Refusal) return dimensions;
  const timeNs = decodeTime(table.time, raw);
  if (timeNs instanceof Refusal) return timeNs;
  const measures = decodeMeasures(table, raw);
  if (measures instanceof Refusal) return measures;
  return { table, dimensions, measureName: table.measureName, timeNs, version: constantVersion, measures };
}

/** A measure that the reading does not have is left out: sensors of one kind need not report everything every time. */
function decodeMeasures(table: TableDefinition, raw: RawReading): readonly ReadingMeasure[] | Refusal {
  const measures: ReadingMeasure[] = [];
  for (const definition of table.measures) {
    const value = firstValueAt(definition.from, raw);
    if (value === undefined) continue;
    const measure = decodeMeasure(definition, value);
    if (measure instanceof Refusal) return measure;
    measures.push(measure);
  }
  return measures.length > 0 ? measures : new Refusal('no-measures', `none of the measures of ${table.name} has a value`);
}
