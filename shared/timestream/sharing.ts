/** What the series of a write have in common beyond their own records: batch groups by it what does not fill a request by itself. */
import { timeBytes } from './metered';
import type { Series, SizedRecord } from './series';

export interface Sharing {
  /** The records of all series that differ only in dimensions which differ nearly everywhere, such as the device. */
  groupOf(series: Series): SizedRecord[];
  /** Every group, once all series have been asked for theirs. */
  groups(): readonly SizedRecord[][];
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
  const rarelyDifferent = rarelyDifferentNames(series);
  const firstTimes = new Set(series.map(({ records }) => records[0]?.record.timeNs));
  const sharedTimeBytes = series.length / firstTimes.size < recordsOfSharedTime ? 0 : timeBytes;
  const groups: SizedRecord[][] = [];
  const root: Branch = new Map();
  return {
    groupOf({ dimensions, measureName }) {
      let leaf = leafOf(root, measureName);
      for (const { name, json } of dimensions) if (rarelyDifferent.has(name)) leaf = leafOf(leaf.branch, json);
      if (leaf.group === undefined) groups.push((leaf.group = []));
      return leaf.group;
    },
    groups: () => groups,
    mixedBytes({ ownBytes, series: { dimensions } }) {
      let bytes = ownBytes - sharedTimeBytes;
      for (const dimension of dimensions) if (!rarelyDifferent.has(dimension.name)) bytes += dimension.bytes;
      return bytes;
    },
  };
}

/** Of dimensions that have few values among the series. */
function rarelyDifferentNames(series: readonly Series[]): ReadonlySet<string> {
  const values = new Map<string, Set<string>>();
  for (const { dimensions } of series) {
    for (const { name, value } of dimensions) {
      const known = values.get(name);
      if (known === undefined) values.set(name, new Set([value]));
      else known.add(value);
    }
  }
  const atMost = Math.max(1, series.length / seriesOfSharedValue);
  return new Set([...values].filter(([, { size }]) => size <= atMost).map(([name]) => name));
}

/** A tree of values: one text of all of them would have to be made for every series. */
type Branch = Map<string, Leaf>;

interface Leaf {
  readonly branch: Branch;
  group?: SizedRecord[];
}

function leafOf(branch: Branch, value: string): Leaf {
  let leaf = branch.get(value);
  if (leaf === undefined) branch.set(value, (leaf = { branch: new Map() }));
  return leaf;
}

/** What a record costs in a request whose records share nothing. */
export function unsharedBytes({ ownBytes, series: { dimensionBytes, measureNameBytes } }: SizedRecord): number {
  return ownBytes + dimensionBytes + measureNameBytes;
}
