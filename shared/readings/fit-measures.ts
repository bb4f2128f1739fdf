/** Makes the measures of a record fit its size, by the policies of the long texts among them; reading-decoder asks for every reading. */
import type { MeasureDefinition } from '../tables/definition';
import type { Reading, ReadingMeasure } from './reading';
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
const fixedBytes = { DOUBLE: 8, BIGINT: 8, TIMESTAMP: 8, BOOLEAN: 1 } as const;

/** UTF-8 takes at most this for a UTF-16 unit, so that short text need not be counted. */
const mostBytesPerUnit = 3;

type SizedRecord = Pick<Reading, 'dimensions' | 'measureName' | 'measures'>;

/**
 * Cuts or leaves out texts, the last declared first, until the record fits: what `ifTooLong` says of a text that is too long by itself,
 * it says of one that is too long for its record.
 *
 * @param definitions of all measures; those of long texts are looked up
 * @returns the measures as they are when they fit, which nearly all do
 */
export function fitMeasures(record: SizedRecord, definitions: readonly MeasureDefinition[]): readonly ReadingMeasure[] | Refusal {
  if (mostBytes(record) <= maxRecordBytes) return record.measures;
  const bytes = bytesOf(record);
  let excess = bytes - maxRecordBytes;
  const fitted: ReadingMeasure[] = [];
  for (const measure of record.measures.toReversed()) {
    const policy = measure.type === 'VARCHAR' && excess > 0 ? definitions.find(({ name }) => name === measure.name)?.policy.ifTooLong : 'reject';
    const kept = policy === 'truncate' ? cut(measure, excess) : policy === 'skip' ? undefined : measure;
    if (kept !== undefined) fitted.push(kept);
    excess -= valueBytes(measure) - (kept === undefined ? 0 : valueBytes(kept));
  }
  return excess > 0 ? new Refusal('too-long', `the record has ${bytes} bytes, ${maxRecordBytes} fit`) : fitted.reverse();
}

/** @returns undefined when nothing would be left, as Timestream takes no empty text */
function cut(measure: ReadingMeasure, excess: number): ReadingMeasure | undefined {
  const value = utf8Prefix(measure.value, Math.max(0, Buffer.byteLength(measure.value) - excess));
  return value === '' ? undefined : { ...measure, value };
}

/** Never less than bytesOf, and no text is counted for it. */
function mostBytes({ dimensions, measureName, measures }: SizedRecord): number {
  let units = measureName.length;
  for (const { name, value } of dimensions) units += name.length + value.length;
  let fixed = timeBytes;
  for (const { type, value } of measures) {
    if (type === 'VARCHAR') units += value.length;
    else fixed += fixedBytes[type];
  }
  return fixed + units * mostBytesPerUnit;
}

function bytesOf({ dimensions, measureName, measures }: SizedRecord): number {
  const series = dimensions.reduce((sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  const values = measures.reduce((sum, measure) => sum + valueBytes(measure), 0);
  return timeBytes + series + Buffer.byteLength(measureName) + values;
}

function valueBytes({ type, value }: ReadingMeasure): number {
  return type === 'VARCHAR' ? Buffer.byteLength(value) : fixedBytes[type];
}
