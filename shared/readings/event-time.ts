/** Gives two events of one device in one millisecond a time of their own each; reading-decoder asks for tables of events. */
import { createHash } from 'node:crypto';
import { nsPerMs } from '../time';
import type { Reading } from './reading';

/**
 * The time of an event: what was said in whole milliseconds gets six digits below from a hash of the content, so that the same event is the
 * same record however often it comes, and another event is another record. A finer time is kept as it is: the device tells its events
 * apart itself.
 *
 * Events with the same content in one millisecond are one record. Two different ones share the digits with a probability of 1 in
 * 1,000,000, ten in one millisecond with 1 in 22,000: then Timestream has other values for that time, and the later one is
 * dead-lettered as `conflict`, not lost. The content is what is written, so a table that gets another measure makes other digits:
 * events replayed across such a change are written a second time.
 */
export function eventTimeNs({ timeNs, dimensions, measureName, measures }: Pick<Reading, 'timeNs' | 'dimensions' | 'measureName' | 'measures'>): bigint {
  if (timeNs % nsPerMs !== 0n) return timeNs;
  const content = JSON.stringify([
    namesAndValues(dimensions),
    measureName,
    namesAndValues(measures),
  ]);
  return timeNs + (createHash('sha256').update(content).digest().readBigUInt64BE() % nsPerMs);
}

/** Sorted, as the order in tables.json says nothing about an event. */
function namesAndValues(parts: readonly { readonly name: string; readonly value: string }[]): readonly (readonly string[])[] {
  return parts.map(({ name, value }) => [name, value]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : Number(a > b)));
}
