/** Other ways to group the same records, each cut where it costs least; ingest-cost compares the packer with the best of them. */
import { maxRecordsPerRequest, meteredUnitBytes } from '../../shared/timestream/limits';
import { kibOf, timeBytes } from '../../shared/timestream/metered';
import type { TimestreamRecord } from '../../shared/timestream/record';
import { RequestSize } from '../../shared/timestream/request-size';
import { compareTimes, gatherSeries, type SizedRecord } from '../../shared/timestream/series';

export interface Grouping {
  readonly name: string;
  readonly kib: number;
}

type KeyOf = (sized: SizedRecord) => string;

const device: KeyOf = ({ record }) => record.dimensions[0]?.value ?? '';
const time: KeyOf = ({ record }) => String(record.timeNs);
const place: KeyOf = ({ record }) => record.dimensions.slice(1).map(({ value }) => value).join('\n');

/** KiB of each grouping when every group is cut at its best places. */
export function groupings(records: readonly TimestreamRecord[]): readonly Grouping[] {
  const bySeries = gatherSeries(records).flatMap(({ records: own }) => own);
  const byTime = bySeries.toSorted((a, b) => compareTimes(a.record.timeNs, b.record.timeNs));
  return [
    { name: 'by device', kib: grouped(bySeries, device) },
    { name: 'by tick', kib: grouped(byTime, time) },
    { name: 'by shared dimensions, then series', kib: grouped(bySeries, place) },
    { name: 'by shared dimensions, then time', kib: grouped(byTime, place) },
    { name: 'by tick and shared dimensions', kib: grouped(byTime, (sized) => `${time(sized)}\n${place(sized)}`) },
    { name: 'one run by series', kib: leastKib(bySeries) },
    { name: 'one run by time', kib: leastKib(byTime) },
  ];
}

/**
 * No way of packing costs less: measures are never shared, and of two records in one request either the times differ, which are 8
 * bytes each, or the device does, which is more. What all share is there once for each hundred records.
 */
export function lowerBoundKib(records: readonly TimestreamRecord[]): number {
  const series = gatherSeries(records);
  const own = series.reduce((sum, { records: all }) => sum + all.reduce((bytes, { ownBytes }) => bytes + ownBytes, 0), 0);
  const once = Math.min(...series.map(({ dimensionBytes, measureNameBytes }) => dimensionBytes + measureNameBytes)) - timeBytes;
  return Math.ceil((own + Math.ceil(records.length / maxRecordsPerRequest) * once) / meteredUnitBytes);
}

function grouped(ordered: readonly SizedRecord[], keyOf: KeyOf): number {
  const groups = new Map<string, SizedRecord[]>();
  for (const sized of ordered) {
    const key = keyOf(sized);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sized]);
    else group.push(sized);
  }
  return [...groups.values()].reduce((sum, group) => sum + leastKib(group), 0);
}

/** The fewest KiB for a run in this order, over every way to cut it into requests of at most 100. */
function leastKib(run: readonly SizedRecord[]): number {
  const least = new Float64Array(run.length + 1).fill(Infinity);
  least[0] = 0;
  for (let start = 0; start < run.length; start += 1) {
    const before = least[start] ?? Infinity;
    const size = new RequestSize();
    for (let end = start + 1; end <= Math.min(run.length, start + maxRecordsPerRequest); end += 1) {
      const sized = run[end - 1];
      if (sized === undefined) break;
      size.add(sized);
      least[end] = Math.min(least[end] ?? Infinity, before + kibOf(size.bytes));
    }
  }
  return least[run.length] ?? Infinity;
}
