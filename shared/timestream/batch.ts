/** Records of one table -> batches of at most 100, records of a series together; write sends each as one request. */
import { maxRecordsPerRequest } from './limits';
import type { RecordOutcome, TimestreamRecord } from './record';

/** A record and its place in what was handed to write, which leads its outcome back. */
export interface BatchEntry {
  readonly index: number;
  readonly record: TimestreamRecord;
}

/** What became of one entry. */
export interface SettledEntry {
  readonly index: number;
  readonly outcome: RecordOutcome;
}

/**
 * Packs records into the fewest batches, each record exactly once. Records of one series stand together, in the order of their
 * time, so that a batch shares as many dimensions as it can: what is shared is billed once.
 */
export function packBatches(records: readonly TimestreamRecord[]): readonly (readonly BatchEntry[])[] {
  const bySeries = new Map<string, BatchEntry[]>();
  for (const [index, record] of records.entries()) {
    const key = seriesKey(record);
    const series = bySeries.get(key);
    if (series === undefined) bySeries.set(key, [{ index, record }]);
    else series.push({ index, record });
  }
  const sorted = [...bySeries.values()].flatMap((series) => series.sort(byTime));
  return Array.from({ length: Math.ceil(sorted.length / maxRecordsPerRequest) }, (_, batch) =>
    sorted.slice(batch * maxRecordsPerRequest, (batch + 1) * maxRecordsPerRequest),
  );
}

function seriesKey({ dimensions, measureName }: TimestreamRecord): string {
  return JSON.stringify([measureName, dimensions.map(({ name, value }) => [name, value])]);
}

/** Sorting is stable: of two records with one time, the one that came later is also written later. */
function byTime({ record: a }: BatchEntry, { record: b }: BatchEntry): number {
  return a.timeNs < b.timeNs ? -1 : Number(a.timeNs > b.timeNs);
}
