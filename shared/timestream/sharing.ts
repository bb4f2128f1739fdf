/** What the series of a write have in common beyond their own records: batch groups by it what does not fill a request by itself. */
import { timeBytes } from './metered';
import type { Series, SizedRecord } from './series';

export interface Sharing {
  /** The same for series that differ only in dimensions which differ nearly everywhere, such as the device. */
  key(series: Series): string;
  /** What a record costs in a request of such series, beside what they share. */
  mixedBytes(sized: SizedRecord): number;
}

/** A dimension (or a time) is worth grouping by when each of its values stands for so many series (or records). */
export const recordsOfSharedTime = 20;
const seriesOfSharedValue = 20;

/** So many tell what all are like. */
export const sampled = 200;

export function sharingOf(all: readonly Series[]): Sharing {
  const series = all.slice(0, sampled);
  const values = new Map<string, Set<string>>();
  for (const { dimensions } of series) {
    for (const { name, value } of dimensions) {
      const known = values.get(name);
      if (known === undefined) values.set(name, new Set([value]));
      else known.add(value);
    }
  }
  const atMost = Math.max(1, series.length / seriesOfSharedValue);
  const rarelyDifferent = new Set([...values].filter(([, { size }]) => size <= atMost).map(([name]) => name));
  const firstTimes = new Set(series.map(({ records }) => records[0]?.record.timeNs));
  const sharedTimeBytes = series.length / firstTimes.size < recordsOfSharedTime ? 0 : timeBytes;
  return {
    key({ dimensions, measureName }) {
      let key = measureName;
      for (const { name, value } of dimensions) if (rarelyDifferent.has(name)) key += `\n${name}\n${value}`;
      return key;
    },
    mixedBytes({ ownBytes, series: { dimensions } }) {
      let bytes = ownBytes - sharedTimeBytes;
      for (const dimension of dimensions) if (!rarelyDifferent.has(dimension.name)) bytes += dimension.bytes;
      return bytes;
    },
  };
}

/** What a record costs in a request whose records share nothing. */
export function unsharedBytes({ ownBytes, series: { dimensionBytes, measureNameBytes } }: SizedRecord): number {
  return ownBytes + dimensionBytes + measureNameBytes;
}
