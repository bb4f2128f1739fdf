/** Makes the measures of a record fit its size, by the policies of the long texts among them; part of reading-decoder. */
import type { MeasureDefinition } from '../tables/definition';
import type { SkippedValues } from './measures-decoder';
import type { ReadingDimension, ReadingMeasure } from './reading';
import { Refusal } from './refusal';
import { utf8Prefix } from './utf8-prefix';

/**
 * https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html (record size). How a record is counted is not published; this
 * is the least that it can mean: time, dimensions, measure name and values without their names. What is larger is refused for
 * certain, and would cost a request.
 */
const maxRecordBytes = 2048;

const timeBytes = 8;

/** https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html; TIMESTAMP as the other numbers. */
const numberBytes = 8;
const booleanBytes = 1;

/** UTF-8 takes at most this for a UTF-16 unit, so that short text need not be counted. */
const mostBytesPerUnit = 3;

type Dimensions = readonly ReadingDimension[];
type Measures = readonly ReadingMeasure[];

/**
 * Cuts or leaves out texts, the last declared first, until the record fits: what `ifTooLong` says of a text that is too long by itself,
 * it says of one that is too long for its record.
 *
 * @returns a function that returns the measures as they are when they fit, which nearly all do
 */
export function measuresFitter(measureName: string, definitions: readonly MeasureDefinition[]) {
  const policies = new Map(definitions.map(({ name, policy }) => [name, policy.ifTooLong]));
  const fixedBytes = timeBytes + Buffer.byteLength(measureName);
  return (dimensions: Dimensions, measures: Measures, counts: SkippedValues): Measures | Refusal => {
    if (fixedBytes + mostBytes(dimensions, measures) <= maxRecordBytes) return measures;
    const bytes = fixedBytes + bytesOf(dimensions, measures);
    let excess = bytes - maxRecordBytes;
    const fitted: ReadingMeasure[] = [];
    for (const measure of measures.toReversed()) {
      const policy = excess > 0 && measure.type === 'VARCHAR' ? policies.get(measure.name) : 'reject';
      const kept = policy === 'truncate' ? cut(measure, excess) : policy === 'skip' ? undefined : measure;
      if (kept === undefined) counts.skippedValues += 1;
      else fitted.push(kept);
      excess -= valueBytes(measure) - (kept === undefined ? 0 : valueBytes(kept));
    }
    return excess > 0 ? new Refusal('too-long', `the record has ${bytes} bytes, ${maxRecordBytes} fit`) : fitted.reverse();
  };
}

/** @returns undefined when nothing would be left, as Timestream takes no empty text */
function cut(measure: ReadingMeasure, excess: number): ReadingMeasure | undefined {
  const value = utf8Prefix(measure.value, Math.max(0, Buffer.byteLength(measure.value) - excess));
  return value === '' ? undefined : { ...measure, value };
}

/** Never less than bytesOf, and no text is counted for it. */
function mostBytes(dimensions: Dimensions, measures: Measures): number {
  let units = 0;
  for (const { name, value } of dimensions) units += name.length + value.length;
  let numbers = 0;
  for (const { type, value } of measures) {
    if (type === 'VARCHAR') units += value.length;
    else numbers += 1;
  }
  return units * mostBytesPerUnit + numbers * numberBytes;
}

function bytesOf(dimensions: Dimensions, measures: Measures): number {
  const series = dimensions.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  return measures.reduce((sum, measure) => sum + valueBytes(measure), series);
}

function valueBytes({ type, value }: ReadingMeasure): number {
  if (type === 'VARCHAR') return Buffer.byteLength(value);
  return type === 'BOOLEAN' ? booleanBytes : numberBytes;
}
