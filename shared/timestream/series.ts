/** Records gathered by series with the bytes that each is billed for: batch decides by them what goes into one request. */
import { timeBytes, utf8Bytes, valueBytes } from './metered';
import type { TimestreamRecord } from './record';

/** A dimension with what it costs where it is not shared. */
export interface SizedDimension {
  readonly name: string;
  readonly value: string;
  readonly bytes: number;
}

export interface Series {
  readonly dimensions: readonly SizedDimension[];
  readonly dimensionBytes: number;
  readonly measureName: string;
  readonly measureNameBytes: number;
  /** By time; those of one time in the order they came. */
  readonly records: SizedRecord[];
}

export interface SizedRecord {
  readonly index: number;
  readonly record: TimestreamRecord;
  readonly series: Series;
  /** Of its measures, and of its time: what no other record shares but by chance. */
  readonly ownBytes: number;
}

/** Every record once, in its series; series in the order of their first record. */
export function gatherSeries(records: readonly TimestreamRecord[]): readonly Series[] {
  const byKey = new Map<string, Series>();
  const nameBytes = new Map<string, number>();
  let isSorted = true;
  for (const [index, record] of records.entries()) {
    const key = seriesKey(record);
    let series = byKey.get(key);
    if (series === undefined) {
      series = newSeries(record);
      byKey.set(key, series);
    }
    const last = series.records.at(-1);
    isSorted &&= last === undefined || last.record.timeNs <= record.timeNs;
    series.records.push({ index, record, series, ownBytes: timeBytes + measureBytes(record, nameBytes) });
  }
  const all = [...byKey.values()];
  // Sorting is stable.
  if (!isSorted) for (const { records: own } of all) own.sort((a, b) => compareTimes(a.record.timeNs, b.record.timeNs));
  return all;
}

export function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

/** Lengths keep names and values apart, whatever characters they have. */
function seriesKey({ dimensions, measureName }: TimestreamRecord): string {
  let key = measureName;
  for (const { name, value } of dimensions) key += `\n${name.length} ${value.length} ${name}${value}`;
  return key;
}

function newSeries({ dimensions, measureName }: TimestreamRecord): Series {
  const sized = dimensions.map(({ name, value }) => ({ name, value, bytes: utf8Bytes(name) + utf8Bytes(value) }));
  return {
    dimensions: sized,
    dimensionBytes: sized.reduce((sum, { bytes }) => sum + bytes, 0),
    measureName,
    measureNameBytes: utf8Bytes(measureName),
    records: [],
  };
}

/** @param known bytes of names that came before: a table has few, and its records have them all */
function measureBytes({ measures }: TimestreamRecord, known: Map<string, number>): number {
  let bytes = 0;
  for (const { name, type, value } of measures) {
    let ofName = known.get(name);
    if (ofName === undefined) {
      ofName = utf8Bytes(name);
      known.set(name, ofName);
    }
    bytes += ofName + valueBytes(type, value);
  }
  return bytes;
}
