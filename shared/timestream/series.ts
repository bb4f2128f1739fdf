/** Records gathered by series with the bytes that each is billed for: batch decides by them what goes into one request. Classes, not literals: decision 0015. */
import { timeBytes, utf8Bytes, valueBytes } from './metered';
import type { TimestreamRecord } from './record';
import { seriesDimensions, type SeriesDimension, type SeriesDimensions } from './series-dimensions';

export class Series {
  readonly dimensions: readonly SeriesDimension[];
  readonly dimensionBytes: number;
  readonly measureNameBytes: number;
  /** By time; those of one time in the order they came. No literal: decision 0015. */
  readonly records: SizedRecord[] = Array.of();
  /** Of all records together. */
  ownBytes = 0;

  constructor({ list, bytes }: SeriesDimensions, readonly measureName: string) {
    this.dimensions = list;
    this.dimensionBytes = bytes;
    this.measureNameBytes = utf8Bytes(measureName);
  }
}

export class SizedRecord {
  constructor(
    readonly index: number,
    readonly record: TimestreamRecord,
    readonly series: Series,
    /** Of its measures, and of its time: what no other record shares but by chance. */
    readonly ownBytes: number,
  ) {}
}

/** Every record once, in its series; series in the order of their first record. */
export function gatherSeries(records: readonly TimestreamRecord[]): readonly Series[] {
  const all: Series[] = [];
  const known = new Map<string, Map<string, Series>>();
  const measureBytes = measureCounter();
  let isSorted = true;
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index];
    if (record === undefined) continue;
    const ownBytes = timeBytes + measureBytes(record.measures);
    const named = known.get(record.measureName) ?? newNamed(known, record.measureName);
    const dimensions = seriesDimensions(record.dimensions);
    let series = named.get(dimensions.key);
    if (series === undefined) {
      series = new Series(dimensions, record.measureName);
      named.set(dimensions.key, series);
      all.push(series);
    }
    const last = series.records.at(-1);
    isSorted &&= last === undefined || last.record.timeNs <= record.timeNs;
    series.ownBytes += ownBytes;
    series.records.push(new SizedRecord(index, record, series, ownBytes));
  }
  // Sorting is stable.
  if (!isSorted) for (const { records: own } of all) own.sort((a, b) => compareTimes(a.record.timeNs, b.record.timeNs));
  return all;
}

function newNamed(known: Map<string, Map<string, Series>>, measureName: string): Map<string, Series> {
  const named = new Map<string, Series>();
  known.set(measureName, named);
  return named;
}

export function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

type Measures = TimestreamRecord['measures'];

/** Counts the bytes of measures; most records have the same names and types as the one before, and text alone differs in size. */
function measureCounter(): (measures: Measures) => number {
  let before: Measures = [];
  let fixedBytes = 0;
  return (measures) => {
    if (!haveSameShape(measures, before)) {
      before = measures;
      fixedBytes = measures.reduce((sum, { name, type, value }) => sum + utf8Bytes(name) + (type === 'VARCHAR' ? 0 : valueBytes(type, value)), 0);
    }
    let bytes = fixedBytes;
    for (const { type, value } of measures) if (type === 'VARCHAR') bytes += utf8Bytes(value);
    return bytes;
  };
}

function haveSameShape(measures: Measures, others: Measures): boolean {
  if (measures.length !== others.length) return false;
  for (let at = 0; at < measures.length; at += 1) {
    const one = measures[at];
    const other = others[at];
    if (one?.name !== other?.name || one?.type !== other?.type) return false;
  }
  return true;
}
