/** What a record counts in BytesMetered, by the formula of write metering; asked by load-rows. */
import type { TimestreamRecord } from '../records/record';
import { bytesOfValue } from '../records/size-problem';

/** https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html */
const timeBytes = 8;

export function meteredBytes({ dimensions, measureName, cells }: TimestreamRecord): number {
  let bytes = timeBytes + Buffer.byteLength(measureName);
  for (const { name, value } of dimensions) bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  for (const cell of cells) bytes += bytesOfValue(cell);
  return bytes;
}
